import { type CommandOutcome, runCommand } from "../command.ts";
import type { Environment } from "../clean_environment.ts";
import type { Reaper } from "../reaper.ts";
import { changedPaths } from "../snapshot/changed_paths.ts";
import { guarded } from "../snapshot/guarded.ts";
import type { SnapshotOptions } from "../snapshot/take_snapshot.ts";
import type { ToolContext, ToolResult } from "../tool.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { callOutput } from "./call_output.ts";
import { endStrays, STRAY_MARK } from "./strays.ts";

/** A program that is run for an agent. */
export interface WorkspaceRun {
  /** Program and arguments; whether they may be run was decided before. */
  readonly argv: readonly string[];
  /** Where it runs. */
  readonly workspace: Workspace;
  /** Its whole environment. */
  readonly env: Environment;
  /** Milliseconds until it and all it started are ended. */
  readonly timeout: number;
  /** Whether it may change anything: then it has the workspace to itself, and what it changes is recorded. */
  readonly may: "change" | "look";
  /** Done when its turn has come, before it begins: what it throws ends the call. */
  readonly before?: (() => Promise<void>) | undefined;
  /** What is kept for undoing it. */
  readonly snapshot?: SnapshotOptions | undefined;
  /** Ends it if this process is killed. */
  readonly reaper?: Reaper | undefined;
}

/** UTF-16 code units that are kept of each output until it is told. */
const HELD = 200_000;

/**
 * Runs a program in a workspace and tells what came of it: its exit code, whatever that is, and both ends of what it
 * printed. All that it started ends with it, as far as it can be found.
 */
export async function runInWorkspace(run: WorkspaceRun, context: ToolContext): Promise<ToolResult> {
  const { workspace, snapshot } = run, { signal, changes: log } = context;
  const work = async () => {
    await run.before?.();
    return await runOnce(run, signal);
  };
  if (run.may === "look") return told(await work(), []);
  const { value, changes } = await guarded({ workspace, log, snapshot, signal }, work);
  return told(value, changedPaths(changes));
}

interface Ran {
  readonly outcome: CommandOutcome;
  readonly strays: number;
}

async function runOnce({ argv, workspace, env, timeout, reaper }: WorkspaceRun, signal: AbortSignal): Promise<Ran> {
  const mark = crypto.randomUUID(), own = { ...env, [STRAY_MARK]: mark };
  const outcome = await runCommand(argv, {
    folder: workspace.root,
    permissions: { run: argv.slice(0, 1), env: Object.keys(own) },
    env: own,
    timeout,
    maxOutput: HELD,
    signal,
    ...(reaper ? { reaper } : {}),
  });
  return { outcome, strays: await endStrays(mark) };
}

function told({ outcome, strays }: Ran, changed: readonly string[]): ToolResult {
  const left = strays === 0 ? "" : `\n(${strays} of the processes that it left running were ended)`;
  if (outcome.ok) {
    const { code, ...printed } = outcome.result, { text, stdout, stderr } = callOutput(printed);
    return {
      ok: true,
      output: `Exit code: ${code}\n${text}${left}`,
      data: { exit_code: code, stdout, stderr },
      ...(changed.length > 0 ? { changed } : {}),
    };
  }
  const { code, message, partial } = outcome;
  if (!partial) return { ok: false, code, message };
  const files = changed.length > 0
    ? `\nIt had changed: ${changed.slice(0, 20).join(", ")}${changed.length > 20 ? ", …" : ""}`
    : "";
  return {
    ok: false,
    code,
    message: `${message}, and all it started was ended${left}${files}\n${callOutput(partial).text}`,
  };
}
