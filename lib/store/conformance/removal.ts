import assert from "node:assert/strict";
import type { Removal, Store } from "../store.ts";
import type { Driven, DurablePromises, Promises } from "./setting.ts";
import { drive, fails, intent, newRun, node, row, sweepAll } from "./setting.ts";

/** Longer than what stands in a row. */
const LONG = 5_000;

/** What a store promises about removing runs and documents. */
export const REMOVAL: Promises = {
  "a run that is removed is nowhere, with all that is part of it": async (store) => {
    const { run, epoch } = await drive(store, "old", { limits: { calls: 9 } });
    const child = await store.createRun(newRun("old.child", { parent: { run: run.id, key: "a" } }));
    const deep = await store.createRun(newRun("old.deep", { parent: { run: child.id, key: "a" } }));
    for (const { id } of [run, child, deep]) await store.append(id, epoch, [row(1), intent(2, { calls: 1 })]);
    await store.append(run.id, epoch, [{ ...row(3), snapshot: 1 }]);
    await store.send(run.id, { kind: "guide", value: 1 });
    await store.setProjection(run.id, { path: "/a", written: "aa" });
    const other = await filled(store, "other");
    const before = await everythingOf(store, other.run.id);
    await store.release(run.id, epoch);
    assert.equal(await removeNow(store, "old"), true);
    for (let i = 0; i < 2; i++) {
      for (const { id, name } of [run, child, deep]) {
        await assert.rejects(store.run(id), fails("not-found"));
        await assert.rejects(store.findRun(name), fails("not-found"));
        assert.deepEqual(await nothingOr(store.openIntents(id)), []);
        await assert.rejects(store.send(id, { kind: "pause", value: null }), fails("not-found"));
      }
      assert.deepEqual((await store.runs()).map(({ name }) => name), ["other"]);
      await sweepAll(store);
    }
    assert.deepEqual(await everythingOf(store, other.run.id), before);
    assert.equal(await store.remove({ run: run.id, epoch, forks: [] }), false, "it is gone already");
  },

  "a run that is driven, or was driven since, is not removed": async (store) => {
    const { run, epoch } = await drive(store, "driven");
    const removal = { run: run.id, epoch, forks: [] };
    assert.equal(await store.remove(removal), false, "a live lease");
    await store.release(run.id, epoch);
    const next = (await store.acquire(run.id, "another", { ttl: 60_000 }))!;
    await store.release(run.id, next);
    assert.equal(await store.remove(removal), false, "another epoch");
    assert.equal((await store.run(run.id)).name, "driven");
    assert.equal(await store.remove({ ...removal, epoch: next }), true);
  },

  "the lease of a process that is known to be dead is not in the way": async (store) => {
    const { run, epoch } = await drive(store, "left");
    assert.equal(await store.remove({ run: run.id, epoch: epoch + 1, gone: true, forks: [] }), false);
    assert.equal(await store.remove({ run: run.id, epoch, gone: true, forks: [] }), true);
  },

  "a part of a run is not removed by itself": async (store) => {
    const root = await store.createRun(newRun("root"));
    const child = await store.createRun(newRun("root.child", { parent: { run: root.id, key: "a" } }));
    assert.equal(await store.remove({ run: child.id, epoch: 0, forks: [] }), false);
    assert.equal((await store.runs({ parent: root.id })).length, 1);
  },

  "a run is kept for its forks; those that need it no more go on without an origin": async (store) => {
    const { run } = await filled(store, "first");
    const part = await store.createRun(newRun("first.part", { parent: { run: run.id, key: "a" } }));
    const fork = await store.createRun(newRun("fork", { origin: { run: run.id, seq: 1 } }));
    const other = await store.createRun(newRun("other", { origin: { run: part.id, seq: 1 } }));
    assert.equal(await removeNow(store, "first", [fork.id]), false);
    assert.equal(await removeNow(store, "first", [other.id]), false);
    assert.deepEqual((await store.run(fork.id)).origin, { run: run.id, seq: 1 });
    assert.equal(await removeNow(store, "first", [other.id, fork.id]), true);
    for (const { id } of [fork, other]) assert.equal("origin" in await store.run(id), false);
    assert.equal(await removeNow(store, "fork"), true);
  },

  "the number and the name of a removed run are never given again": async (store) => {
    const { run } = await filled(store, "newest"), late = { run: run.id, epoch: run.lease.epoch + 1 };
    assert.equal(await removeNow(store, "newest"), true);
    for (let i = 0; i < 2; i++) {
      await assert.rejects(
        store.createRun(newRun("newest")),
        fails("taken", /`newest`: a run of that name was removed/),
      );
      const next = await drive(store, `next-${i}`);
      assert.ok(next.run.id > run.id);
      assert.deepEqual(await store.entries(next.run.id, 0), []);
      await sweepAll(store);
    }
    await assert.rejects(store.append(late.run, late.epoch, [row(7)]), /StoreError/);
    assert.equal(await store.acquire(run.id, "late", { ttl: 60_000 }), undefined);
    assert.equal(await store.beat(run.id, late.epoch, { ttl: 60_000, walls: [] }), false);
  },

  "what has no parent or no origin any more is not made": async (store) => {
    const { id } = await store.createRun(newRun("gone"));
    assert.equal(await removeNow(store, "gone"), true);
    await assert.rejects(store.createRun(newRun("a", { parent: { run: id, key: "k" } })), fails("not-found", /number/));
    await assert.rejects(store.createRun(newRun("a", { origin: { run: id, seq: 1 } })), fails("not-found", /number/));
    assert.deepEqual(await store.runs(), []);
  },

  "documents stay when the runs go that wove them, and still say who it was": async (store) => {
    await store.createDocument("doc");
    const { run, epoch } = await drive(store, "weaver");
    const notes = [{ document: "doc", node: "a", kind: "grade", value: 1 }];
    await store.append(run.id, epoch, [{ ...row(1), node: node("a"), notes }]);
    const before = await store.document("doc");
    await store.release(run.id, epoch);
    assert.equal(await removeNow(store, "weaver"), true);
    await sweepAll(store);
    assert.deepEqual(await store.document("doc"), before);
    assert.deepEqual([before.nodes[0]!.run, before.notes[0]!.run], ["weaver", "weaver"]);
  },

  "a document is removed when no run is there any more that wove in it": async (store) => {
    for (const name of ["doc", "mine", "noted"]) await store.createDocument(name);
    const { run, epoch } = await drive(store, "weaver"), other = await drive(store, "stays");
    const noted = { document: "noted", node: "n", kind: "grade", value: 1 };
    await store.append(run.id, epoch, [
      { ...row(1), node: node("a") },
      { ...row(2), node: node("b", { parent: "a" }), notes: [{ document: "doc", node: "b", kind: "k", value: 1 }] },
      { ...row(3), node: node("n", { document: "noted" }) },
    ]);
    await store.append(other.run.id, other.epoch, [{
      ...row(1),
      node: node("m", { document: "mine" }),
      notes: [noted],
    }]);
    assert.equal(await store.removeDocument("doc"), false);
    await store.release(run.id, epoch);
    assert.equal(await removeNow(store, "weaver"), true);
    assert.equal(await store.removeDocument("mine"), false, "it has a node of a run that is there");
    assert.equal(await store.removeDocument("noted"), false, "it has a note of a run that is there");
    assert.equal(await store.removeDocument("doc"), true);
    assert.equal(await store.removeDocument("doc"), false, "it is gone already");
    for (let i = 0; i < 2; i++) {
      assert.deepEqual((await store.documents()).map(({ name }) => name), ["noted", "mine"]);
      await assert.rejects(store.document("doc"), fails("not-found"));
      await sweepAll(store);
    }
    assert.deepEqual(await store.texts(["a", "b", "m", "n"]), new Map([["m", "text of m"], ["n", "text of n"]]));
    await store.createDocument("doc");
    assert.deepEqual(await store.document("doc"), { nodes: [], notes: [] });
  },

  "a sweep leaves alone what is in use, and deletes the rest": async (store) => {
    const shared = "s".repeat(LONG), keeps = await filled(store, "keeps", [shared, "k".repeat(LONG)]);
    await filled(store, "goes", [shared, "g".repeat(LONG)]);
    const before = await everythingOf(store, keeps.run.id);
    await sweepAll(store);
    assert.deepEqual(await everythingOf(store, keeps.run.id), before);
    assert.equal(await removeNow(store, "goes"), true);
    await sweepAll(store);
    assert.deepEqual(await everythingOf(store, keeps.run.id), before);
    await filled(store, "again", ["g".repeat(LONG)]);
    const again = await store.findRun("again");
    assert.deepEqual((await store.entries(again.id, 0)).map(({ value }) => value), ["g".repeat(LONG)]);
  },

  "a run weighs what its tree takes up": async (store) => {
    const { run } = await filled(store, "heavy", ["x".repeat(LONG), "y".repeat(20)]);
    const light = await filled(store, "light", ["z"]);
    const none = await store.createRun(newRun("none", { at: 5 }));
    const epoch = (await store.acquire(run.id, "again", { ttl: 60_000 }))!;
    const child = await store.createRun(newRun("heavy.child", { parent: { run: run.id, key: "a" } }));
    await store.append(child.id, epoch, [row(1, { at: 1_800_000_000_000 })]);
    const weights = await store.weigh([run.id, light.run.id, none.id, 999]);
    assert.deepEqual(weights.map(({ run, rows, updated }) => [run, rows, updated]), [
      [run.id, 3, 1_800_000_000_000],
      [light.run.id, 1, 1_700_000_000_001],
      [none.id, 0, 5],
    ]);
    const [heavy, other] = weights.map(({ bytes }) => bytes);
    assert.ok(heavy! > LONG && other! < LONG && other! > 0);
  },
};

/** What a store promises about removals whose data outlive it. */
export const DURABLE_REMOVAL: DurablePromises = {
  "what one has removed is gone for all, and what was left half swept is swept by the next": async (store, connect) => {
    const { run } = await filled(store, "gone", ["x".repeat(LONG)]), other = await connect();
    assert.equal(await removeNow(store, "gone"), true);
    store.close();
    await assert.rejects(other.findRun("gone"), fails("not-found"));
    await sweepAll(other);
    const last = await connect();
    assert.deepEqual(await nothingOr(last.entries(run.id, 0)), []);
    assert.deepEqual(await last.runs(), []);
    await assert.rejects(last.createRun(newRun("gone")), fails("taken"));
  },

  "of two who remove a run at once one does": async (store, connect) => {
    const other = await connect(), { run } = await filled(store, "wanted");
    const removal = await removalOf(other, "wanted");
    const done = await Promise.all([store, other, store, other].map((one) => one.remove(removal)));
    assert.deepEqual(done.filter(Boolean), [true]);
    await Promise.all([sweepAll(store), sweepAll(other)]);
    assert.deepEqual(await nothingOr(store.entries(run.id, 0)), []);
  },
};

/** A store may say that there is no such run, or give what it has of it: nothing. */
async function nothingOr<T>(asked: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await asked;
  } catch (error) {
    fails("not-found")(error);
    return [];
  }
}

/** A run with rows of these values that nobody drives any more. */
async function filled(store: Store, name: string, values: readonly string[] = ["v"]): Promise<Driven> {
  const driven = await drive(store, name), { run, epoch } = driven;
  await store.append(run.id, epoch, values.map((value, i) => row(i + 1, { value })));
  await store.release(run.id, epoch);
  return driven;
}

async function removalOf(store: Store, name: string, forks: readonly number[] = []): Promise<Removal> {
  const { id, lease } = await store.findRun(name);
  return { run: id, epoch: lease.epoch, forks };
}

async function removeNow(store: Store, name: string, forks: readonly number[] = []): Promise<boolean> {
  return await store.remove(await removalOf(store, name, forks));
}

async function everythingOf(store: Store, run: number): Promise<unknown> {
  return [await store.run(run), await store.load(run), await store.purses(run), await store.inputs(run)];
}
