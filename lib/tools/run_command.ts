import type { JsonObject } from "../base/json.ts";
import type { CommandOptions } from "./command.ts";
import { runCommand } from "./command.ts";
import { parameters } from "./files/input.ts";
import type { Reaper } from "./reaper.ts";
import { changedPaths } from "./snapshot/changed_paths.ts";
import { guarded } from "./snapshot/guarded.ts";
import type { SnapshotOptions } from "./snapshot/take_snapshot.ts";
import type { Tool } from "./tool.ts";
import { bounded } from "./user/tool_output.ts";
import { asResult } from "./workspace/trouble.ts";
import { openWorkspace } from "./workspace/workspace.ts";

/** Where and how programs of a plan are run. */
export interface RunCommandTerms extends Pick<CommandOptions, "permissions"> {
  /** The spec's folder: paths of programs and grants start from it. */
  readonly home: string;
  /** What is kept for undoing. */
  readonly snapshot?: SnapshotOptions;
  /** Ends what is started if this process is killed. */
  readonly reaper?: Reaper;
}

/**
 * The tool `run_command`, which no model is offered: runs a program that the plan names in the workspace. Its exit code is
 * the caller's to judge. What it changes is recorded and can be undone.
 */
export function runCommandTool({ permissions, home, snapshot, reaper }: RunCommandTerms): Tool {
  return {
    name: "run_command",
    description: "Runs a program of the plan in the workspace.",
    parameters: parameters({
      argv: { type: "array", items: { type: "string" } },
      stdin: { type: "string" },
      timeout: {
        type: "integer",
        minimum: 1,
        description: "Milliseconds until it is ended; ten minutes unless told otherwise",
      },
    }, ["argv"]),
    acts: ["run"],
    run: (input, { workspace: folder, signal, changes: log }) =>
      asResult(async () => {
        const { argv, stdin, timeout } = input as JsonObject & { readonly argv: readonly string[] };
        const workspace = await openWorkspace(folder);
        const { value, changes } = await guarded({ workspace, log, snapshot, signal }, async () =>
          await runCommand(argv, {
            folder: home,
            cwd: folder,
            permissions,
            signal,
            ...(typeof stdin === "string" ? { stdin } : {}),
            ...(typeof timeout === "number" ? { timeout } : {}),
            ...(reaper ? { reaper } : {}),
          }));
        const changed = changedPaths(changes);
        if (!value.ok) {
          return { ok: false, code: value.code, message: value.message };
        }
        const { code, stdout, stderr } = value.result;
        return { ok: true, output: bounded(stdout), data: { code, stdout, stderr }, changed };
      }),
  };
}
