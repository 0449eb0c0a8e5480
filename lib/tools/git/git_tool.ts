/**
 * Git for agents: what looks, and what adds to a repository. What throws work away, overwrites what others have, runs
 * programs or leaves the workspace is refused by what a call means, not by how it looks.
 *
 * Promised. Git is called with a list of arguments, with settings of its own (see {@link settings}); hooks, pagers,
 * editors, aliases, credential helpers and external programs for differences do not run. The repository is in the
 * workspace, all of it. Whatever a call changes, `.git` included, can be undone.
 *
 * Not promised. Settings of submodules are not looked at; Git is kept from going into their files. A remote that is asked
 * sees what is sent to it.
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
import { asResult, goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { gitEnvironment, settings } from "./git_world.ts";
import { COMMANDS } from "./git_shapes.ts";
import { askGit, lookAtRepository, type LookOptions, type Repository } from "./look_at_repository.ts";
import { type GitCall, readGit } from "./read_git.ts";
import { has, isLooking, refuseAddress, refuseGit, remotesIn } from "./refuse_git.ts";

/** What Git is given. */
export interface GitOptions {
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
  const { root } = workspace, { snapshot, reaper } = options;
  const reading = readGit(args);
  if (!reading.ok) throw refused(args, reading.why);
  const { call } = reading, why = refuseGit(call) ?? outside(call, root);
  if (why !== undefined) throw refused(args, why);
  const given = cleanEnvironment(options.from ?? Deno.env.toObject(), options.env);
  let env = gitEnvironment(given, root), more: readonly string[] = [];
  if (call.command !== "init") {
    const at = { root, env, signal: context.signal }, look = await lookAtRepository(at);
    goOn(context.signal, act(args));
    if (!look.ok && !look.missing) throw refused(args, look.why);
    if (!look.ok) throw new WorkspaceTrouble("failed", `${act(args)}: ${look.why.trim()}`);
    const { repository } = look, wrong = unfit(call, repository);
    if (wrong !== undefined) throw refused(args, wrong);
    more = repository.drivers.filter((name) => name.startsWith("filter.")).map((name) => `${name}=`);
    env = { ...await committer(at, repository.named), ...env };
  }
  const ignored = await ignoredFile(env), may = isLooking(call) ? "look" : "change";
  try {
    const argv = ["git", ...settings([...more, `core.excludesFile=${ignored}`]), ...spelled(call, args)];
    return await runInWorkspace({ argv, workspace, env, timeout, may, snapshot, reaper }, context);
  } finally {
    await Deno.remove(ignored);
  }
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
function unfit(call: GitCall, repository: Repository): string | undefined {
  const remotes = remotesIn(call), looking = isLooking(call);
  const unknown = remotes?.find((name) => !repository.remotes.has(name) && refuseAddress(name) !== undefined);
  if (unknown !== undefined) return refuseAddress(unknown);
  const [driver] = repository.drivers, [helper] = repository.helpers, [forced] = repository.forced;
  const remedy = "take it out of the repository's settings, or run Git by hand";
  if (repository.drivers.some((name) => name.includes("="))) return "the repository has settings that cannot be named";
  if (!looking && driver !== undefined) return `the setting \`${driver}\` runs a program; ${remedy}`;
  if (!looking && repository.holdsLoom) {
    return "what Loom keeps in `.loom` is among the files of the repository; take it out by hand: `git rm -r --cached .loom`";
  }
  if (remotes && helper !== undefined) return `the setting \`${helper}\` may run a program; ${remedy}`;
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
