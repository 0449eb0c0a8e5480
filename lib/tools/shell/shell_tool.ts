/**
 * Programs for agents. There is no shell: a text is split into words, and whatever a shell would have to do is refused
 * with what to do instead.
 *
 * Promised. Only granted programs run, in the workspace, with PATH, HOME, LANG and what is granted. They and what they
 * start end at their time, when the call is ended, and when this process is killed. What they change in the workspace is
 * recorded, so that it can be undone.
 *
 * Not promised. It is no cage: see {@link refuseArgv}. A program that leaves its process group and hides the environment it
 * was started with outlives the call; where this process is killed, one that leaves its process group does. What a program
 * uses of processor, memory and disk until its time is up is bounded by the system only. What it changes outside of the
 * workspace, or sends somewhere, stays.
 *
 * @module
 */
import { basename } from "node:path";
import type { JsonObject } from "../../base/json.ts";
import { splitWords } from "../../plan/split_words.ts";
import { cleanEnvironment, type Environment } from "../clean_environment.ts";
import { parameters } from "../files/input.ts";
import { runGit } from "../git/git_tool.ts";
import { safePath } from "../git/git_world.ts";
import type { Reaper } from "../reaper.ts";
import type { SnapshotOptions } from "../snapshot/take_snapshot.ts";
import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { refuseArgv, shownArgv } from "./refuse_argv.ts";
import { runInWorkspace } from "./run_in_workspace.ts";

/** What programs are granted and given. */
export interface ShellOptions {
  /**
   * Programs by name or path, as in `permissions.run`. Words behind a program grant it with these arguments first, even
   * where they are code or another program: `python3 -c`, `sh build.sh`.
   */
  readonly run: readonly string[];
  /** Names of environment variables that they are given besides PATH, HOME and LANG, as in `permissions.env`. */
  readonly env: readonly string[];
  /** Hosts that Git may reach as `git_command` does, as in `permissions.net`. Default: none. */
  readonly net?: readonly string[];
  /** The folder that paths of grants start from. Default: the workspace. */
  readonly folder?: string;
  /** Where the variables are taken from. Default: this process's environment. */
  readonly from?: Environment;
  /** What is kept for undoing. */
  readonly snapshot?: SnapshotOptions;
  /** Ends what runs if this process is killed. */
  readonly reaper?: Reaper;
}

/** Milliseconds a program may take, and does unless told otherwise. */
const TIMEOUT = 120_000;

/** Makes the tool. */
export function shellExecute(options: ShellOptions): Tool {
  const granted = options.run.map((name) => `\`${name}\``).join(", ") || "none";
  return {
    name: "shell_execute",
    description:
      `Runs one program in the workspace. These may be run: ${granted}. There is no shell: no pipes, \`;\`, ` +
      "`&&`, redirections, variables or file patterns; quotes keep words together, and within them everything is plain " +
      "text. A list of texts is taken as it is. Paths begin in the workspace. The first line of the answer is the exit " +
      "code; anything but 0 is a failure. Long output is shown by both its ends.",
    parameters: parameters({
      command: {
        anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
        description: 'The program and its arguments: "cargo test" or ["cargo", "test"]',
      },
      timeout: { type: "number", description: "Seconds it may take; 120 unless told otherwise, and at most" },
    }, ["command"]),
    acts: ["read", "write", "run"],
    timeout: TIMEOUT,
    run: (input, context) => asResult(() => execute(input, context, options)),
  };
}

async function execute(input: JsonObject, context: ToolContext, options: ShellOptions): Promise<ToolResult> {
  const argv = argvOf(input),
    timeout = timeoutOf(input),
    workspace = await openWorkspace(context.workspace),
    { root } = workspace;
  const { run, env, from = Deno.env.toObject(), snapshot, reaper } = options;
  const why = refuseArgv(argv, { run, folder: options.folder ?? root, root });
  if (why !== undefined) throw new WorkspaceTrouble("refused", why);
  // Git means more than its words say: it is run as `git_command` runs it.
  if (basename(argv[0] ?? "") === "git") {
    return await runGit({ args: argv.slice(1), workspace, timeout }, { context, options });
  }
  const given = cleanEnvironment(from, env), PATH = safePath(given["PATH"] ?? "", root);
  return await runInWorkspace(
    { argv, workspace, env: { ...given, PATH }, timeout, may: "change", snapshot, reaper },
    context,
  );
}

function argvOf({ command }: JsonObject): readonly string[] {
  if (typeof command === "string") {
    const split = splitWords(command);
    if (split.ok && split.words.length > 0) return split.words;
    if (split.ok) throw new WorkspaceTrouble("invalid", "`command` is empty: give a program and its arguments");
    const shown = shownArgv([command]);
    throw new WorkspaceTrouble(
      "refused",
      `Cannot run ${shown}: there is no shell for ${split.construct}; ${split.remedy}`,
    );
  }
  if (Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === "string")) return command;
  throw new WorkspaceTrouble("invalid", "`command` is a text or a list of texts: give a program and its arguments");
}

function timeoutOf({ timeout }: JsonObject): number {
  if (timeout === undefined || timeout === null) return TIMEOUT;
  if (typeof timeout === "number" && timeout > 0 && timeout * 1000 <= TIMEOUT) {
    return Math.max(1, Math.round(timeout * 1000));
  }
  throw new WorkspaceTrouble("invalid", `\`timeout\` is a number of seconds, ${TIMEOUT / 1000} at most: give one`);
}
