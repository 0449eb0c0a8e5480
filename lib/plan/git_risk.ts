/** Commands of Git after which something is not as it was, elsewhere or in a way that is hard to see. */
const COMMANDS: ReadonlyMap<string, string> = new Map([
  ["push", "it publishes commits"],
  ["reset", "it moves the branch, or takes back what was staged"],
  ["rebase", "it rewrites commits"],
  ["merge", "it merges into the branch"],
  ["pull", "it merges what others have pushed into the branch"],
  ["restore", "it replaces what was changed"],
  ["clean", "it deletes files"],
  ["rm", "it deletes files"],
  ["filter-branch", "it rewrites commits"],
  ["filter-repo", "it rewrites commits"],
  ["cherry-pick", "it adds commits to the branch"],
  ["revert", "it adds commits to the branch"],
  ["am", "it adds commits to the branch"],
  ["gc", "it deletes what nothing names"],
  ["prune", "it deletes what nothing names"],
  ["reflog", "it may delete what nothing names"],
  ["config", "it changes settings"],
  ["submodule", "it may fetch and change other repositories"],
  ["worktree", "it may change other folders"],
  ["update-ref", "it moves a branch"],
  ["svn", "it may publish commits"],
  ["send-email", "it sends commits"],
]);

/** Options of Git that stand before the command and have a value behind them. */
const GLOBAL_VALUES: ReadonlySet<string> = new Set([
  "-c",
  "-C",
  "--git-dir",
  "--work-tree",
  "--namespace",
  "--config-env",
]);

/** Why a call of Git is risky, given its arguments; undefined when it is not. */
export function gitRisk(args: readonly string[]): string | undefined {
  let at = 0;
  while (args[at]?.startsWith("-")) at += GLOBAL_VALUES.has(args[at]!) ? 2 : 1;
  if (at > 0) return "it changes what Git works on, or how";
  const [command = "", ...rest] = args, is = (...names: readonly string[]) => rest.some((arg) => isOption(arg, names));
  switch (command) {
    case "checkout": {
      const files = rest.some((arg) => arg === "--" || /^\.(?:\/|$)|^:/.test(arg)) || rest.filter(isWord).length > 1;
      return files && !is("-b", "-B", "--orphan") ||
          is("-f", "-B", "--force", "--ours", "--theirs", "-p", "--pathspec-from-file")
        ? "it replaces what was changed"
        : undefined;
    }
    case "switch":
      return is("-f", "-C", "--force", "--force-create", "--discard-changes")
        ? "it replaces what was changed"
        : undefined;
    case "branch":
      if (is("-d", "-D", "--delete")) return "it deletes a branch";
      return is("-m", "-M", "-f", "-C", "--move", "--force") ? "it moves a branch" : undefined;
    case "tag":
      return is("-d", "-f", "--delete", "--force") ? "it deletes or moves a tag" : undefined;
    case "stash":
      return /^(?:drop|clear)$/.test(rest[0] ?? "") ? "it deletes what was put aside" : undefined;
    case "commit":
      return is("--amend") ? "it rewrites the last commit" : undefined;
    case "remote": {
      const changes = rest.some((arg) => /^(?:add|set-url|remove|rm|rename|prune|set-head|set-branches)$/.test(arg));
      return changes ? "it changes which other repositories are known" : undefined;
    }
    case "fetch":
    case "clone":
    case "ls-remote":
      return namesAddress(rest) ? "it reaches an address that is no known remote" : undefined;
    default:
      return COMMANDS.get(command);
  }
}

/** Options of Git that have a value behind them, in which there may be a colon or a slash. */
const VALUED = /^(?:--(?:filter|depth|deepen|jobs|shallow-since|shallow-exclude|negotiation-tip)|-j)$/;

/** Whether it is said where another repository is, rather than the name of one: an address, or a path. */
function namesAddress(args: readonly string[]): boolean {
  const words = args.filter((arg, at) => isWord(arg) && !VALUED.test(args[at - 1] ?? ""));
  // What stands behind the remote are references, which may have a colon or a slash in them.
  const [first = ""] = words;
  return /[:/]|^\.\.?$/.test(first) || words.some((word) => /^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:/i.test(word));
}

function isWord(arg: string): boolean {
  return !arg.startsWith("-");
}

/** Whether an argument is one of these options: long ones cut short, short ones among others behind one dash. */
function isOption(arg: string, names: readonly string[]): boolean {
  const long = arg.split("=", 1)[0]!;
  return names.some((name) =>
    name.startsWith("--")
      ? long.length > 3 && name.startsWith(long)
      : !arg.startsWith("--") && /^-[A-Za-z]+$/.test(arg) && arg.includes(name[1]!)
  );
}
