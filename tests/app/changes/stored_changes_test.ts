import "../../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { storedChanges } from "../../../lib/app/changes/stored_changes.ts";
import { sha256 } from "../../../lib/base/hash.ts";
import { openLibsqlStore } from "../../../lib/store/libsql_store.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import { StoreError } from "../../../lib/store/store.ts";
import { memoryChanges } from "../../../lib/tools/changes/memory_changes.ts";
import { undoChanges } from "../../../lib/tools/changes/undo_changes.ts";
import { takeSnapshot } from "../../../lib/tools/snapshot/take_snapshot.ts";
import type { Change } from "../../../lib/tools/tool.ts";
import fc from "../../properties.ts";
import { act, deeds } from "../../tools/snapshot/wild.ts";
import { snapshot } from "../../tools/workspace/places.ts";
import { inFolder } from "../folders.ts";
import { keptRun, withKeptRun } from "./kept_run.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const EVERY: readonly Change[] = [
  { change: "create", path: "a", after: { hash: "00", mode: 0o644 } },
  {
    change: "modify",
    path: "é\n",
    before: new Uint8Array([0, 255, 13]),
    mode: 0o600,
    after: { hash: "01", mode: 0o755 },
  },
  { change: "delete", path: "b", before: new Uint8Array(), mode: 0o640 },
  { change: "rename", path: "c", to: "d/c" },
  { change: "make-folder", path: "d" },
  { change: "remove-folder", path: "d", mode: 0o700 },
  { change: "make-link", path: "l", target: "../x" },
  { change: "remove-link", path: "l", target: "../x" },
  { change: "mode", path: "m", mode: 0o600, after: 0o700 },
  { change: "make-other", path: "p" },
  { change: "lost", path: "big", why: "large", before: { hash: "02", mode: 0o644 } },
];

Deno.test("every sort of change comes back as it was recorded, bytes and all, as from memory", () =>
  withKeptRun(async ({ changes }) => {
    const known = memoryChanges();
    for (const change of EVERY) {
      await changes.log("task/a").record(change);
      await known.log("task/a").record(change);
    }
    assert.deepEqual(await changes.list(), await known.list());
    await changes.undone(2);
    await known.undone(2);
    assert.deepEqual(await changes.list(), await known.list());
  }));

Deno.test("a change waits for its record, and is not made when that fails", () =>
  withKeptRun(async ({ write, store, run, root }) => {
    await write("task/a", "a", "one");
    await store.acquire(run.id, "another", { ttl: 60_000, gone: run.lease.epoch + 1 });
    await assert.rejects(
      write("task/a", "a", "two"),
      (error) => error instanceof StoreError && error.failure === "fenced",
    );
    assert.equal(await Deno.readTextFile(join(root, "a")), "one");
  }));

Deno.test("a snapshot is kept with its contents before a command begins, and only what is not stored yet is sent", () =>
  inFolder(async (root) => {
    const sent: string[] = [], store = listening(memoryStore(), sent);
    const { changes, workspace, run } = await keptRun({ store, root });
    await Deno.writeTextFile(join(root, "a"), "one");
    await Deno.writeTextFile(join(root, "b"), "two");
    const first = await changes.log("task/a/turn/1/call/0").guard(await takeSnapshot(workspace));
    assert.deepEqual(sent.toSorted(), ["one", "two"]);
    const [open] = await store.changes.guards(run.id);
    assert.equal(open!.by, "task/a/turn/1/call/0");
    assert.deepEqual(open!.entries.map((entry) => (entry as { readonly path: string }).path), ["a", "b"]);
    await Deno.writeTextFile(join(root, "a"), "three");
    assert.deepEqual(await first.content(sha256("one")), bytes("one"));
    await first.settle([{ change: "modify", path: "a", before: bytes("one"), mode: 0o644 }]);
    assert.deepEqual(await store.changes.guards(run.id), []);
    assert.deepEqual((await changes.list()).map(({ by, change }) => [by, change.path]), [[
      "task/a/turn/1/call/0",
      "a",
    ]]);
    const second = await changes.log("task/a/turn/2/call/0").guard(await takeSnapshot(workspace));
    assert.deepEqual(sent.toSorted(), ["one", "three", "two"]);
    await second.settle([]);
  }));

Deno.test("contents that are swept between keeping them and the snapshot are kept once more", () =>
  inFolder(async (root) => {
    const inner = memoryStore();
    let sweeps = 2;
    const store: Store = {
      ...inner,
      changes: {
        ...inner.changes,
        guard: async (...asked) => {
          if (sweeps-- > 0) await inner.sweep();
          return await inner.changes.guard(...asked);
        },
      },
    };
    const { changes, workspace } = await keptRun({ store, root });
    await Deno.writeTextFile(join(root, "a"), "one");
    const guard = await changes.log("s").guard(await takeSnapshot(workspace));
    assert.deepEqual(await guard.content(sha256("one")), bytes("one"));
    sweeps = 99;
    await Deno.writeTextFile(join(root, "a"), "never kept");
    await assert.rejects(changes.log("s").guard(await takeSnapshot(workspace)), /is not stored/);
  }));

Deno.test("[P45] whatever commands of a run did, another process undoes it from the database, byte for byte", () =>
  inFolder(async (folder) => {
    const url = `file:${folder}/loom.db`, store = await openLibsqlStore({ url, create: true });
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(deeds, fc.array(deeds, { maxLength: 3 }), async (begin, commands) => {
        const root = join(folder, `run-${++runs}`);
        await Deno.mkdir(root);
        await act(root, begin);
        const before = await snapshot(root), kept = await keptRun({ store, root, name: `run-${runs}` });
        for (const command of commands) await kept.command("task/a", () => act(root, command));
        const other = await openLibsqlStore({ url });
        const changes = storedChanges({ store: other, run: kept.run.id, epoch: kept.epoch });
        const result = await undoChanges({ workspace: kept.workspace, changes, signal: kept.signal });
        assert.ok(result.ok, JSON.stringify(result));
        assert.deepEqual(await snapshot(root), before);
        assert.deepEqual(await changes.list(), []);
        other.close();
      }),
      { numRuns: 25 },
    );
    store.close();
  }));

/** A store that tells which contents it is sent. */
function listening(store: Store, sent: string[]): Store {
  const { changes } = store;
  return {
    ...store,
    changes: {
      ...changes,
      keep: (contents) => {
        sent.push(...contents.map((one) => new TextDecoder().decode(one)));
        return changes.keep(contents);
      },
    },
  };
}
