/**
 * The built-in tools over one folder, for programs of library users.
 *
 * @module
 */
import { isObject } from "../base/is_object.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { memoryChanges } from "../tools/changes/memory_changes.ts";
import type { UndoResult } from "../tools/changes/undo_changes.ts";
import { callInTime } from "../tools/call_in_time.ts";
import type { Tool, ToolResult } from "../tools/tool.ts";
import type { LoomTool } from "./loom_options.ts";

/** What {@link workspaceTools} works with. */
export interface WorkspaceOptions {
  /** The folder: no tool reads or writes outside of it. */
  readonly folder: string;
  /** Hosts that may be fetched from although they are private, as `permissions.net` of a spec. Default none. */
  readonly net?: readonly string[];
  /** Programs that `shell_execute` may run, as `permissions.run` of a spec. Default none. */
  readonly run?: readonly string[];
}

/** Tools over a folder, and the way back from what they have changed. */
export interface WorkspaceTools {
  /** By their names, as `openLoom({tools})` takes them. */
  readonly tools: { readonly [name: string]: LoomTool };
  /**
   * Puts back everything that they have changed since they were made, the latest first; nothing at all where something
   * that was made later would be lost. A signal ends it between two files.
   */
  undo(signal?: AbortSignal): Promise<UndoResult>;
}

/** A tool could not do what it was asked to; `code` is that of its result: `refused`, `missing`, `conflict` … */
export class ToolError extends Error {
  /** Tells it from other errors. */
  override readonly name = "ToolError";
  /** Why, in a word. */
  readonly code: string;

  /** Says why. */
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Makes the built-in tools for a folder: files are read, written, edited, moved, listed and searched, code is analyzed,
 * spreadsheets and documents are made, programs and Git are run, the web is read. What they change is remembered as long as
 * this process lasts. A call that cannot be done throws a {@link ToolError}, which fails the step that made it.
 *
 * @example Edit a file in a durable step, and take it back
 * ```ts
 * import { demand, openLoom, program, workspaceTools } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/a.txt`, "one\ntwo\n");
 * const { tools, undo } = await workspaceTools({ folder });
 * using loom = await openLoom({ memory: true, tools });
 * const edit = program("edit@1", function* () {
 *   const input = { path: "a.txt", old_str: "two", new_str: "three" };
 *   yield* demand({ do: "tool", key: "edit", tool: "edit_file", input });
 * });
 * await (await loom.start(edit)).end;
 * assert.equal(await Deno.readTextFile(`${folder}/a.txt`), "one\nthree\n");
 * await undo();
 * assert.equal(await Deno.readTextFile(`${folder}/a.txt`), "one\ntwo\n");
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function workspaceTools({ folder, net = [], run = [] }: WorkspaceOptions): Promise<WorkspaceTools> {
  const { builtInTools } = await import("./process_tools/built_in_tools.ts");
  const built = await builtInTools({ permissions: { run, net, env: [] } });
  const changes = memoryChanges(), log = changes.log("tools");
  const tools = built.map((tool) => [tool.name, toolIn(folder, tool)] as const);
  function toolIn(workspace: string, tool: Tool): LoomTool {
    return {
      description: tool.description,
      parameters: tool.parameters,
      acts: tool.acts,
      ...(tool.timeout === undefined ? {} : { timeout: tool.timeout }),
      run: async (input, { signal }) => {
        const { name, timeout } = tool, given = asObject(tool, input);
        return told(
          await callInTime(
            { name, timeout, signal },
            (own) => tool.run(given, { workspace, signal: own, changes: log }),
          ),
        );
      },
    };
  }
  return {
    tools: Object.fromEntries(tools),
    undo: async (signal = new AbortController().signal) => {
      const [{ undoChanges }, { openWorkspace }] = await Promise.all([
        import("../tools/changes/undo_changes.ts"),
        import("../tools/workspace/workspace.ts"),
      ]);
      return await undoChanges({ workspace: await openWorkspace(folder), changes, signal });
    },
  };
}

function asObject({ name }: Tool, input: Json): JsonObject {
  if (isObject(input)) return input;
  throw new ToolError("invalid", `Cannot call \`${name}\`: give it a map of what it takes`);
}

function told(result: ToolResult): Json {
  if (!result.ok) throw new ToolError(result.code, result.message);
  const { ok: _, ...rest } = result;
  return rest as unknown as Json;
}
