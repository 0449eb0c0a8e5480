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
import { join } from "node:path";
import type { JsonObject } from "../../base/json.ts";
import { cleanEnvironment, type Environment } from "../clean_environment.ts";
import { parameters } from "../files/input.ts";
import type { Reaper } from "../reaper.ts";
import { leadsOut, pathsIn } from "../shell/leads_out.ts";
import { runInWorkspace } from "../shell/run_in_workspace.ts";
import type { SnapshotOptions } from "../snapshot/take_snapshot.ts";
import type { Tool, ToolContext, ToolResult } from "../tool.ts";
import type { Reach } from "../web/find_route.ts";
import { asResult, goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { gitEnvironment, settings, webSettings } from "./git_world.ts";
import { COMMANDS } from "./git_shapes.ts";
import { type GuardedWay, openGuardedWay } from "./guarded_way.ts";
import { noAddressIn } from "./judge_address.ts";
import { judgeReach, reaches } from "./judge_reach.ts";
import { askGit, lookAtRepository, type LookOptions, type Repository } from "./look_at_repository.ts";
import { type GitCall, readGit } from "./read_git.ts";
import { readRemotes, type Remotes } from "./read_remotes.ts";
import { submoduleSettings } from "./submodule_settings.ts";
import { has, isLooking, refuseGit, remotesIn } from "./refuse_git.ts";

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
  const { protocols, ...found } = call.command === "init" ? NOTHING : await lookedAt(asked);
  const env = { ...found.env, ...gitEnvironment(given, root, protocols) };
  const ignored = await ignoredFile(env), may = isLooking(call) && !far ? "look" : "change";
  await using way = far ? await openGuardedWay(options) : undefined;
  try {
    const more = [...found.settings, `core.excludesFile=${ignored}`, ...way ? webSettings(way.proxy) : []];
    const argv = ["git", ...settings(more), ...spelled(call, args)];
    const before = far ? () => lookedAtAgain(asked, protocols) : undefined;
    return toldOf(await runInWorkspace({ argv, workspace, env, timeout, may, before, snapshot, reaper }, context), way);
  } finally {
    await Deno.remove(ignored);
  }
}

/** A call that is about to be looked at. */
interface Asked {
  readonly args: readonly string[];
  readonly call: GitCall;
  readonly options: GitOptions;
  readonly at: LookOptions;
}

/** What a look at the repository tells for the call. */
interface Found {
  readonly settings: readonly string[];
  readonly env: Environment;
  readonly protocols: readonly string[];
}

const NOTHING: Found = { settings: [], env: {}, protocols: [] };

/** Looks at the repository and at where the call would go, and refuses what may not be done there. */
async function lookedAt({ args, call, options, at }: Asked): Promise<Found> {
  const look = await lookAtRepository(at);
  goOn(at.signal, act(args));
  if (!look.ok && !look.missing) throw refused(args, look.why);
  if (!look.ok) throw new WorkspaceTrouble("failed", `${act(args)}: ${look.why.trim()}`);
  const { repository } = look, remotes = await remotesOf(repository, at);
  const wrong = unfit(call, repository, remotes);
  if (wrong !== undefined) throw refused(args, wrong);
  const submodules = await submoduleSettings(call, at);
  if (!submodules.ok) throw refused(args, submodules.why);
  const judged = await judgeReach(call, remotes, options);
  goOn(at.signal, act(args));
  if (!judged.ok) throw new WorkspaceTrouble(judged.code, `${act(args)}: ${judged.why}`);
  return {
    settings: [
      ...submodules.settings,
      ...repository.drivers.filter((name) => name.startsWith("filter.")).map((name) => `${name}=`),
    ],
    env: await committer(at, repository.named),
    protocols: judged.protocols,
  };
}

/** The same when its turn has come: another call may have changed where a remote leads meanwhile. */
async function lookedAtAgain(asked: Asked, judged: readonly string[]): Promise<void> {
  const { protocols } = await lookedAt(asked);
  if (protocols.every((protocol) => judged.includes(protocol))) return;
  throw refused(asked.args, "its remotes were changed while it waited for its turn; try again");
}

async function remotesOf({ settings }: Repository, at: LookOptions): Promise<Remotes> {
  const head = await askGit(["symbolic-ref", "-q", "HEAD"], at), prefix = "refs/heads/", name = head.text.trimEnd();
  return readRemotes(settings, head.ok && name.startsWith(prefix) ? name.slice(prefix.length) : undefined);
}

/** The result, and why Git has not reached what it was led to. */
function toldOf(result: ToolResult, way: GuardedWay | undefined): ToolResult {
  if (way === undefined || way.refused.size === 0) return result;
  const why = [...way.refused].slice(0, 5).map((one) => `\n(It was not let on: ${one})`).join("");
  return result.ok ? { ...result, output: result.output + why } : { ...result, message: result.message + why };
}

/** A file of what Git does not see: what Loom keeps, and what the user's own list says. */
async function ignoredFile(env: Environment): Promise<string> {
  const own = join(env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? "/", ".config"), "git/ignore");
  const list = await Deno.readTextFile(own).catch(() => "");
  const file = await Deno.makeTempFile({ prefix: "loom-ignored-" });
  await Deno.writeTextFile(file, `${list}\n.loom/\n`);
  return file;
}

function act(args: readonly string[]): string {
  const text = ["git", ...args].join(" ");
  return `Cannot run \`${text.length > 100 ? `${text.slice(0, 100).toWellFormed()}…` : text}\``;
}

function refused(args: readonly string[], why: string): WorkspaceTrouble {
  return new WorkspaceTrouble("refused", `${act(args)}: ${why}`);
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

/** Why the call may not be made in this repository. */
function unfit(call: GitCall, repository: Repository, { known, groups }: Remotes): string | undefined {
  const remotes = remotesIn(call), looking = isLooking(call), far = reaches(call);
  const wrong = remotes?.filter((name) => !known.has(name) && !groups.has(name)).map(noAddressIn);
  const [driver] = repository.drivers, [helper] = repository.helpers, [forced] = repository.forced;
  const [unknown] = wrong?.filter((why) => why !== undefined) ?? [], [around] = repository.around;
  const remedy = "take it out of the repository's settings, or run Git by hand";
  if (unknown !== undefined) return unknown;
  if (repository.drivers.some((name) => name.includes("="))) return "the repository has settings that cannot be named";
  if (!looking && driver !== undefined) return `the setting \`${driver}\` runs a program; ${remedy}`;
  if (!looking && repository.holdsLoom) {
    return "what Loom keeps in `.loom` is among the files of the repository; take it out by hand: `git rm -r --cached .loom`";
  }
  if (remotes && helper !== undefined) return `the setting \`${helper}\` may run a program; ${remedy}`;
  if (far && around !== undefined) {
    return `\`${around}\` leads past what can be checked; take it out of the repository, or run Git by hand`;
  }
  if (call.command === "push" && forced !== undefined) {
    return `the setting \`${forced}\` overwrites or deletes; ${remedy}`;
  }
  const goesOn = call.command === "rebase" && has(call, "--continue", "--skip");
  return goesOn && repository.runsPrograms
    ? "the rebase that stands still would run programs; end it with `--abort`"
    : undefined;
}

/** Who commits, by the settings of the user, which Git does not see otherwise. */
async function committer(look: LookOptions, named: ReadonlySet<string>): Promise<Environment> {
  const { GIT_CONFIG_GLOBAL: _, ...env } = look.env;
  const ask = async (name: string) => {
    const { ok, text } = await askGit(["config", "--global", "--get", name], { ...look, env });
    return ok && !named.has(name) ? text.trim() : "";
  };
  const [name, email] = [await ask("user.name"), await ask("user.email")];
  return {
    ...(name === "" ? {} : { GIT_AUTHOR_NAME: name, GIT_COMMITTER_NAME: name }),
    ...(email === "" ? {} : { GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_EMAIL: email }),
  };
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
