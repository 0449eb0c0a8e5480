import type { JsonObject } from "../../base/json.ts";
import { readGlob } from "../files/glob.ts";
import type { Glob } from "../files/glob.ts";
import { parameters } from "../files/input.ts";
import { listDirectoryTool } from "../files/list_directory_tool.ts";
import { walkFiles } from "../files/walk_files.ts";
import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What `scan_workspace` needs from elsewhere. */
export interface ScanWorkspaceParts {
  /** Outlines the code of the workspace; undefined where there is none that anybody knows. */
  readonly outline: (context: ToolContext) => Promise<string | undefined>;
}

/** Paths that one pattern gives. */
const MOST_PATHS = 20;
/** Characters of outlines. */
const OUTLINES = 16_000;
/** Files that are looked at. */
const MOST_FILES = 50_000;

const ACT = "Cannot scan the workspace";

/**
 * The tool `scan_workspace`, which no model is offered: what a planner is to know of a workspace. With patterns, which
 * files fit; without, what is in it and what its code is made of.
 */
export function scanWorkspace({ outline }: ScanWorkspaceParts): Tool {
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
        return patterns.length > 0 ? byPatterns(workspace, patterns, context) : await overview(context, outline);
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

async function overview(context: ToolContext, outline: ScanWorkspaceParts["outline"]): Promise<ToolResult> {
  const listed = await listDirectoryTool.run({}, context);
  if (!listed.ok) return listed;
  const told = await outline(context) ?? "", isCut = told.length > OUTLINES;
  const outlines = isCut ? `${told.slice(0, OUTLINES).toWellFormed()}…` : told;
  return {
    ok: true,
    output: [listed.output, outlines].filter((part) => part !== "").join("\n\n"),
    data: { found: [] },
  };
}
