/** Runs a program under guard, with a reaper: to be killed. Arguments: workspace, folder of the log, program. */
import { openReaper } from "../../../lib/tools/reaper.ts";
import { runCommand } from "../../../lib/tools/command.ts";
import { guarded } from "../../../lib/tools/snapshot/guarded.ts";
import { openWorkspace } from "../../../lib/tools/workspace/workspace.ts";
import { folderLog } from "./folder_log.ts";

const [root = "", log = "", ...argv] = Deno.args;
const workspace = await openWorkspace(root), signal = new AbortController().signal, reaper = openReaper();
await guarded({ workspace, log: folderLog(log), signal }, async () => {
  await runCommand(argv, { folder: root, permissions: { run: [argv[0]!], env: [] }, reaper });
});
await reaper.close();
