/** Puts a workspace back, telling of every step: to be killed. Arguments: workspace, folder of the log. */
import { putBack } from "../../../lib/tools/snapshot/put_back.ts";
import { openWorkspace } from "../../../lib/tools/workspace/workspace.ts";
import { keptIn } from "./folder_log.ts";

const [root = "", log = ""] = Deno.args;
const workspace = await openWorkspace(root), signal = new AbortController().signal;
console.log("begun");
await putBack(workspace, await keptIn(log), { signal });
