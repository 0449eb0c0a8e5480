import assert from "node:assert/strict";
import type { DurablePromises, Promises } from "./setting.ts";
import { drive, fails } from "./setting.ts";

/** What a store promises about what runs have taught. */
export const LEARNED: Promises = {
  "a pattern counts the runs that have shown it, and is known as it was seen last": async (store) => {
    const one = await drive(store, "one"), two = await drive(store, "two"), { learned } = store;
    await learned.learn(one.run.id, [
      { kind: "retry", key: "é'\";--", value: { tier: 1, odd: "\u0000\ud800" }, at: 50 },
      { kind: "template", key: "a b", at: 60 },
    ]);
    await learned.learn(two.run.id, [{ kind: "retry", key: "é'\";--", value: [2], at: 40 }]);
    assert.deepEqual(await learned.list(), [
      { kind: "retry", key: "é'\";--", value: [2], count: 2, last: 50 },
      { kind: "template", key: "a b", count: 1, last: 60 },
    ]);
    await learned.learn(two.run.id, [{ kind: "template", key: "a b", value: null, at: 70 }]);
    assert.deepEqual((await learned.list({ kind: "template" }))[0], {
      kind: "template",
      key: "a b",
      value: null,
      count: 2,
      last: 70,
    });
  },

  "a run that is resumed counts once, whatever it shows again": async (store) => {
    const { run } = await drive(store, "resumed"), { learned } = store;
    await learned.learn(run.id, []);
    for (let i = 0; i < 3; i++) {
      await learned.learn(run.id, [{ kind: "k", key: "a", at: i }, { kind: "k", key: "a", at: i }]);
    }
    await learned.learn(run.id, [{ kind: "k", key: "a", at: 9 }, { kind: "k", key: "b", at: 9 }]);
    assert.deepEqual((await learned.list()).map(({ key, count }) => [key, count]), [["b", 1], ["a", 1]]);
    await assert.rejects(learned.learn(999, [{ kind: "k", key: "c", at: 1 }]), fails("not-found", /999/));
    assert.equal((await learned.list()).length, 2);
  },

  "patterns are listed by how often they were seen, then by when": async (store) => {
    const { learned } = store, seen: readonly (readonly [string, number])[] = [["a", 1], ["b", 3], ["c", 1], ["d", 1]];
    for (let i = 0; i < 3; i++) {
      const { run } = await drive(store, `run-${i}`);
      const shown = seen.filter(([, many]) => many > i).map(([key], at) => ({ kind: "k", key, at: 100 - at }));
      await learned.learn(run.id, [...shown, { kind: "l", key: "a", at: 0 }]);
    }
    const keys = async (filter = {}) => (await learned.list(filter)).map(({ kind, key }) => `${kind}/${key}`);
    assert.deepEqual(await keys(), ["k/b", "l/a", "k/a", "k/c", "k/d"]);
    assert.deepEqual(await keys({ limit: 2 }), ["k/b", "l/a"]);
    assert.deepEqual(await keys({ kind: "k", limit: 1 }), ["k/b"]);
    assert.deepEqual(await keys({ key: "a" }), ["l/a", "k/a"]);
    assert.deepEqual(await keys({ kind: "l", key: "b" }), []);
  },

  "patterns are forgotten by kind, by key, or all; a run that shows one again counts again": async (store) => {
    const { run } = await drive(store, "shows"), { learned } = store;
    const all = ["k/a", "k/b", "l/a", "l/b"].map((name, i) => ({ kind: name[0]!, key: name[2]!, at: i }));
    await learned.learn(run.id, all);
    assert.equal(await learned.forget({ kind: "k", key: "a" }), 1);
    assert.equal(await learned.forget({ kind: "l" }), 2);
    assert.equal(await learned.forget({ kind: "none" }), 0);
    assert.deepEqual((await learned.list()).map(({ kind, key }) => kind + key), ["kb"]);
    await learned.learn(run.id, all);
    assert.deepEqual((await learned.list()).map(({ count }) => count), [1, 1, 1, 1]);
    assert.equal(await learned.forget(), 4);
    assert.deepEqual(await learned.list(), []);
  },

  "what one run alone has shown is pruned when it is old": async (store) => {
    const one = await drive(store, "one"), two = await drive(store, "two"), { learned } = store;
    for (const { run } of [one, two]) await learned.learn(run.id, [{ kind: "k", key: "often", at: 1 }]);
    await learned.learn(one.run.id, [{ kind: "k", key: "old", at: 99 }, { kind: "k", key: "new", at: 100 }]);
    assert.equal(await learned.prune(100), 1);
    assert.deepEqual((await learned.list()).map(({ key }) => key), ["often", "new"]);
    await learned.learn(one.run.id, [{ kind: "k", key: "old", at: 200 }]);
    assert.equal((await learned.list({ key: "old" }))[0]!.count, 1);
  },

  "what a run has taught outlives it": async (store) => {
    const { run, epoch } = await drive(store, "teaches"), { learned } = store;
    await learned.learn(run.id, [{ kind: "k", key: "a", at: 1 }]);
    await store.release(run.id, epoch);
    assert.equal(await store.remove({ run: run.id, epoch, forks: [] }), true);
    assert.deepEqual((await learned.list()).map(({ key, count }) => [key, count]), [["a", 1]]);
    await assert.rejects(learned.learn(run.id, [{ kind: "k", key: "a", at: 2 }]), fails("not-found"));
  },

  "thousands of patterns are learned at once": async (store) => {
    const { run } = await drive(store, "many"), value = "x".repeat(400);
    await store.learned.learn(
      run.id,
      Array.from({ length: 6_000 }, (_, i) => ({ kind: "k", key: `${i}`, value, at: i })),
    );
    const listed = await store.learned.list();
    assert.deepEqual([listed.length, listed[0]!.key, listed.at(-1)!.key], [6_000, "5999", "0"]);
  },
};

/** What a store promises about what runs have taught whose data outlive it. */
export const DURABLE_LEARNED: DurablePromises = {
  "runs of several connections are counted together": async (store, connect) => {
    const all = [store, await connect(), await connect()];
    await Promise.all(all.map(async (one, i) => {
      const { run } = await drive(one, `run-${i}`);
      await Promise.all([1, 2, 3].map((at) => one.learned.learn(run.id, [{ kind: "k", key: "a", at }])));
    }));
    store.close();
    const [pattern] = await (await connect()).learned.list();
    assert.deepEqual([pattern!.count, pattern!.last], [3, 1]);
  },
};
