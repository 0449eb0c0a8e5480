import assert from "node:assert/strict";
import { sha256 } from "../../base/hash.ts";
import type { DurablePromises, Promises } from "./setting.ts";
import { bytesOf, drive, fails, newRun, noise } from "./setting.ts";

/** What a store promises about changes outside of it. */
export const CHANGES: Promises = {
  "changes come back as they were recorded, in order, each with a greater number": async (store) => {
    const { run, epoch } = await drive(store, "maker"), { changes } = store;
    const odd = { path: "é'\"\n\u0000;--", list: [1, null, { "": "\ud800" }] };
    const first = await changes.add(run.id, epoch, { by: "task/a", change: odd });
    const contents = { before: bytesOf("old"), after: new Uint8Array() };
    const second = await changes.add(run.id, epoch, { by: "task/b", change: { path: "b" }, contents });
    const third = await changes.add(run.id, epoch, { by: "task/a", change: { path: "c" } });
    assert.ok(0 < first && first < second && second < third);
    const listed = await changes.list(run.id);
    assert.deepEqual(listed.map(({ at: _, ...change }) => change), [
      { id: first, by: "task/a", change: odd, contents: {} },
      {
        id: second,
        by: "task/b",
        change: { path: "b" },
        contents: { before: sha256("old"), after: sha256("") },
      },
      { id: third, by: "task/a", change: { path: "c" }, contents: {} },
    ]);
    assert.ok(listed.every(({ at }) => at > 1_600_000_000_000));
  },

  "runs do not see each other's changes and snapshots, and numbers are of the whole store": async (store) => {
    const one = await drive(store, "one"), two = await drive(store, "two");
    const ids: number[] = [];
    for (const { run, epoch } of [one, two, one, two]) {
      ids.push(await store.changes.add(run.id, epoch, { by: "s", change: ids.length }));
    }
    await store.changes.guard(one.run.id, one.epoch, { by: "s", entries: [], contents: [] });
    assert.deepEqual(ids, ids.toSorted((a, b) => a - b));
    assert.equal(new Set(ids).size, 4);
    assert.deepEqual((await store.changes.list(one.run.id)).map(({ change }) => change), [0, 2]);
    assert.deepEqual((await store.changes.list(two.run.id)).map(({ change }) => change), [1, 3]);
    assert.deepEqual(await store.changes.guards(two.run.id), []);
    assert.deepEqual([await store.changes.list(999), await store.changes.guards(999)], [[], []]);
  },

  "many who record at once get a number each, and nothing is lost": async (store) => {
    const { run, epoch } = await drive(store, "busy");
    const made = Array.from(
      { length: 40 },
      (_, i) => store.changes.add(run.id, epoch, { by: "s", change: i, contents: { before: bytesOf(`${i % 3}`) } }),
    );
    const ids = await Promise.all(made), listed = await store.changes.list(run.id);
    assert.equal(new Set(ids).size, 40);
    assert.deepEqual(new Map(listed.map(({ id, change }) => [id, change])), new Map(ids.map((id, i) => [id, i])));
    assert.ok(listed.every(({ change, contents }) => contents["before"] === sha256(`${Number(change) % 3}`)));
  },

  "what a caller does to bytes and values later changes nothing": async (store) => {
    const { run, epoch } = await drive(store, "shared"), { changes } = store;
    const before = bytesOf("before"), alone = bytesOf("alone"), change = { list: [1] }, entries = [{ list: [1] }];
    const writing = [
      changes.add(run.id, epoch, { by: "s", change, contents: { before } }),
      changes.keep([alone]),
      changes.guard(run.id, epoch, { by: "s", entries, contents: [] }),
    ];
    before.fill(0), alone.fill(0), change.list.push(2), entries[0]!.list.push(2);
    await Promise.all(writing);
    const given = (await changes.content(sha256("before")))!;
    given.fill(0);
    assert.deepEqual(await changes.content(sha256("before")), bytesOf("before"));
    assert.deepEqual(await changes.content(sha256("alone")), bytesOf("alone"));
    assert.deepEqual((await changes.list(run.id))[0]!.change, { list: [1] });
    assert.deepEqual((await changes.guards(run.id))[0]!.entries, [{ list: [1] }]);
  },

  "a change that was undone is listed when it is asked for, once and for all": async (store) => {
    const { run, epoch } = await drive(store, "undoes"), other = await drive(store, "other"), { changes } = store;
    const ids = [];
    for (let i = 0; i < 3; i++) ids.push(await changes.add(run.id, epoch, { by: "s", change: i }));
    const theirs = await changes.add(other.run.id, other.epoch, { by: "s", change: 9 });
    await changes.undone(run.id, epoch, [ids[0]!, ids[2]!, theirs, 9_999]);
    const [first] = await changes.list(run.id, { undone: true });
    await changes.undone(run.id, epoch, [ids[0]!]);
    assert.deepEqual((await changes.list(run.id)).map(({ change }) => change), [1]);
    const all = await changes.list(run.id, { undone: true });
    assert.deepEqual(all.map(({ change, undone }) => [change, undone !== undefined]), [[0, true], [1, false], [
      2,
      true,
    ]]);
    assert.equal(all[0]!.undone, first!.undone);
    assert.deepEqual((await changes.list(other.run.id)).map(({ change }) => change), [9], "of another run");
  },

  "a snapshot is kept until it is settled, and what it led to is recorded with that": async (store) => {
    const { run, epoch } = await drive(store, "guarded"), { changes } = store;
    const [kept] = await changes.keep([bytesOf("a")]);
    const entries = [{ is: "folder", path: "d" }, { is: "file", path: "d/a", hash: kept! }];
    const other = await drive(store, "other"), first = await changes.add(run.id, epoch, { by: "s", change: 0 });
    const last = await changes.add(other.run.id, other.epoch, { by: "s", change: 0 });
    const guard = await changes.guard(run.id, epoch, { by: "task/a/call/0", entries, contents: [kept!] });
    await changes.undone(run.id, epoch, [first]);
    const [open] = await changes.guards(run.id);
    assert.deepEqual([open!.id, open!.by, open!.after, open!.entries], [guard, "task/a/call/0", last, entries]);
    const made = [{ change: { path: "d/a" }, contents: { before: bytesOf("a") } }, {
      change: { path: "b" },
      contents: { before: bytesOf("new here") },
    }];
    const ids = await changes.settle(run.id, epoch, { guard, changes: made });
    assert.deepEqual(await changes.guards(run.id), []);
    assert.deepEqual((await changes.list(run.id)).map(({ id, by, change, contents }) => [id, by, change, contents]), [
      [ids[0], "task/a/call/0", { path: "d/a" }, { before: sha256("a") }],
      [ids[1], "task/a/call/0", { path: "b" }, { before: sha256("new here") }],
    ]);
    assert.deepEqual(await changes.content(sha256("new here")), bytesOf("new here"));
    await assert.rejects(changes.settle(run.id, epoch, { guard, changes: made }), fails("not-found", /let go already/));
    assert.equal((await changes.list(run.id)).length, 2, "a second settling records nothing");
    const next = await changes.guard(run.id, epoch, { by: "s", entries: [], contents: [] });
    assert.ok(next > guard, "numbers rise");
    assert.deepEqual(await changes.settle(run.id, epoch, { guard: next, changes: [] }), []);
    const theirs = await changes.guard(other.run.id, other.epoch, { by: "s", entries: [], contents: [] });
    await assert.rejects(changes.settle(run.id, epoch, { guard: theirs, changes: [] }), fails("not-found"));
    assert.equal((await changes.guards(other.run.id)).length, 1);
  },

  "a snapshot of thousands of files, and as many changes, come back whole": async (store) => {
    const { run, epoch } = await drive(store, "large"), { changes } = store;
    const hashes = await changes.keep(Array.from({ length: 3_000 }, (_, i) => bytesOf(`file ${i}`)));
    const entries = hashes.map((hash, i) => ({ is: "file", path: `${"long/".repeat(60)}${i}`, hash }));
    const guard = await changes.guard(run.id, epoch, { by: "s", entries, contents: [...hashes, hashes[0]!] });
    assert.deepEqual((await changes.guards(run.id))[0]!.entries, entries);
    const made = entries.map(({ path }, i) => ({ change: { path }, contents: { before: bytesOf(`file ${i}`) } }));
    const ids = await changes.settle(run.id, epoch, { guard, changes: made }), listed = await changes.list(run.id);
    assert.equal(listed.length, made.length);
    // One by one: a difference between two long lists takes a minute to be shown.
    for (const [i, { id, change, contents }] of listed.entries()) {
      assert.deepEqual([id, change, contents], [ids[i], made[i]!.change, { before: hashes[i] }]);
    }
  },

  "a snapshot tells until when its driver may have been at work, once that is over": async (store) => {
    const { run, epoch } = await drive(store, "heard"), { changes } = store, since = Date.now() - 5_000;
    const child = await store.createRun(newRun("heard.child", { parent: { run: run.id, key: "k" } }));
    const keep = (id: number, epoch: number) => changes.guard(id, epoch, { by: "s", entries: [], contents: [] });
    const heardOf = async (id: number) => (await changes.guards(id)).map(({ heard }) => heard);
    await keep(run.id, epoch);
    await keep(child.id, epoch);
    await store.acquire(run.id, "two", { ttl: 60_000 });
    assert.deepEqual(
      [await heardOf(run.id), await heardOf(child.id)],
      [[undefined], [undefined]],
      "it holds its lease",
    );
    const next = (await store.acquire(run.id, "two", { ttl: 1_000, gone: epoch }))!;
    const [lapsed] = await heardOf(run.id);
    assert.ok(lapsed! >= since + 60_000 && lapsed! <= Date.now() + 65_000, "when the lease of the first would lapse");
    assert.deepEqual(await heardOf(child.id), [lapsed]);
    await keep(run.id, next);
    await store.release(run.id, epoch);
    assert.deepEqual(await heardOf(run.id), [lapsed, undefined]);
    await store.release(run.id, next);
    const [first, second] = await heardOf(run.id);
    assert.ok(first === lapsed && second! >= since && second! <= Date.now() + 5_000, "when it was given back");
    await store.acquire(run.id, "three", { ttl: 60_000 });
    assert.deepEqual(await heardOf(run.id), [first, second]);
  },

  "a snapshot whose contents are not stored is refused": async (store) => {
    const { run, epoch } = await drive(store, "missing"),
      { changes } = store,
      [kept] = await changes.keep([bytesOf("a")]);
    const guard = { by: "s", entries: [], contents: [kept!, sha256("missing")] };
    await assert.rejects(changes.guard(run.id, epoch, guard), fails("not-found", /not stored/));
    assert.deepEqual(await changes.guards(run.id), []);
  },

  "a driver that lost its lease changes nothing of what is kept": async (store) => {
    const { run, epoch } = await drive(store, "lost"), { changes } = store;
    const id = await changes.add(run.id, epoch, { by: "s", change: 1 });
    const guard = await changes.guard(run.id, epoch, { by: "s", entries: [], contents: [] });
    const next = (await store.acquire(run.id, "two", { ttl: 60_000, gone: epoch }))!;
    const contents = { before: bytesOf("theirs") };
    await assert.rejects(changes.add(run.id, epoch, { by: "s", change: 2, contents }), fails("fenced"));
    await assert.rejects(changes.guard(run.id, epoch, { by: "s", entries: [], contents: [] }), fails("fenced"));
    await assert.rejects(changes.settle(run.id, epoch, { guard, changes: [] }), fails("fenced"));
    await assert.rejects(changes.settle(run.id, epoch, { guard, changes: [{ change: 3 }] }), fails("fenced"));
    await assert.rejects(changes.undone(run.id, epoch, [id]), fails("fenced"));
    assert.deepEqual((await changes.list(run.id)).map((one) => one.id), [id]);
    assert.deepEqual((await changes.guards(run.id)).map((one) => one.id), [guard]);
    await changes.settle(run.id, next, { guard, changes: [] });
    await changes.undone(run.id, next, [id]);
    assert.deepEqual([await changes.list(run.id), await changes.guards(run.id)], [[], []]);
    await assert.rejects(changes.add(999, next, { by: "s", change: 1 }), fails("fenced"));
  },

  "a child's changes are written under the lease of its root": async (store) => {
    const { run, epoch } = await drive(store, "root"), { changes } = store;
    const child = await store.createRun(newRun("root.child", { parent: { run: run.id, key: "k" } }));
    await changes.add(child.id, epoch, { by: "s", change: 1 });
    assert.deepEqual((await changes.list(child.id)).map(({ change }) => change), [1]);
    assert.deepEqual(await changes.list(run.id), []);
  },
};

/** What a store promises about changes whose data outlive it. */
export const DURABLE_CHANGES: DurablePromises = {
  "changes, contents and snapshots are there when the store is opened again": async (store, connect) => {
    const { run, epoch } = await drive(store, "kept"), bytes = noise(2_500_000);
    const first = await store.changes.add(run.id, epoch, { by: "s", change: { a: 1 }, contents: { before: bytes } });
    await store.changes.guard(run.id, epoch, { by: "s", entries: [1, 2], contents: [sha256(bytes)] });
    const before = [await store.changes.list(run.id), await store.changes.guards(run.id)];
    store.close();
    const again = await connect();
    assert.deepEqual([await again.changes.list(run.id), await again.changes.guards(run.id)], before);
    assert.deepEqual(await again.changes.content(sha256(bytes)), bytes);
    assert.ok(await again.changes.add(run.id, epoch, { by: "s", change: 2 }) > first);
  },

  "several connections number changes together, and keep a content once": async (store, connect) => {
    const all = [store, await connect(), await connect()], { run, epoch } = await drive(store, "many");
    const made = Array.from(
      { length: 30 },
      (_, i) => all[i % 3]!.changes.add(run.id, epoch, { by: "s", change: i, contents: { before: bytesOf("same") } }),
    );
    const ids = await Promise.all(made);
    assert.equal(new Set(ids).size, 30);
    const listed = await all[1]!.changes.list(run.id);
    assert.deepEqual(new Map(listed.map(({ id, change }) => [id, change])), new Map(ids.map((id, i) => [id, i])));
  },

  "what a driver keeps is fenced off by who takes its lease through another connection": async (store, connect) => {
    const { run, epoch } = await drive(store, "fenced"), other = await connect();
    const guard = await store.changes.guard(run.id, epoch, { by: "s", entries: [], contents: [] });
    const next = (await other.acquire(run.id, "two", { ttl: 60_000, gone: epoch }))!;
    await assert.rejects(store.changes.settle(run.id, epoch, { guard, changes: [{ change: 1 }] }), fails("fenced"));
    await assert.rejects(store.changes.add(run.id, epoch, { by: "s", change: 1 }), fails("fenced"));
    await other.changes.settle(run.id, next, { guard, changes: [{ change: 2 }] });
    assert.deepEqual((await store.changes.list(run.id)).map(({ change }) => change), [2]);
  },
};
