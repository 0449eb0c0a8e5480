import type { Tool } from "../tool.ts";
import { moveFile } from "../workspace/change_file.ts";
import { asResult } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { neededText, parameters } from "./input.ts";

/** Gives a file another path. */
export const moveFileTool: Tool = {
  name: "move_file",
  description: "Moves or renames a file of the workspace, and makes the folders it goes to. Nothing may be at the " +
    "destination. Folders are moved file by file.",
  parameters: parameters({
    source: { type: "string", description: "The file, relative to the workspace" },
    destination: { type: "string", description: "The path it gets, its name included" },
  }, ["source", "destination"]),
  acts: ["write"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace);
      const from = workspace.path(neededText(input, "source")), to = workspace.path(neededText(input, "destination"));
      await moveFile(workspace, { from, to }, { log: context.changes, signal: context.signal });
      return { ok: true, output: `Moved \`${from}\` to \`${to}\``, changed: [from, to] };
    }),
};
