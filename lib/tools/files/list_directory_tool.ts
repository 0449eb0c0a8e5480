import type { Tool } from "../tool.ts";
import { type Listed, listFolder } from "../workspace/list_folder.ts";
import { asResult, goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { shown } from "../workspace/workspace_path.ts";
import { parameters, textOf } from "./input.ts";
import { listedPath } from "./listed_path.ts";

/** Lines that are shown. */
const MOST_LINES = 500;
/** Levels that are shown. */
const LEVELS = 2;

/** Shows what is in a folder. */
export const listDirectoryTool: Tool = {
  name: "list_directory",
  description: "Shows what is in a folder of the workspace and in the folders in it, folders first.",
  parameters: parameters({ path: { type: "string", description: "The folder; by default the workspace" } }, []),
  acts: ["read"],
  timeout: 10_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(textOf(input, "path") ?? "");
      const act = `Cannot list \`${shown(path)}\``;
      goOn(context.signal, act);
      const lines = tree(workspace, { path, act, level: 0 }), more = lines.length - MOST_LINES;
      const note = more > 0 ? [`… ${more} more; list a folder in it`] : [];
      const output = lines.length === 0 ? "The folder is empty" : [...lines.slice(0, MOST_LINES), ...note].join("\n");
      return { ok: true, output };
    }),
};

interface Level {
  readonly path: string;
  readonly act: string;
  readonly level: number;
}

function tree(workspace: Workspace, at: Level): readonly string[] {
  const listed = listFolder(workspace, at.path, at.act), indent = "  ".repeat(at.level);
  const folders = listed.filter(({ entry }) => entry.is === "folder");
  const others = listed.filter(({ entry }) => entry.is !== "folder");
  return [
    ...folders.flatMap(({ name, path }) => {
      const inner = at.level + 1 < LEVELS ? below(workspace, { path, act: at.act, level: at.level + 1 }) : [];
      return [`${indent}${listedPath(name)}/`, ...inner];
    }),
    ...others.map((one) => indent + listedPath(one.name) + suffix(one)),
  ];
}

/** A folder that may not be read is shown as empty: the others are still worth seeing. */
function below(workspace: Workspace, at: Level): readonly string[] {
  try {
    return tree(workspace, at);
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return [];
    throw error;
  }
}

function suffix({ entry }: Listed): string {
  if (entry.is === "link") return " (link)";
  return entry.is === "special" ? " (no regular file)" : "";
}
