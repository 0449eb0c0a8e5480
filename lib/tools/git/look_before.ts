/** What is looked at before Git is run: the repository, and where the call would go. */
import type { Environment } from "../clean_environment.ts";
import type { Reach } from "../web/find_route.ts";
import { goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import { noAddressIn } from "./judge_address.ts";
import { judgeReach, reaches } from "./judge_reach.ts";
import { askGit, lookAtRepository, type LookOptions, type Repository } from "./look_at_repository.ts";
import type { GitCall } from "./read_git.ts";
import { readRemotes, type Remotes } from "./read_remotes.ts";
import { has, isLooking, remotesIn } from "./refuse_git.ts";
import { submoduleSettings } from "./submodule_settings.ts";

/** A call that is about to be looked at. */
export interface Asked {
  /** Its words, as they were given. */
  readonly args: readonly string[];
  /** What they mean. */
  readonly call: GitCall;
  /** What may be reached. */
  readonly options: Reach;
  /** Where it is made. */
  readonly at: LookOptions;
}

/** What a look at the repository tells for the call. */
export interface Found {
  /** Settings of its own for the call. */
  readonly settings: readonly string[];
  /** Variables that say who commits. */
  readonly env: Environment;
  /** Ways that Git may take to other repositories. */
  readonly protocols: readonly string[];
}

/** What is told of a repository that is not there yet. */
export const NOTHING: Found = { settings: [], env: {}, protocols: [] };

/** Looks at the repository and at where the call would go, and refuses what may not be done there. */
export async function lookBefore({ args, call, options, at }: Asked): Promise<Found> {
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
export async function lookAgain(asked: Asked, judged: readonly string[]): Promise<void> {
  const { protocols } = await lookBefore(asked);
  if (protocols.every((protocol) => judged.includes(protocol))) return;
  throw refused(asked.args, "its remotes were changed while it waited for its turn; try again");
}

async function remotesOf({ settings }: Repository, at: LookOptions): Promise<Remotes> {
  const head = await askGit(["symbolic-ref", "-q", "HEAD"], at), prefix = "refs/heads/", name = head.text.trimEnd();
  return readRemotes(settings, head.ok && name.startsWith(prefix) ? name.slice(prefix.length) : undefined);
}

function act(args: readonly string[]): string {
  const text = ["git", ...args].join(" ");
  return `Cannot run \`${text.length > 100 ? `${text.slice(0, 100).toWellFormed()}…` : text}\``;
}

/** What is thrown instead of making a call. */
export function refused(args: readonly string[], why: string): WorkspaceTrouble {
  return new WorkspaceTrouble("refused", `${act(args)}: ${why}`);
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
