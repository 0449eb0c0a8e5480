import assert from "node:assert/strict";
import type { Store } from "../store.ts";
import type { DurablePromises } from "./setting.ts";
import { drive, fails, intent, newRun, node, result, row } from "./setting.ts";

/** What a store promises whose data outlive it, and that several may have open. */
export const DURABLE: DurablePromises = {
  "what was committed is there when the store is opened again": async (store, connect) => {
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "kept", { limits: { usd: 100, wall: 50 }, inputs: { topic: "é" } });
    await store.append(run.id, epoch, [
      { ...row(1, { type: "drive" }), node: node("a"), notes: [{ document: "doc", node: "a", kind: "k", value: 1 }] },
      { ...row(2, { value: "x".repeat(9_000), state: { n: 1 } }), snapshot: { n: 1 } },
      intent(3, { usd: 30, calls: 1 }),
    ]);
    await store.append(run.id, epoch, [result(4, 3, { usd: 20, calls: 1 })]);
    await store.beat(run.id, epoch, { ttl: 60_000, walls: [{ run: run.id, wall: 12 }] });
    await store.send(run.id, { kind: "guide", value: ["slower"] });
    await store.setProjection(run.id, { path: "story.md", written: "aa" });
    const before = await everything(store, "kept");
    store.close();
    const again = await connect();
    assert.deepEqual(await everything(again, "kept"), before);
    assert.equal(await again.acquire(run.id, "two", { ttl: 60_000 }), undefined);
    assert.ok((await again.acquire(run.id, "two", { ttl: 60_000, gone: epoch }))! > epoch);
  },

  "a call that nobody settled is open and charged when the store is opened again": async (store, connect) => {
    const { run, epoch } = await drive(store, "open", { limits: { calls: 2 } });
    await store.append(run.id, epoch, [intent(1, { calls: 1 }), intent(2, { calls: 1 })]);
    await store.append(run.id, epoch, [result(3, 1, { calls: 1 })]);
    const open = await store.openIntents(run.id);
    store.close();
    const again = await connect(), next = (await again.acquire(run.id, "two", { ttl: 60_000, gone: epoch }))!;
    assert.deepEqual(await again.openIntents(run.id), open);
    assert.deepEqual(open.map(({ seq }) => seq), [2]);
    assert.deepEqual(await again.append(run.id, next, [intent(4, { calls: 1 })]), [false]);
  },

  "a lease that was given back, or has lapsed, is so for everyone": async (store, connect) => {
    const { run, epoch } = await drive(store, "given"), other = await connect();
    assert.equal(await other.acquire(run.id, "two", { ttl: 60_000 }), undefined);
    await store.release(run.id, epoch);
    const second = (await other.acquire(run.id, "two", { ttl: 0 }))!;
    assert.ok(second > epoch);
    while ((await store.run(run.id)).lease.live) await new Promise((next) => setTimeout(next, 1));
    assert.ok((await store.acquire(run.id, "one", { ttl: 60_000 }))! > second);
  },

  "of many who ask for a lease through several connections one gets it": async (store, connect) => {
    const all = [store, await connect(), await connect()], { id } = await store.createRun(newRun("wanted"));
    const asked = Array.from({ length: 12 }, (_, i) => all[i % 3]!.acquire(id, `driver ${i}`, { ttl: 60_000 }));
    assert.equal((await Promise.all(asked)).filter((epoch) => epoch !== undefined).length, 1);
  },

  "a driver that lost its lease through another connection writes nothing": async (store, connect) => {
    const { run, epoch } = await drive(store, "fenced"), other = await connect();
    await store.append(run.id, epoch, [row(1)]);
    const next = (await other.acquire(run.id, "two", { ttl: 60_000, gone: epoch }))!;
    await assert.rejects(store.append(run.id, epoch, [row(2), intent(3, { calls: 1 })]), fails("fenced"));
    await assert.rejects(store.raise(run.id, epoch, { calls: 1 }), fails("fenced"));
    assert.equal(await store.beat(run.id, epoch, { ttl: 60_000, walls: [] }), false);
    assert.deepEqual(await other.append(run.id, next, [row(2, { value: "theirs" })]), [true]);
    assert.deepEqual((await store.entries(run.id, 0)).map(({ value }) => value), [undefined, "theirs"]);
  },

  "no limit is passed through several connections together": async (store, connect) => {
    const all = [store, await connect(), await connect()];
    const { run: root, epoch } = await drive(store, "root", { limits: { calls: 20 } });
    const members = await Promise.all(all.map(async (one, i) => {
      const child = await one.createRun(newRun(`child-${i}`, { parent: { run: root.id, key: `${i}` } }));
      return { one, child };
    }));
    const asked = Array.from({ length: 45 }, (_, i) => {
      const { one, child } = members[i % 3]!;
      return one.append(child.id, epoch, [intent(1 + i, { calls: 1 })]);
    });
    assert.equal((await Promise.all(asked)).flat().filter(Boolean).length, 20);
    for (const { one, child } of members) assert.equal((await one.purses(child.id)).at(-1)!.reserved.calls, 20);
  },

  "a run of one name and a child of one key are made once, through whichever connection": async (store, connect) => {
    const other = await connect(), root = await store.createRun(newRun("root"));
    await assert.rejects(other.createRun(newRun("root")), fails("taken", /`root`/));
    const children = await Promise.all(
      [store, other, store, other].map((one, i) =>
        one.createRun(newRun(`child-${i}`, { parent: { run: root.id, key: "k" } }))
      ),
    );
    assert.equal(new Set(children.map(({ id }) => id)).size, 1);
    assert.equal((await other.runs({ parent: root.id })).length, 1);
  },

  "messages that one connection sends are taken in by another, once": async (store, connect) => {
    const { run, epoch } = await drive(store, "inbox"), other = await connect();
    await other.send(run.id, { kind: "guide", value: "up" });
    const [message] = await store.inbox(run.id);
    assert.equal(message?.value, "up");
    await store.append(run.id, epoch, [{ ...row(1, { type: "took" }), takes: [message.id] }]);
    assert.deepEqual(await other.inbox(run.id), []);
  },
};

/** All that a store knows of a run, and of its document. */
async function everything(store: Store, name: string): Promise<unknown> {
  const head = await store.findRun(name);
  return [
    head,
    await store.load(head.id),
    await store.entries(head.id, 0),
    await store.purses(head.id),
    await store.inputs(head.id),
    await store.inbox(head.id),
    await store.projection(head.id),
    await store.document("doc"),
    await store.documents(),
  ];
}
