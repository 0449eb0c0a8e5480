import type { JsonObject } from "../../base/json.ts";
import { fileKind } from "../files/file_kind.ts";
import { type Glob, readGlob } from "../files/glob.ts";
import { countOf, flagOf, neededText, parameters, textOf } from "../files/input.ts";
import { lineMatcher } from "../files/line_matcher.ts";
import { listedPath } from "../files/listed_path.ts";
import { walkFiles } from "../files/walk_files.ts";
import type { Tool } from "../tool.ts";
import { entryAt, readFile } from "../workspace/read_file.ts";
import { asResult, goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { nameIn, shown } from "../workspace/workspace_path.ts";
import { filesOfType } from "./file_types.ts";
import { ignoredIn } from "./ignored.ts";
import { type LineSearch, linesOf, matchingLines, shownMatches } from "./search_lines.ts";

/** Matches that are given unless told otherwise, and at most. */
const USUAL_MATCHES = 200, MOST_MATCHES = 1_000;
/** Lines around a match, at most. */
const MOST_AROUND = 20;
/** Characters of the answer. */
const MOST_OUTPUT = 30_000;
/** Steps of the matcher, a few seconds in all. */
const MOST_STEPS = 100_000_000;

/** Searches the lines of text files that are not left out by `.gitignore`. */
export const ripgrepSearch: Tool = {
  name: "ripgrep_search",
  description:
    "Searches the lines of the workspace's text files for a regular expression (without references back and looking " +
    "around). What `.gitignore` leaves out is not searched, nor are folders of version control, installed packages and " +
    "caches; hidden files are. `glob` and `type` narrow it to some files.",
  parameters: parameters({
    pattern: { type: "string", description: "The regular expression" },
    path: { type: "string", description: "The folder or file to search; by default the workspace" },
    glob: { type: "string", description: "Only files whose paths fit, such as `*.ts`; with `!` before it all others" },
    type: { type: "string", description: "Only files of this type, such as py, ts, rust, go, md, json" },
    context: { type: "integer", minimum: 0, maximum: MOST_AROUND, description: "Lines to show around each match" },
    case_insensitive: { type: "boolean", description: "Take capitals and small letters for the same" },
    files_only: { type: "boolean", description: "Give the paths of the files alone" },
    max_matches: { type: "integer", minimum: 1, maximum: MOST_MATCHES, description: "Matches to give; default 200" },
  }, ["pattern"]),
  acts: ["read"],
  timeout: 30_000,
  run: (input, context) =>
    asResult(async () => {
      const workspace = await openWorkspace(context.workspace), path = workspace.path(textOf(input, "path") ?? "");
      const matcher = lineMatcher(neededText(input, "pattern"), {
        ignoreCase: flagOf(input, "case_insensitive") ?? false,
      });
      const found = await search({
        workspace,
        path,
        signal: context.signal,
        fits: filterOf(input),
        lines: { matcher, around: aroundOf(input), mostSteps: MOST_STEPS },
        show: flagOf(input, "files_only") ? "files" : "lines",
        most: Math.min(countOf(input, "max_matches") ?? USUAL_MATCHES, MOST_MATCHES),
      });
      return { ok: true, output: answer(found), data: { matches: found.matches, files: found.files } };
    }),
};

interface Search {
  readonly workspace: Workspace;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly fits: Glob;
  readonly lines: LineSearch;
  readonly show: "files" | "lines";
  readonly most: number;
}

interface Found {
  readonly shown: readonly string[];
  readonly matches: number;
  readonly files: number;
  /** Why it ended before everything was searched. */
  readonly ended: "most" | "steps" | undefined;
}

async function search(search: Search): Promise<Found> {
  const { workspace, lines: { matcher, around, mostSteps }, most, show } = search, told: string[] = [];
  let matches = 0, files = 0;
  for await (const path of filesIn(search)) {
    const lines = await linesIn(workspace, path);
    if (lines === undefined) continue;
    const left = most - (show === "files" ? files : matches);
    const here = matchingLines(lines, search.lines, show === "files" ? 1 : left + 1), isMore = here.length > left;
    const taken = here.slice(0, left);
    if (taken.length > 0) matches += taken.length, files++;
    if (taken.length > 0 && show === "files") told.push(listedPath(path));
    else if (taken.length > 0) {
      if (around > 0 && told.length > 0) told.push("--");
      told.push(...shownMatches(path, lines, { matches: taken, around }));
    }
    if (isMore) return { shown: told, matches, files, ended: "most" };
    if (matcher.steps > mostSteps) return { shown: told, matches, files, ended: "steps" };
  }
  return { shown: told, matches, files, ended: undefined };
}

/** Files to search. One that was named is searched whatever leaves it out. */
async function* filesIn({ workspace, path, fits, signal }: Search): AsyncGenerator<string> {
  const act = `Cannot search \`${shown(path)}\``, below = path === "" ? 0 : path.length + 1;
  goOn(signal, act);
  if (entryAt(workspace, path, act).is === "file") {
    if (fits(nameIn(path))) yield path;
    return;
  }
  const isIgnored = ignoredIn(workspace);
  for (const file of walkFiles(workspace, path, { act, signal })) {
    if (!fits(file.path.slice(below)) || await isIgnored(file.path)) continue;
    yield file.path;
    goOn(signal, act);
  }
}

/** The lines of a text file; undefined for others, and for those that cannot be read. */
async function linesIn(workspace: Workspace, path: string): Promise<readonly string[] | undefined> {
  try {
    const { bytes } = await readFile(workspace, path);
    return fileKind(bytes) === "text" ? linesOf(new TextDecoder().decode(bytes)) : undefined;
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}

function filterOf(input: JsonObject): Glob {
  const glob = textOf(input, "glob"), type = textOf(input, "type"), filters: Glob[] = [];
  if (type !== undefined) filters.push(filesOfType(type));
  if (glob?.startsWith("!")) {
    const left = readGlob(glob.slice(1));
    filters.push((path) => !left(path));
  } else if (glob !== undefined) filters.push(readGlob(glob));
  return (path) => filters.every((fits) => fits(path));
}

function aroundOf(input: JsonObject): number {
  return input["context"] === 0 ? 0 : Math.min(countOf(input, "context") ?? 0, MOST_AROUND);
}

function answer({ shown, matches, ended }: Found): string {
  const kept: string[] = [];
  let held = 0;
  for (const line of shown) {
    if (held + line.length > MOST_OUTPUT) break;
    kept.push(line), held += line.length + 1;
  }
  const notes = [
    matches === 0 ? "No line fits" : "",
    kept.length < shown.length ? "… cut: narrow `path`, `glob` or `type`" : "",
    ended === "most" ? `… only the first ${matches} are given; narrow the search or raise \`max_matches\`` : "",
    ended === "steps" ? "… the search was ended early: narrow `path`, `glob` or `type`" : "",
  ];
  return [...kept, ...notes.filter((note) => note !== "")].join("\n").toWellFormed();
}
