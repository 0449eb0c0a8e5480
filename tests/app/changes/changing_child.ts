/**
 * Another process that drives a run: its arguments are the database's URL, the workspace, and the number and epoch of the
 * run. It writes files and runs commands, one step after the other, says a line before and in the middle of each, and
 * goes on until it is killed.
 */
import { join } from "node:path";
import { storedChanges } from "../../../lib/app/changes/stored_changes.ts";
import { openLibsqlStore } from "../../../lib/store/libsql_store.ts";
import { deleteFileTool } from "../../../lib/tools/files/delete_file_tool.ts";
import { writeFileTool } from "../../../lib/tools/files/write_file_tool.ts";
import { guarded } from "../../../lib/tools/snapshot/guarded.ts";
import { openWorkspace } from "../../../lib/tools/workspace/workspace.ts";

const [url = "", root = "", run = "", epoch = ""] = Deno.args;
const store = await openLibsqlStore({ url }), workspace = await openWorkspace(root);
const changes = storedChanges({ store, run: Number(run), epoch: Number(epoch) }), { signal } = new AbortController();
for (let step = 0;; step++) {
  const by = `task/work/turn/${step}/call/0`,
    log = changes.log(by),
    context = { workspace: root, signal, changes: log };
  console.log(by);
  await writeFileTool.run({ path: `dir-${step % 3}/file-${step % 7}`, content: `by tool ${step}` }, context);
  if (step % 4 === 3) await deleteFileTool.run({ path: `dir-${(step - 1) % 3}/file-${(step - 1) % 7}` }, context);
  await guarded({ workspace, log, signal }, async () => {
    for (let i = 0; i < 3; i++) {
      await Deno.writeTextFile(join(root, `file-${(step + i) % 5}`), `by command ${step}`);
      console.log(by);
    }
  });
}
