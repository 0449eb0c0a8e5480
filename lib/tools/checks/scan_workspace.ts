import type { JsonObject } from "../../base/json.ts";
import { exactText, fileKind } from "../files/file_kind.ts";
import { readGlob } from "../files/glob.ts";
import type { Glob } from "../files/glob.ts";
import { parameters } from "../files/input.ts";
import { listDirectoryTool } from "../files/list_directory_tool.ts";
import { walkFiles } from "../files/walk_files.ts";
import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import { readFile } from "../workspace/read_file.ts";
import { asResult, goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** An outline of a file of code; undefined where nobody knows its language. */
export type Analyze = (path: string, text: string) => string | undefined | Promise<string | undefined>;

/** What `scan_workspace` needs from elsewhere. */
export interface ScanWorkspaceParts {
  /** Outlines code. */
  readonly analyze: Analyze;
}

/** Paths that one pattern gives. */
const MOST_PATHS = 20;
/** Files of code that are outlined, characters of an outline and of all, bytes of a file that is read for one. */
const MOST_OUTLINED = 20, OUTLINE = 1_500, OUTLINES = 16_000, MOST_READ = 300_000;
/** Files that are looked at. */
const MOST_FILES = 50_000;
/** How files of code end. */
const CODE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|cs|c|cc|cpp|h|hpp|swift|scala|sh|lua)$/;

const ACT = "Cannot scan the workspace";

/**
 * The tool `scan_workspace`, which no model is offered: what a planner is to know of a workspace. With patterns, which
 * files fit; without, what is in it and what its code is made of.
 */
export function scanWorkspace({ analyze }: ScanWorkspaceParts): Tool {
  return {
    name: "scan_workspace",
    description: "Says which files of the workspace fit patterns; without patterns, what is in it.",
    parameters: parameters({
      patterns: { type: "array", items: { type: "array", items: { type: "string" } } },
    }, ["patterns"]),
    acts: ["read"],
    timeout: 60_000,
    run: (input, context) =>
      asResult(async () => {
        const { patterns } = input as unknown as JsonObject & { readonly patterns: readonly (readonly string[])[] };
        const workspace = await openWorkspace(context.workspace);
        return patterns.length > 0
          ? byPatterns(workspace, patterns, context)
          : await overview(workspace, context, analyze);
      }),
  };
}

function byPatterns(
  workspace: Workspace,
  patterns: readonly (readonly string[])[],
  context: ToolContext,
): ToolResult {
  const paths = pathsIn(workspace, context), notes: string[] = [];
  const found = patterns.map((group) => {
    const fitting = group.flatMap((pattern) => {
      const fits = globOf(pattern, notes), all = fits ? paths.filter(fits) : [];
      if (all.length > MOST_PATHS) notes.push(`… ${all.length - MOST_PATHS} more fit \`${pattern}\``);
      return all.slice(0, MOST_PATHS);
    });
    return [...new Set(fitting)];
  });
  const groups = found.map((paths, i) =>
    `${patterns[i]!.join(", ")}:${paths.length === 0 ? " nothing" : ""}\n${paths.join("\n")}`
  );
  const output = [...groups.map((group) => group.trimEnd()), ...notes].join("\n");
  return { ok: true, output, data: { found } };
}

/** A pattern that cannot be used finds nothing, and says why. */
function globOf(pattern: string, notes: string[]): Glob | undefined {
  try {
    return readGlob(pattern);
  } catch (error) {
    if (!(error instanceof WorkspaceTrouble)) throw error;
    notes.push(error.message);
    return undefined;
  }
}

/** Paths of all files, those that lie less deep first. */
function pathsIn(workspace: Workspace, { signal }: ToolContext): readonly string[] {
  const paths: string[] = [];
  for (const { path, entry } of walkFiles(workspace, "", { act: ACT, signal })) {
    if (entry.is === "file") paths.push(path);
    if (paths.length >= MOST_FILES) break;
  }
  const depth = (path: string) => path.split("/").length;
  return paths.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

async function overview(workspace: Workspace, context: ToolContext, analyze: Analyze): Promise<ToolResult> {
  const listed = await listDirectoryTool.run({}, context);
  if (!listed.ok) return listed;
  const outlines: string[] = [], paths = pathsIn(workspace, context).filter((path) => CODE.test(path));
  let left = OUTLINES;
  for (const path of paths) {
    if (outlines.length >= MOST_OUTLINED || left <= 0) break;
    goOn(context.signal, ACT);
    const text = await codeIn(workspace, path), outline = text && await analyze(path, text);
    if (!outline) continue;
    const told = `${path}:\n${outline.length > OUTLINE ? `${outline.slice(0, OUTLINE).toWellFormed()}…` : outline}`;
    left -= told.length;
    outlines.push(told);
  }
  return { ok: true, output: [listed.output, ...outlines].join("\n\n"), data: { found: [] } };
}

/** The text of a file; undefined for one that is too large, no text, or cannot be read. */
async function codeIn(workspace: Workspace, path: string): Promise<string | undefined> {
  try {
    const { bytes } = await readFile(workspace, path);
    return bytes.length <= MOST_READ && fileKind(bytes) === "text" ? exactText(bytes) : undefined;
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}
