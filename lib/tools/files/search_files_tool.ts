import type { Tool, ToolContext } from "../tool.ts";
import { readFile } from "../workspace/read_file.ts";
import { asResult, goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { shown } from "../workspace/workspace_path.ts";
import { fileKind } from "./file_kind.ts";
import { type Glob, readGlob } from "./glob.ts";
import { countOf, flagOf, neededText, parameters, textOf } from "./input.ts";
import { type LineMatcher, lineMatcher } from "./line_matcher.ts";
import { listedPath } from "./listed_path.ts";
import { walkFiles } from "./walk_files.ts";

/** Lines that are found at most. */
const MOST_MATCHES = 200;
/** Characters of a line that are searched, and that are shown. */
const SEARCHED = 10_000, SHOWN = 300;
/** Characters of the whole answer. */
const MOST_OUTPUT = 30_000;
/** Steps of the matcher, a few seconds in all. */
const MOST_STEPS = 100_000_000;

/** Searches the lines of text files. */
export const searchFilesTool: Tool = {
  name: "search_files",
  description:
    "Searches the lines of the workspace's text files for a regular expression, without references back and " +
    "looking around, so that every search ends soon. Folders of version control, installed packages and caches are left out.",
  parameters: parameters({
    pattern: { type: "string", description: "The regular expression" },
    path: { type: "string", description: "The folder to search; by default the workspace" },
    glob: { type: "string", description: "Only files whose paths fit, such as `*.ts`" },
    context: { type: "integer", minimum: 1, description: "Lines to show around each match; 10 at most" },
    ignore_case: { type: "boolean", description: "Take capitals and small letters for the same" },
    files_only: { type: "boolean", description: "Give the paths of the files alone" },
  }, ["pattern"]),
  acts: ["read"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(textOf(input, "path") ?? "");
      const glob = textOf(input, "glob"), ignoreCase = flagOf(input, "ignore_case") ?? false;
      const matcher = lineMatcher(neededText(input, "pattern"), { ignoreCase });
      const around = Math.min(countOf(input, "context") ?? 0, 10), filesOnly = flagOf(input, "files_only") ?? false;
      const fits = glob === undefined ? () => true : readGlob(glob);
      const search = { workspace, path, fits, matcher, around, filesOnly, context };
      const { lines, count, note } = await found(search);
      const output = count === 0 ? `No line fits${note}` : clipped(lines.join("\n"), MOST_OUTPUT) + note;
      return { ok: true, output: output.toWellFormed(), data: { count } };
    }),
};

interface Search {
  readonly workspace: Workspace;
  readonly path: string;
  readonly fits: Glob;
  readonly matcher: LineMatcher;
  readonly around: number;
  readonly filesOnly: boolean;
  readonly context: ToolContext;
}

async function found(search: Search): Promise<{ lines: readonly string[]; count: number; note: string }> {
  const { workspace, path, fits, context, matcher } = search, act = `Cannot search \`${shown(path)}\``;
  const below = path === "" ? 0 : path.length + 1, lines: string[] = [];
  let count = 0;
  for (const file of walkFiles(workspace, path, { act, signal: context.signal })) {
    if (!fits(file.path.slice(below))) continue;
    const text = await textIn(workspace, file.path);
    goOn(context.signal, act);
    if (text === undefined) continue;
    const matches = searchText(text, search, MOST_MATCHES - count);
    if (matches.length === 0) continue;
    count += search.filesOnly ? 1 : matches.length;
    const shownPath = listedPath(file.path);
    lines.push(...(search.filesOnly ? [shownPath] : told(shownPath, text, { matches, around: search.around })));
    if (count >= MOST_MATCHES) return { lines, count, note: `\n… ${MOST_MATCHES} were found; there may be more` };
    if (matcher.steps > MOST_STEPS) break;
  }
  const note = matcher.steps > MOST_STEPS ? "\n… the search was ended early: narrow `path` or `glob`" : "";
  return { lines, count, note };
}

/** The lines of a text file; undefined for others, and for those that cannot be read. */
async function textIn(workspace: Workspace, path: string): Promise<readonly string[] | undefined> {
  try {
    const { bytes } = await readFile(workspace, path);
    if (fileKind(bytes) !== "text") return undefined;
    return new TextDecoder().decode(bytes).split("\n").map((line) => line.replace(/\r$/, ""));
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}

function searchText(lines: readonly string[], { matcher, filesOnly }: Search, most: number): readonly number[] {
  const matches: number[] = [], wanted = filesOnly ? 1 : most;
  for (let index = 0; index < lines.length && matches.length < wanted && matcher.steps <= MOST_STEPS; index++) {
    if (index === lines.length - 1 && lines[index] === "") break;
    if (matcher.test(lines[index]!.slice(0, SEARCHED))) matches.push(index);
  }
  return matches;
}

/** Matches as `path:line: text`, what is around them as `path-line- text`. */
function told(path: string, lines: readonly string[], { matches, around }: {
  readonly matches: readonly number[];
  readonly around: number;
}): readonly string[] {
  const hits = new Set(matches), near = new Set<number>();
  for (const at of matches) {
    for (let index = Math.max(0, at - around); index <= Math.min(lines.length - 1, at + around); index++) {
      near.add(index);
    }
  }
  return [...near].map((index) => {
    const sign = hits.has(index) ? ":" : "-";
    return `${path}${sign}${index + 1}${sign} ${clipped(lines[index]!, SHOWN)}`;
  });
}

function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)} … cut` : text;
}
