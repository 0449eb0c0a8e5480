import assert from "node:assert/strict";
import { join } from "node:path";
import { listChanges } from "../../../lib/app/changes/list_changes.ts";
import type { TakenBack } from "../../../lib/app/changes/take_back.ts";
import { takeBack, takeBackOpen } from "../../../lib/app/changes/take_back.ts";
import type { Store } from "../../../lib/store/store.ts";
import { takeSnapshot } from "../../../lib/tools/snapshot/take_snapshot.ts";
import fc from "../../properties.ts";
import { act, deeds } from "../../tools/snapshot/wild.ts";
import { snapshot } from "../../tools/workspace/places.ts";
import type { KeptRun } from "./kept_run.ts";
import { withKeptRun } from "./kept_run.ts";

const CALL = "task/fix/turn/3/call/0";
const NOTHING: TakenBack = { paths: [], kept: [], left: [], lost: [] };

const text = (root: string, path: string) => Deno.readTextFile(join(root, path));
const put = (root: string, path: string, content: string) => Deno.writeTextFile(join(root, path), content);

/** What stands of a run's changes, without what was kept of what was taken back, and whether a snapshot is left. */
async function left({ store, run }: KeptRun): Promise<unknown> {
  const { changes } = store, all = (await changes.list(run.id)).map(({ by }) => by);
  return [all.filter((by) => !by.startsWith("take-back/")), (await changes.guards(run.id)).length];
}

Deno.test("what a step had changed when it was cut off is undone before it runs again, and nothing else is", () =>
  withKeptRun(async (kept) => {
    const { root } = kept;
    await kept.write("task/fix/turn/2/call/0", "a", "one");
    await kept.write(CALL, "a", "two");
    await kept.write(CALL, "new/b", "two");
    assert.deepEqual(await takeBack(of(kept), CALL), { ...NOTHING, paths: ["new/b", "new", "a"] });
    assert.equal(await text(root, "a"), "one");
    assert.deepEqual(Object.keys(await snapshot(root)), ["a"]);
    assert.deepEqual(await left(kept), [["task/fix/turn/2/call/0"], 0]);
    assert.deepEqual(await takeBack(of(kept), CALL), NOTHING);
  }));

Deno.test("a step whose key only begins like it is another", () =>
  withKeptRun(async (kept) => {
    await kept.write(`${CALL}/agent/turn/1/call/0`, "a", "inner");
    await kept.write("task/fix/turn/3/call/01", "b", "other");
    assert.deepEqual(await takeBack(of(kept), CALL), NOTHING);
    assert.equal(await text(kept.root, "a"), "inner");
  }));

Deno.test("whatever a command had done when it was cut off, the workspace is put back, and the snapshot is let go", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, deeds, async (begin, since) => {
      await withKeptRun(async (kept) => {
        const { root } = kept;
        await act(root, begin);
        const before = await snapshot(root);
        await kept.cutOff(CALL, () => act(root, since));
        assert.deepEqual((await takeBack(of(kept), CALL)).lost, []);
        assert.deepEqual(await snapshot(root), before);
        assert.deepEqual(await left(kept), [[], 0]);
        assert.deepEqual(await takeBack(of(kept), CALL), NOTHING);
      });
    }),
    { numRuns: 40 },
  );
});

Deno.test("what a file held that was too large to keep is told as lost, and everything else is put back", () =>
  withKeptRun(async (kept) => {
    const { root } = kept;
    await put(root, "large", "x".repeat(100));
    await put(root, "small", "one");
    await kept.cutOff(CALL, async () => {
      await put(root, "large", "y".repeat(100));
      await put(root, "small", "two");
    }, { fileBytes: 50 });
    const { paths, lost } = await takeBack(of(kept), CALL);
    assert.deepEqual([paths, lost.map(({ path }) => path)], [["small"], ["large"]]);
    assert.deepEqual(await left(kept), [[], 0]);
  }));

Deno.test("what other steps have changed since stays, also where the command had changed it before, and is named", () =>
  withKeptRun(async (kept) => {
    const { root } = kept;
    await put(root, "mixed", "one");
    await kept.cutOff(CALL, async () => {
      await put(root, "theirs", "by the command");
      await put(root, "mixed", "by the command");
    });
    await kept.write("task/other", "later", "made since");
    const first = await takeBack(of(kept), CALL);
    assert.deepEqual([first.paths.toSorted(), first.left], [["mixed", "theirs"], []]);
    assert.deepEqual([await text(root, "later"), await text(root, "mixed")], ["made since", "one"]);
    await kept.cutOff(CALL, () => put(root, "mixed", "by the command"));
    await kept.write("task/other", "mixed", "made since");
    const mixed = await snapshot(root), second = await takeBack(of(kept), CALL);
    assert.deepEqual([second.paths, second.left], [[], [{ path: "mixed", why: "later" }]]);
    assert.deepEqual(await snapshot(root), mixed);
    assert.deepEqual(await left(kept), [["task/other", "task/other"], 0]);
  }));

Deno.test("a change of a tool that a person or another step built on is left as it is, and named; the others are undone", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await kept.write(CALL, "a", "one");
    await kept.write(CALL, "b", "one");
    await put(root, "a", "by hand");
    assert.deepEqual(await takeBack(of(kept), CALL), {
      ...NOTHING,
      paths: ["b"],
      left: [{ path: "a", why: "later" }],
    });
    assert.deepEqual(await snapshot(root), { a: (await snapshot(root))["a"] });
    assert.equal(await text(root, "a"), "by hand");
    const named = async () =>
      (await listChanges(store, run)).flatMap(({ what, path, task }) => what === "left" ? [[path, task]] : []);
    assert.deepEqual(await named(), [["a", "fix"]]);
    await takeBack(of(kept), CALL);
    assert.deepEqual(await named(), [["a", "fix"]], "once");
    await kept.write(CALL, "c", "one");
    await kept.write("task/other", "c", "two");
    assert.deepEqual((await takeBack(of(kept), CALL)).left.map(({ path }) => path), ["a", "c"]);
    assert.equal(await text(root, "c"), "two");
  }));

Deno.test("what a program of this life is doing is not taken back, however often what was cut off is looked for", () =>
  withKeptRun(async (kept) => {
    const { root, workspace } = kept;
    await kept.changes.log(CALL).guard(await takeSnapshot(workspace));
    await put(root, "a", "at work");
    assert.deepEqual([await takeBackOpen(of(kept)), await takeBack(of(kept), CALL)], [NOTHING, NOTHING]);
    assert.equal(await text(root, "a"), "at work");
    assert.deepEqual(await left(kept), [[], 1]);
  }));

/** A store that is told of every record that is written. */
function watched(store: Store, written: (what: string) => void | Promise<void>): Store {
  const { add, settle } = store.changes;
  return {
    ...store,
    changes: {
      ...store.changes,
      add: async (...args) => (await written("add"), await add(...args)),
      settle: async (...args) => (await written("settle"), await settle(...args)),
    },
  };
}

const MANY = Array.from({ length: 600 }, (_, i) => `many-${i}`);

Deno.test("what goes by taking back many files is recorded many at a time, and is listed one by one", () =>
  withKeptRun(async (kept) => {
    const { root } = kept, written: string[] = [];
    await kept.cutOff(CALL, async () => {
      for (const path of MANY) await put(root, path, path);
    });
    const store = watched(kept.store, (what) => void written.push(what));
    const { paths } = await takeBackOpen({ ...of(kept), store });
    assert.deepEqual([paths.length, Object.keys(await snapshot(root))], [600, []]);
    assert.ok(written.length < 20, written.join());
    const listed = (await listChanges(store, kept.run)).map(({ what, path }) => `${what} ${path}`);
    assert.deepEqual(listed.toSorted(), MANY.map((path) => `delete ${path}`).toSorted());
  }));

Deno.test("whoever loses the lease while something is put back changes nothing from then on, and the next one ends it", () =>
  withKeptRun(async (kept) => {
    const { root, run } = kept;
    await kept.cutOff(CALL, async () => {
      for (const path of MANY) await put(root, path, path);
    });
    let records = 0, found: readonly string[] = [];
    const store = watched(kept.store, async () => {
      if (++records !== 2) return;
      found = Object.keys(await snapshot(root));
      await kept.rest();
      await kept.store.acquire(run.id, "another", { ttl: 60_000 });
    });
    await assert.rejects(takeBackOpen({ ...of(kept), store }), { failure: "fenced" });
    assert.ok(found.length > 0 && found.length < 600);
    assert.deepEqual(Object.keys(await snapshot(root)), found);
    const { lease: { epoch } } = await kept.store.findRun(run.name);
    assert.equal((await takeBackOpen({ ...of(kept), epoch })).paths.length, found.length);
    assert.deepEqual(await left(kept), [[], 0]);
    const listed = (await listChanges(kept.store, run)).map(({ path }) => path);
    assert.deepEqual(listed.toSorted(), MANY.toSorted(), "each once");
  }));

Deno.test("that many files are put back is told", () =>
  withKeptRun(async (kept) => {
    const { root } = kept, told: string[] = [];
    await kept.cutOff(CALL, async () => {
      for (let i = 0; i < 1_100; i++) await put(root, `${i}`, "");
    });
    await takeBackOpen({ ...of(kept), tell: (words) => void told.push(words) });
    assert.deepEqual(told, ["putting back 1,100 paths"]);
  }));

Deno.test("commands that were cut off in two lives are all taken back, the latest first", () =>
  withKeptRun(async (kept) => {
    const { root } = kept;
    await put(root, "a", "one");
    const before = await snapshot(root);
    await kept.cutOff(CALL, () => put(root, "a", "by the first"));
    await kept.cutOff("task/other", () => put(root, "b", "by the second"));
    const { paths } = await takeBackOpen(of(kept));
    assert.deepEqual(paths.toSorted(), ["a", "b"]);
    assert.deepEqual(await snapshot(root), before);
    assert.deepEqual(await left(kept), [[], 0]);
    assert.deepEqual(await takeBackOpen(of(kept)), NOTHING);
  }));

/** What taking back is told. */
function of({ store, run, epoch, workspace, signal }: KeptRun) {
  return { store, run: run.id, epoch, workspace, signal };
}
