import "../../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { takeBack, takeBackOpen } from "../../../lib/app/changes/take_back.ts";
import { undoRun } from "../../../lib/app/changes/undo_run.ts";
import { newRun } from "../../../lib/store/conformance/setting.ts";
import { openLibsqlStore } from "../../../lib/store/libsql_store.ts";
import { openWorkspace } from "../../../lib/tools/workspace/workspace.ts";
import { snapshot } from "../../tools/workspace/places.ts";
import { inFolder } from "../folders.ts";

const CHILD = new URL("./changing_child.ts", import.meta.url).pathname;

/** Runs the other process until it has said so many lines, then kills it; gives the key of its last step. */
async function killedAfter(lines: number, args: readonly string[]): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", CHILD, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let said = "";
  for await (const some of child.stdout.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    said += some;
    if (said.split("\n").length > lines) break;
  }
  child.kill("SIGKILL");
  await child.status;
  return said.trimEnd().split("\n").at(-1)!;
}

Deno.test("a run that is killed at any moment is taken back to before the step it was in, and can be undone as a whole", () =>
  inFolder(async (folder) => {
    const url = `file:${folder}/loom.db`, store = await openLibsqlStore({ url, create: true });
    for (const lines of [1, 2, 3, 4, 7, 13, 22]) {
      const root = join(folder, `work-${lines}`);
      await Deno.mkdir(root);
      await Deno.writeTextFile(join(root, "file-0"), "before");
      const before = await snapshot(root), inputs = { folder: root, home: root, spec: null };
      const run = await store.createRun(newRun(`killed-${lines}`, { inputs }));
      const epoch = (await store.acquire(run.id, "the child", { ttl: 600_000 }))!;
      const by = await killedAfter(lines, [url, root, `${run.id}`, `${epoch}`]);
      const next = (await store.acquire(run.id, "the next", { ttl: 60_000, gone: epoch }))!,
        { signal } = new AbortController();
      const taking = { store, run: run.id, epoch: next, workspace: await openWorkspace(root), signal };
      if (lines % 2 === 1) {
        assert.deepEqual((await takeBackOpen(taking)).lost, []);
        assert.deepEqual((await takeBack(taking, by)).lost, []);
        assert.deepEqual(await store.changes.guards(run.id), []);
        assert.deepEqual((await store.changes.list(run.id)).filter((one) => one.by === by), []);
      }
      await store.release(run.id, next);
      const result = await undoRun(store, run);
      assert.ok(result.ok, JSON.stringify(result));
      assert.deepEqual(withoutLeftovers(await snapshot(root)), before, `after ${lines} lines`);
    }
    store.close();
  }));

/** A process that is killed while it writes a file may leave that behind, and with it the folder that it is in. */
function withoutLeftovers(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const left = Object.keys(files).filter((path) => /(^|\/)\.loom-[^/]*\.tmp$/.test(path));
  const isKept = (path: string) => !left.some((one) => one === path || one.startsWith(`${path}/`));
  return Object.fromEntries(Object.entries(files).filter(([path]) => isKept(path)));
}
