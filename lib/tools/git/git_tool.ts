/**
 * Git for agents: what looks, and what adds to a repository. What throws work away, overwrites what others have, runs
 * programs or leaves the workspace is refused by what a call means, not by how it looks.
 *
 * Promised. Git is called with a list of arguments, with settings of its own (see {@link settings}); hooks, pagers,
 * editors, aliases, credential helpers and external programs for differences do not run. The repository is in the
 * workspace, all of it. Whatever a call changes, `.git` included, can be undone. Other repositories are reached at public
 * addresses of the web and at granted hosts; what Git is led to on the way is checked when it is reached.
 *
 * Not promised. What is in submodules is not shown; where one of them is set to run programs, nothing is changed. A remote
 * that is asked sees what is sent to it. Where a granted host of `ssh` is, the user's own settings of `ssh` say.
 *
 * @module
 */
import type { JsonObject } from "../../base/json.ts";
import { cleanEnvironment, type Environment } from "../clean_environment.ts";
import { parameters } from "../files/input.ts";
import type { Reaper } from "../reaper.ts";
import { leadsOut, pathsIn } from "../shell/leads_out.ts";
import { runInWorkspace } from "../shell/run_in_workspace.ts";
import type { SnapshotOptions } from "../snapshot/take_snapshot.ts";
import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import type { Reach } from "../web/find_route.ts";
import { asResult, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { gitEnvironment, settings, webSettings } from "./git_world.ts";
import { COMMANDS } from "./git_shapes.ts";
import { type GuardedWay, openGuardedWay } from "./guarded_way.ts";
import { ignoredList } from "./ignored_list.ts";
import { reaches } from "./judge_reach.ts";
import { type Asked, lookAgain, lookBefore, NOTHING, refused } from "./look_before.ts";
import { type GitCall, readGit } from "./read_git.ts";
import { isLooking, refuseGit, remotesIn } from "./refuse_git.ts";

/** What Git is given, and what it may reach. */
export interface GitOptions extends Reach {
  /** Names of environment variables that it is given besides PATH, HOME and LANG, as in `permissions.env`. */
  readonly env: readonly string[];
  /** Where the variables are taken from. Default: this process's environment. */
  readonly from?: Environment;
  /** What is kept for undoing. */
  readonly snapshot?: SnapshotOptions;
  /** Ends it if this process is killed. */
  readonly reaper?: Reaper;
}

/** Milliseconds a call may take. */
const TIMEOUT = 60_000;

/** Makes the tool. */
export function gitCommand(options: GitOptions): Tool {
  return {
    name: "git_command",
    description:
      `Runs Git in the workspace's repository, without a shell. Commands: ${COMMANDS.join(", ")}. Refused is ` +
      "what throws work away or overwrites what others have (force, `reset --hard`, checking out files), asks questions or " +
      "runs programs. The first line of the answer is the exit code; anything but 0 is a failure.",
    parameters: parameters({
      args: {
        type: "array",
        items: { type: "string" },
        description: 'The command and its arguments, without `git`: ["commit", "-m", "A message"]',
      },
    }, ["args"]),
    acts: ["read", "write", "run", "net"],
    timeout: TIMEOUT,
    run: (input, context) =>
      asResult(async () => {
        const workspace = await openWorkspace(context.workspace);
        return await runGit({ args: argsOf(input), workspace, timeout: TIMEOUT }, { context, options });
      }),
  };
}

function argsOf(input: JsonObject): readonly string[] {
  const { args } = input;
  if (Array.isArray(args) && args.every((arg) => typeof arg === "string")) return args;
  throw new WorkspaceTrouble("invalid", "`args` is a list of texts: give the command and its arguments one by one");
}

/** A call of Git that somebody asks for. */
export interface GitRequest {
  /** The command and its arguments. */
  readonly args: readonly string[];
  /** The workspace. */
  readonly workspace: Workspace;
  /** Milliseconds it may take. */
  readonly timeout: number;
}

/** Runs Git, or refuses to. */
export async function runGit(
  { args, workspace, timeout }: GitRequest,
  { context, options }: { readonly context: ToolContext; readonly options: GitOptions },
): Promise<ToolResult> {
  const { root } = workspace, { signal } = context, { snapshot, reaper } = options;
  const reading = readGit(args);
  if (!reading.ok) throw refused(args, reading.why);
  const { call } = reading, why = refuseGit(call) ?? outside(call, root), far = reaches(call);
  if (why !== undefined) throw refused(args, why);
  const given = cleanEnvironment(options.from ?? Deno.env.toObject(), options.env);
  const asked: Asked = { args, call, options, at: { root, env: gitEnvironment(given, root), signal } };
  const { protocols, ...found } = call.command === "init" ? NOTHING : await lookBefore(asked);
  const env = { ...found.env, ...gitEnvironment(given, root, protocols) };
  const may = isLooking(call) && !far ? "look" : "change", ignored = await ignoredList(env);
  await using way = far ? await openGuardedWay(options) : undefined;
  const more = [...found.settings, `core.excludesFile=${ignored}`, ...way ? webSettings(way.proxy) : []];
  const argv = ["git", ...settings(more), ...spelled(call, args)];
  const before = far ? () => lookAgain(asked, protocols) : undefined;
  return toldOf(await runInWorkspace({ argv, workspace, env, timeout, may, before, snapshot, reaper }, context), way);
}

/** The result, and why Git has not reached what it was led to. */
function toldOf(result: ToolResult, way: GuardedWay | undefined): ToolResult {
  if (way === undefined || way.refused.size === 0) return result;
  const why = [...way.refused].slice(0, 5).map((one) => `\n(It was not let on: ${one})`).join("");
  return result.ok ? { ...result, output: result.output + why } : { ...result, message: result.message + why };
}

/** Why a path or an address that the call names may not be used. */
function outside(call: GitCall, root: string): string | undefined {
  const remotes = new Set(remotesIn(call));
  const names = [...call.operands, ...call.behind ?? []].filter((name) => !remotes.has(name) && !/^:[(!^/]/.test(name));
  const values = call.options.flatMap(({ takes, value }) => takes === "path" && value !== undefined ? [value] : []);
  for (const piece of [...names.flatMap(pathsIn), ...values]) {
    const why = leadsOut(piece, root);
    if (why !== undefined) return `\`${piece}\` ${why}`;
  }
  return undefined;
}

/** The call as Git gets it, so that what might be a branch or a file is a branch, and nothing external shows differences. */
function spelled({ command, operands, behind }: GitCall, args: readonly string[]): readonly string[] {
  const [first = "", ...rest] = args;
  switch (command) {
    case "diff":
    case "log":
    case "show":
      return [first, "--no-ext-diff", "--no-textconv", ...rest];
    case "stash list":
    case "stash show":
      return [first, args[1]!, "--no-ext-diff", "--no-textconv", ...args.slice(2)];
    case "blame":
      return [first, "--no-textconv", ...rest];
    case "init":
      return [first, "--template=", ...rest];
    case "checkout":
      return behind === undefined && operands.length > 0 ? [first, ...rest, "--"] : args;
    default:
      return args;
  }
}
