import "../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { gc } from "../../lib/app/gc.ts";
import type { GcOptions } from "../../lib/app/gc_options.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { program } from "../../lib/app/own_program.ts";
import { call, commit, demand } from "../../lib/plan/mod.ts";
import { drive, newRun, row } from "../../lib/store/conformance/setting.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { NewRun, Store } from "../../lib/store/store.ts";
import { dreamer, planFor } from "../kinds/growing.ts";
import { openLibsqlStore } from "../../lib/store/libsql_store.ts";
import { inFolder } from "../store/in_folder.ts";

const DAY = 86_400_000;

interface Old {
  readonly days?: number;
  readonly kind?: string;
  readonly type?: "end" | "pause" | "drive";
  readonly more?: Partial<NewRun>;
}

/** A run whose last row was written so many days ago, and that nobody drives. */
async function made(store: Store, name: string, { days = 40, kind = "done", type = "end", more = {} }: Old = {}) {
  const at = Date.now() - days * DAY, { run, epoch } = await drive(store, name, { at, ...more });
  await store.append(run.id, epoch, [row(1, { type: "drive", at }), row(2, { type, at, value: { kind } })]);
  if (!run.parent) await store.release(run.id, epoch);
  return run;
}

async function names(store: Store): Promise<readonly string[]> {
  return (await store.runs()).map(({ name }) => name);
}

async function chosen(store: Store, options: GcOptions = {}): Promise<readonly string[]> {
  return (await gc(store, options)).runs.map(({ name }) => name);
}

/** The same promise of a store in memory and of one in a file. */
function everywhere(promise: string, keeps: (store: Store) => Promise<void>): void {
  Deno.test(`in memory ${promise}`, () => keeps(memoryStore()));
  Deno.test(`in a file ${promise}`, () =>
    inFolder(async (path) => {
      const store = await openLibsqlStore({ url: `file:${path}`, create: true });
      try {
        await keeps(store);
      } finally {
        store.close();
      }
    }));
}

everywhere("nothing is removed that was not asked for in so many words", async (store) => {
  for (const name of ["a", "b", "c"]) await made(store, name);
  const report = await gc(store);
  assert.deepEqual(report.runs.map(({ name, rows, status }) => [name, rows, status]), [["b", 2, "done"], [
    "a",
    2,
    "done",
  ]]);
  assert.deepEqual(report.stays.map(({ name, why }) => [name, why]), [["c", "newest"]]);
  assert.deepEqual([report.applied, report.rows, report.swept.rows], [false, 4, 0]);
  assert.ok(report.bytes > 0 && report.bytes === report.runs.reduce((sum, { bytes }) => sum + bytes, 0));
  assert.deepEqual(await names(store), ["c", "b", "a"]);
  assert.equal((await gc(store, { apply: true })).applied, true);
  assert.deepEqual(await names(store), ["c"]);
});

everywhere(
  "runs are chosen by age, by how they stand, and by how many of their title come after them",
  async (store) => {
    await made(store, "young", { days: 1, more: { title: "x" } });
    for (const kind of ["done", "failed", "stalled", "exhausted", "cancelled", "converged"]) {
      await made(store, kind, {
        kind,
      });
    }
    await made(store, "paused", { type: "pause" });
    await made(store, "left", { type: "drive" });
    await store.createRun(newRun("queued", { at: 5 }));
    const all = { keep: 0 };
    assert.deepEqual(await chosen(store, all), ["converged", "cancelled", "exhausted", "stalled", "failed", "done"]);
    assert.deepEqual(await chosen(store, { ...all, status: ["failed", "cancelled"] }), ["cancelled", "failed"]);
    assert.deepEqual(await chosen(store, { ...all, status: ["paused"] }), ["paused"]);
    assert.deepEqual(await chosen(store, { ...all, status: ["interrupted", "queued"] }), ["queued", "left"]);
    assert.deepEqual(await chosen(store, { ...all, olderThan: 41 * DAY }), []);
    assert.deepEqual(await chosen(store, { ...all, olderThan: 0, status: ["done"] }), ["done", "young"]);
    assert.deepEqual(await chosen(store, { keep: 6 }), ["stalled", "failed", "done"]);
    assert.deepEqual(
      await chosen(store, { keep: 1, olderThan: 0, status: ["done"] }),
      ["done"],
      "`young` is the newest of its title",
    );
  },
);

everywhere("children go with their root, and what happens in them keeps it young", async (store) => {
  const root = await made(store, "root"), still = await made(store, "still");
  const parent = { key: "a" };
  const child = await store.createRun(newRun("root.a", { parent: { run: root.id, ...parent } }));
  await store.createRun(newRun("root.a.b", { parent: { run: child.id, ...parent } }));
  const other = await store.createRun(newRun("still.a", { parent: { run: still.id, ...parent } }));
  const epoch = (await store.acquire(still.id, "late", { ttl: 60_000 }))!;
  await store.append(other.id, epoch, [row(1, { at: Date.now() })]);
  await store.release(still.id, epoch);
  await assert.rejects(
    gc(store, { runs: ["root.a.b"] }),
    /^RangeError: Cannot remove `root.a.b` by itself: it is part of `root`/,
  );
  const { runs } = await gc(store, { keep: 0, apply: true });
  assert.deepEqual(runs.map(({ name }) => name), ["root"]);
  assert.deepEqual(await names(store), ["still"]);
  for (const name of ["root", "root.a", "root.a.b"]) await assert.rejects(store.findRun(name), /Cannot find/);
  await store.findRun("still.a");
});

everywhere(
  "runs that are named go whatever their age, how they stand, and how few there are; driven ones stay",
  async (store) => {
    await made(store, "now", { days: 0, type: "pause" });
    await made(store, "old");
    const { run } = await drive(store, "busy");
    const report = await gc(store, { runs: ["now", "busy"], apply: true });
    assert.deepEqual(report.runs.map(({ name, status }) => [name, status]), [["now", "paused"]]);
    assert.deepEqual(report.stays.map(({ name, why }) => [name, why]), [["busy", "driven"]]);
    assert.deepEqual(await names(store), ["busy", "old"]);
    assert.equal((await store.run(run.id)).lease.live, true);
    await assert.rejects(gc(store, { runs: ["now"] }), /Cannot find the run `now`/);
  },
);

everywhere("a run that is taken up between the choice and the removal stays, whole", async (store) => {
  const run = await made(store, "wanted"), other = await made(store, "other");
  const hasty: Store = {
    ...store,
    remove: async (removal) => {
      if (removal.run === run.id) {
        const epoch = (await store.acquire(run.id, "somebody", { ttl: 60_000 }))!;
        await store.append(run.id, epoch, [row(3, { type: "drive" })]);
        await store.release(run.id, epoch);
      }
      return await store.remove(removal);
    },
  };
  const report = await gc(hasty, { keep: 0, apply: true });
  assert.deepEqual(report.runs.map(({ name }) => name), ["other"]);
  assert.deepEqual(report.stays.map(({ name, why }) => [name, why]), [["wanted", "changed"]]);
  assert.deepEqual((await store.entries(run.id, 0)).map(({ seq }) => seq), [1, 2, 3]);
  await assert.rejects(store.run(other.id));
});

everywhere("two at once remove everything once and leave nothing", async (store) => {
  for (let i = 0; i < 12; i++) await made(store, `r${i}`);
  const both = await Promise.all([gc(store, { keep: 0, apply: true }), gc(store, { keep: 0, apply: true })]);
  const removed = both.flatMap(({ runs }) => runs.map(({ name }) => name));
  assert.deepEqual(removed.toSorted(), Array.from({ length: 12 }, (_, i) => `r${i}`).toSorted());
  assert.deepEqual(await names(store), []);
});

everywhere("what is stopped leaves whole runs, and the next one ends it", async (store) => {
  for (let i = 0; i < 4; i++) await made(store, `r${i}`);
  const stop = new AbortController(), { remove } = store;
  const stopping: Store = {
    ...store,
    remove: async (removal) => {
      stop.abort();
      return await remove(removal);
    },
  };
  const first = await gc(stopping, { keep: 0, apply: true, signal: stop.signal });
  assert.deepEqual([first.stopped, first.runs.map(({ name }) => name)], [true, ["r3"]]);
  for (const name of await names(store)) {
    assert.equal((await store.load((await store.findRun(name)).id)).entries.length, 2);
  }
  const second = await gc(store, { keep: 0, apply: true });
  assert.deepEqual([second.stopped, second.runs.length, await names(store)], [false, 3, []]);
});

/** Two steps, a state, two steps and a question: `begun` counts the steps that were really done. */
function asking(begun: string[]) {
  return program("asking@1", function* (_: number, from?: { n: number }) {
    const step = (key: string) => call(key, () => begun.push(key));
    if (!from) {
      yield* step("a/1");
      yield* step("a/2");
      yield* demand({ do: "ask", key: "a/ask", question: "Go on?" });
      yield* commit({ n: 1 });
    }
    yield* step("b/1");
    yield* demand({ do: "ask", key: "b/ask", question: "Go on?" });
    yield* commit({ n: 2 });
    return "end";
  });
}

/** A run that asks, forked at its second step; the fork rests at the question before its first state. */
async function forkedEarly(store: Store, begun: string[]) {
  const own = asking(begun), loom = await openLoom({ store, programs: [own] });
  const origin = await loom.start(own, { name: "origin", input: 1 });
  await loom.answer("origin", "yes", "a/ask");
  await loom.answer("origin", "yes", "b/ask");
  await origin.end;
  const rows = await store.entries((await store.findRun("origin")).id, 0);
  const seq = rows.find(({ key, type }) => key === "a/2" && type === "done")!.seq;
  return { loom, seq };
}

async function resting(store: Store, name: string): Promise<void> {
  while ((await store.findRun(name)).status !== "waiting") await new Promise((next) => setTimeout(next, 2));
}

everywhere(
  "an origin stays as long as a fork may take from it, and goes when the fork has a state of its own",
  async (store) => {
    const begun: string[] = [], { loom, seq } = await forkedEarly(store, begun);
    const fork = await loom.fork("origin", seq, { name: "fork" });
    await resting(store, "fork");
    fork.pause();
    await fork.end;
    const early = await gc(store, { runs: ["origin"], apply: true });
    assert.deepEqual(early.stays.map(({ name, why, by }) => [name, why, by]), [["origin", "needed", "fork"]]);
    assert.deepEqual(await names(store), ["fork", "origin"]);

    const again = await loom.resume("fork");
    await loom.answer("fork", "yes", "a/ask");
    while ((await store.load((await store.findRun("fork")).id)).entries.every(({ key }) => key !== "b/ask")) {
      await new Promise((next) => setTimeout(next, 2));
    }
    again.pause();
    await again.end;
    const late = await gc(store, { runs: ["origin"], apply: true });
    assert.deepEqual([late.runs.map(({ name }) => name), late.stays], [["origin"], []]);
    const last = await loom.resume("fork");
    await loom.answer("fork", "yes", "b/ask");
    assert.deepEqual([(await last.end).kind, begun.filter((key) => key === "a/1").length], ["done", 1]);
    assert.equal((await store.findRun("fork")).origin, undefined);
  },
);

everywhere("an origin and its fork go together, and a fork of a fork keeps all that it takes from", async (store) => {
  const begun: string[] = [], { loom, seq } = await forkedEarly(store, begun);
  const fork = await loom.fork("origin", seq, { name: "fork" });
  await loom.answer("fork", "yes", "a/ask");
  await loom.answer("fork", "yes", "b/ask");
  await fork.end;
  const first = (await store.entries((await store.findRun("fork")).id, 0))[0]!.seq;
  const second = await loom.fork("fork", first, { name: "second" });
  await resting(store, "second");
  second.pause();
  await second.end;
  const { stays } = await gc(store, { runs: ["origin", "fork"], apply: true });
  assert.deepEqual(stays.map(({ name, by }) => [name, by]), [["fork", "second"], ["origin", "second"]]);
  const { runs } = await gc(store, { runs: ["origin", "fork", "second"], apply: true });
  assert.deepEqual(runs.map(({ name }) => name), ["second", "fork", "origin"]);
  assert.deepEqual(await names(store), []);
});

everywhere("a fork that is made meanwhile keeps its origin", async (store) => {
  const begun: string[] = [], { loom, seq } = await forkedEarly(store, begun);
  const hasty: Store = {
    ...store,
    remove: async (removal) => {
      const { id, lease: _ } = await store.createRun(newRun("late", { origin: { run: removal.run, seq } }));
      assert.ok(id > removal.run);
      return await store.remove(removal);
    },
  };
  const { stays } = await gc(hasty, { runs: ["origin"], apply: true });
  assert.deepEqual(stays.map(({ name, why }) => [name, why]), [["origin", "changed"]]);
  await loom.close();
});

everywhere("documents stay unless they are asked for, and then those that a run uses which stays", async (store) => {
  const m = dreamer(), loom = await openLoom({ store, models: { m } }), plan = planFor({ m });
  for (const name of ["one", "two", "three"]) await (await loom.start(plan, { name, seed: 1 })).end;
  const { nodes } = await store.document("one"), { nodes: others } = await store.document("two");
  const on = { ...plan, start: { from: "node" as const, document: "two", node: others[0]!.id } };
  await (await loom.start(on, { name: "on", seed: 2 })).end;
  const forked = (await store.entries((await store.findRun("three")).id, 0)).at(-1)!.seq;
  await (await loom.fork("three", forked, { name: "fork" })).end;

  const removed = await gc(store, { runs: ["one"], apply: true });
  assert.deepEqual(removed.documents, []);
  assert.deepEqual((await store.document("one")).nodes, nodes, "the text and who wove it");
  const options = { keep: 0, olderThan: 0, documents: true, runs: ["two", "three"] };
  assert.deepEqual((await gc(store, options)).documents, [], "`on` begins in one, `fork` goes on in the other");
  const all = { keep: 0, olderThan: 0, documents: true };
  const told = await gc(store, { ...all, status: ["stalled"] });
  assert.deepEqual(told.documents.map(({ name }) => name), ["one"], "of a run that was removed before");
  await gc(store, { ...options, apply: true });
  assert.deepEqual((await store.documents()).map(({ name }) => name).toSorted(), ["one", "three", "two"]);
  const { documents } = await gc(store, { ...all, apply: true });
  assert.deepEqual(documents.map(({ name }) => name).toSorted(), ["one", "three", "two"]);
  assert.deepEqual(await store.documents(), []);
  assert.deepEqual(await store.texts(nodes.map(({ id }) => id)), new Map());
});

Deno.test("a run that was removed does not lend its name, nor its nodes, to another", async () => {
  const m = dreamer(), loom = await openLoom({ memory: true, models: { m } }), plan = planFor({ m });
  await (await loom.start(plan, { name: "one" })).end;
  await loom.gc({ runs: ["one"], apply: true });
  await assert.rejects(loom.start(plan, { name: "one" }), /`one`: a run of that name was removed; choose another$/);
  await loom.close();
});

Deno.test("a file is made smaller when nobody drives a run over it, else the report says why not", () =>
  inFolder(async (path) => {
    const store = await openLibsqlStore({ url: `file:${path}`, create: true });
    const { run, epoch } = await drive(store, "big", { at: 5 });
    await store.append(run.id, epoch, [row(1, { type: "end", at: 5, value: { kind: "done", more: "m".repeat(1e6) } })]);
    await store.release(run.id, epoch);
    const busy = await drive(store, "busy");
    const first = await gc(store, { keep: 0, apply: true });
    assert.deepEqual([first.file, first.notCompacted], [undefined, "`busy` is being driven"]);
    await store.release(busy.run.id, busy.epoch);
    const { file } = await gc(store, { keep: 0, apply: true });
    assert.ok(file!.after < file!.before - 900_000);
    store.close();
  }));

Deno.test("options that do not hold are named, and nothing is done", async () => {
  const store = memoryStore();
  await made(store, "a");
  for (
    const [options, words] of [
      [{ olderThan: -1 }, /`olderThan` -1/],
      [{ olderThan: NaN }, /`olderThan` NaN/],
      [{ keep: 1.5 }, /`keep` 1.5/],
      [{ status: ["running"] }, /Cannot remove runs that are `running`: expected done, /],
      [{ status: ["gone"] }, /`gone`/],
    ] as [GcOptions, RegExp][]
  ) {
    await assert.rejects(gc(store, { ...options, apply: true }), words);
  }
  assert.deepEqual(await names(store), ["a"]);
});
