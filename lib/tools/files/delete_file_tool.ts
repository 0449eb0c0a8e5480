import type { Tool } from "../tool.ts";
import { removeEntry } from "../workspace/change_file.ts";
import { asResult } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { neededText, parameters } from "./input.ts";

/** Deletes a file or an empty folder. */
export const deleteFileTool: Tool = {
  name: "delete_file",
  description: "Deletes a file or an empty folder of the workspace. What is in `.git` stays.",
  parameters: parameters({ path: { type: "string", description: "What to delete, relative to the workspace" } }, [
    "path",
  ]),
  acts: ["write"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(neededText(input, "path"));
      const { is } = await removeEntry(workspace, path, { log: context.changes, signal: context.signal });
      return { ok: true, output: `Deleted the ${is} \`${path}\``, changed: [path] };
    }),
};
