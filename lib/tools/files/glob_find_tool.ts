import type { Tool } from "../tool.ts";
import { asResult } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { shown } from "../workspace/workspace_path.ts";
import { readGlob } from "./glob.ts";
import { neededText, parameters, textOf } from "./input.ts";
import { listedPath } from "./listed_path.ts";
import { walkFiles } from "./walk_files.ts";

/** Paths that are given at once. */
const MOST_PATHS = 500;

/** Finds files by their paths. */
export const globFindTool: Tool = {
  name: "glob_find",
  description:
    "Finds files of the workspace whose paths fit a pattern, such as `src/**/*.ts` or `*.{md,txt}` (names in " +
    "any folder), newest first. Folders of version control, installed packages and caches are left out.",
  parameters: parameters({
    pattern: { type: "string", description: "The pattern, of paths that begin in the folder" },
    path: { type: "string", description: "The folder to look in; by default the workspace" },
  }, ["pattern"]),
  acts: ["read"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(textOf(input, "path") ?? "");
      const fits = readGlob(neededText(input, "pattern")), act = `Cannot look in \`${shown(path)}\``;
      const below = path === "" ? 0 : path.length + 1, found: { readonly path: string; readonly time: number }[] = [];
      for (const file of walkFiles(workspace, path, { act, signal: context.signal })) {
        if (file.entry.is === "file" && fits(file.path.slice(below))) {
          found.push({ path: file.path, time: file.entry.time });
        }
      }
      const paths = found.toSorted((a, b) => b.time - a.time).map((file) => file.path),
        more = paths.length - MOST_PATHS;
      const note = more > 0 ? [`… ${more} more; narrow the pattern`] : [];
      const output = paths.length === 0
        ? "No file fits"
        : [...paths.slice(0, MOST_PATHS).map(listedPath), ...note].join("\n");
      return { ok: true, output, data: { count: paths.length } };
    }),
};
