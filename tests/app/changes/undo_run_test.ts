import assert from "node:assert/strict";
import { join } from "node:path";
import { childChanges, listChanges } from "../../../lib/app/changes/list_changes.ts";
import { undoRun } from "../../../lib/app/changes/undo_run.ts";
import { RunLocked } from "../../../lib/engine/host.ts";
import { newRun } from "../../../lib/store/conformance/setting.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import fc from "../../properties.ts";
import { act, deeds } from "../../tools/snapshot/wild.ts";
import { snapshot } from "../../tools/workspace/places.ts";
import { inFolder } from "../folders.ts";
import type { KeptRun } from "./kept_run.ts";
import { keptRun, withKeptRun } from "./kept_run.ts";

const text = (root: string, path: string) => Deno.readTextFile(join(root, path));
const put = (root: string, path: string, content: string) => Deno.writeTextFile(join(root, path), content);
const standing = async ({ store, run }: KeptRun) =>
  (await listChanges(store, run)).filter(({ undone, takenBack }) => undone === undefined && !takenBack)
    .map(({ number }) => number);

Deno.test("[P45] a run is undone as a whole, the latest first, and again it is nothing", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await put(root, "old", "one");
    await put(root, "gone", "gone");
    const before = await snapshot(root);
    await kept.write("task/a/turn/1/call/0", "old", "two");
    await kept.move("task/a/turn/1/call/1", "old", "deep/er");
    await kept.remove("task/b", "gone");
    await kept.command("task/b/turn/2/call/0", () => put(root, "deep/made", "by a command"));
    await kept.rest();
    const result = await undoRun(store, run);
    assert.ok(result.ok);
    assert.deepEqual(result.changes.map(({ what, path }) => [what, path]), [
      ["create", "deep/made"],
      ["delete", "gone"],
      ["rename", "old"],
      ["make-folder", "deep"],
      ["modify", "old"],
    ]);
    assert.deepEqual(result.paths.toSorted(), ["deep", "deep/made", "gone", "old"]);
    assert.deepEqual(await snapshot(root), before);
    assert.deepEqual(await standing(kept), []);
    assert.deepEqual(await undoRun(store, run), {
      ok: true,
      workspace: root,
      ...{ changes: [], paths: [], stay: [], kept: [], left: [], stuck: [] },
    });
  }));

Deno.test("[P45] one task of a run is undone without the others, or one change", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await kept.write("task/a/turn/1/call/0", "a", "one");
    await kept.write("task/ab", "ab", "one");
    await kept.write("task/a/0/again/2/turn/1/call/0", "a2", "one");
    await kept.write("task/a", "plain", "one");
    await kept.rest();
    assert.deepEqual((await listChanges(store, run)).map(({ number, task }) => [number, task]), [
      [1, "a"],
      [2, "ab"],
      [3, "a"],
      [4, "a"],
    ]);
    assert.ok((await undoRun(store, run, { change: 3 })).ok);
    assert.deepEqual(Object.keys(await snapshot(root)).toSorted(), ["a", "ab", "plain"]);
    assert.ok((await undoRun(store, run, { task: "a" })).ok);
    assert.deepEqual(Object.keys(await snapshot(root)), ["ab"]);
    assert.deepEqual(await standing(kept), [2]);
    await assert.rejects(
      undoRun(store, run, { change: 5 }),
      /RangeError: Cannot undo change 5: its changes are 1 to 4/,
    );
    await assert.rejects(
      undoRun(store, run, { task: "c" }),
      /Cannot undo what `c` changed: .*tasks that have: `a`, `ab`/,
    );
    assert.deepEqual((await undoRun(store, run, { change: 1 })).ok, true, "it was undone already");
  }));

Deno.test("a folder that others use stays when its maker is undone, and goes with the last of what is in it", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await kept.write("task/note", "notes/deep/a", "one");
    await kept.write("task/other", "notes/deep/b", "one");
    await kept.command("task/empty", () => Deno.mkdir(join(root, "wanted")));
    await kept.write("task/other", "wanted/c", "one");
    await kept.rest();
    const first = await undoRun(store, run, { task: "note" });
    assert.ok(first.ok);
    assert.deepEqual([first.changes.map(({ path }) => path), first.stay], [["notes/deep/a"], ["notes", "notes/deep"]]);
    assert.deepEqual(await standing(kept), [1, 2, 4, 5, 6], "the folders stand");
    const trial = await undoRun(store, run, { task: "other", dryRun: true });
    const second = await undoRun(store, run, { task: "other" });
    assert.ok(trial.ok && second.ok);
    const went = ["wanted/c", "notes/deep/b", "notes/deep", "notes"];
    assert.deepEqual([trial, second].map(({ changes }) => changes.map(({ path }) => path)), [went, went]);
    assert.deepEqual(Object.keys(await snapshot(root)), ["wanted"], "an empty folder that somebody made is wanted");
    assert.deepEqual(await standing(kept), [5]);
  }));

Deno.test("nothing at all is undone where something made later would be lost, and the change in the way is named", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await kept.write("task/a", "kept", "one");
    await kept.write("task/a", "edited", "one");
    await kept.write("task/b", "kept", "two");
    await kept.rest();
    await put(root, "edited", "by hand");
    const before = await snapshot(root),
      all = await undoRun(store, run),
      one = await undoRun(store, run, { change: 1 });
    assert.ok(!all.ok && !one.ok);
    assert.deepEqual(all.conflicts.map(({ id, path }) => [id, path]), [[2, "edited"]]);
    assert.match(all.conflicts[0]!.message, /^Cannot undo the creation of `edited`: it was edited afterwards/);
    assert.match(one.conflicts[0]!.message, /`kept`: change 3 came later/);
    assert.deepEqual(await snapshot(root), before);
    assert.deepEqual(await standing(kept), [1, 2, 3]);
    assert.ok((await undoRun(store, run, { task: "b" })).ok);
    assert.equal(await text(root, "kept"), "one");
  }));

Deno.test("a trial tells what would be undone, or why not, and leaves everything as it is", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await put(root, "x", "one");
    await kept.write("task/a", "a", "one");
    await kept.cutOff("task/b", () => put(root, "x", "two"));
    await kept.rest();
    const before = await snapshot(root), trial = await undoRun(store, run, { dryRun: true });
    assert.ok(trial.ok);
    assert.deepEqual(trial.changes.map(({ number, task, path }) => [number, task, path]), [[2, "b", "x"], [
      1,
      "a",
      "a",
    ]]);
    assert.deepEqual(trial.paths, []);
    const only = await undoRun(store, run, { dryRun: true, task: "a" });
    assert.ok(only.ok && only.changes.length === 1);
    assert.deepEqual(await snapshot(root), before);
    assert.deepEqual([await standing(kept), (await store.changes.guards(run.id)).length], [[1], 1]);
    assert.ok((await undoRun(store, run, { task: "b" })).ok);
    await put(root, "a", "by hand");
    const refused = await undoRun(store, run, { dryRun: true });
    assert.ok(!refused.ok && refused.conflicts[0]!.path === "a");
  }));

Deno.test("what a command changed that was cut off is recorded and undone with the rest", async () => {
  await fc.assert(
    fc.asyncProperty(deeds, deeds, deeds, async (begin, done, cut) => {
      await withKeptRun(async (kept) => {
        const { root, store, run } = kept;
        await act(root, begin);
        const before = await snapshot(root);
        await kept.command("task/a", () => act(root, done));
        await kept.cutOff("task/b", () => act(root, cut));
        await kept.rest();
        const result = await undoRun(store, run);
        assert.ok(result.ok, JSON.stringify(result));
        assert.deepEqual(await snapshot(root), before);
        assert.deepEqual([await standing(kept), await store.changes.guards(run.id)], [[], []]);
      });
    }),
    { numRuns: 40 },
  );
});

Deno.test("two commands that were cut off, one in each life, are undone together or one alone", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await put(root, "a", "one");
    await kept.cutOff("task/a", () => put(root, "a", "two"));
    await kept.cutOff("task/b", () => put(root, "b", "two"));
    await kept.rest();
    assert.ok((await undoRun(store, run, { task: "a" })).ok);
    assert.deepEqual([await text(root, "a"), await text(root, "b")], ["one", "two"]);
    assert.ok((await undoRun(store, run)).ok);
    assert.deepEqual(Object.keys(await snapshot(root)), ["a"]);
  }));

Deno.test("a run that is driven is not undone, and one that is being undone is not driven", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept;
    await kept.write("task/a", "a", "one");
    const driven = await store.acquire(run.id, "a live one", { ttl: 60_000, gone: kept.epoch });
    await assert.rejects(undoRun(store, run), RunLocked);
    assert.equal(await text(root, "a"), "one");
    await store.release(run.id, driven!);
    let during: number | undefined = -1;
    const watching = {
      ...store,
      changes: {
        ...store.changes,
        undone: async (...asked: Parameters<typeof store.changes.undone>) => {
          during = await store.acquire(run.id, "another", { ttl: 60_000 });
          await store.changes.undone(...asked);
        },
      },
    };
    assert.ok((await undoRun(watching, run)).ok);
    assert.equal(during, undefined);
    assert.equal((await store.run(run.id)).lease.live, false, "the lease is given back");
  }));

Deno.test("a run works in the workspace it was started for, wherever its project stands now", () =>
  inFolder(async (folder) => {
    const before = join(folder, "before"), now = join(folder, "now"), store = memoryStore();
    await Deno.mkdir(join(before, "work"), { recursive: true });
    const inputs = { folder: before, home: before, spec: null, workspace: join(before, "work") };
    const kept = await keptRun({ store, root: join(before, "work"), more: { inputs } });
    await kept.write("task/a", "a", "one");
    await kept.rest();
    await Deno.rename(before, now);
    await assert.rejects(
      undoRun(store, kept.run),
      /RangeError: Cannot undo what `kept` changed in `.*before\/work`: .*no such/,
    );
    const result = await undoRun(store, kept.run, { project: now });
    assert.ok(result.ok);
    assert.equal(result.workspace, join(now, "work"));
    assert.deepEqual(await snapshot(join(now, "work")), {});
  }));

Deno.test("undoing that is ended goes on where it was", () =>
  withKeptRun(async (kept) => {
    const { root, store, run } = kept, stop = new AbortController();
    for (const name of ["a", "b", "c"]) await kept.write("task/a", name, "one");
    await kept.rest();
    const stopping = {
      ...store,
      changes: {
        ...store.changes,
        undone: async (...asked: Parameters<typeof store.changes.undone>) => {
          await store.changes.undone(...asked);
          stop.abort();
        },
      },
    };
    await assert.rejects(
      undoRun(stopping, run, { signal: stop.signal }),
      /RangeError: Cannot undo .*undoing was ended/,
    );
    assert.deepEqual(await standing(kept), [1, 2]);
    assert.deepEqual(Object.keys(await snapshot(root)).toSorted(), ["a", "b"]);
    assert.ok((await undoRun(store, run)).ok);
    assert.deepEqual(await snapshot(root), {});
  }));

Deno.test("child runs that have changed something are told by their names", () =>
  withKeptRun(async (kept) => {
    const { store, run, epoch } = kept;
    const child = await store.createRun(newRun("kept.child", { parent: { run: run.id, key: "task/c" } }));
    const deep = await store.createRun(newRun("kept.deep", { parent: { run: child.id, key: "task/d" } }));
    await store.changes.add(deep.id, epoch, { by: "task/e", change: { change: "make-folder", path: "d" } });
    assert.deepEqual(await childChanges(store, run), [{ run: "kept.deep", changes: 1 }]);
  }));
