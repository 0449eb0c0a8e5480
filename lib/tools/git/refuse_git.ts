import type { GitCall } from "./read_git.ts";

/** Strategies that Git itself brings along; any other name is one of a program. */
const STRATEGIES: ReadonlySet<string> = new Set(["ort", "recursive", "resolve", "octopus", "ours", "subtree"]);

/** Why a call is not made although its options are taken; undefined when it may be. Nothing is looked at for that. */
export function refuseGit(call: GitCall): string | undefined {
  const strategy = call.options.find(({ name }) => name === "-s" || name === "--strategy")?.value;
  if (/^(?:merge|pull|rebase)$/.test(call.command) && strategy !== undefined && !STRATEGIES.has(strategy)) {
    return `\`${strategy}\` is no strategy of Git's own: use one of ${[...STRATEGIES].join(", ")}`;
  }
  return RULES[call.command]?.(call);
}

const LOSES = "it throws away what was not committed; use `stash`";

const RULES: { readonly [command: string]: (call: GitCall) => string | undefined } = {
  checkout: ({ operands, behind }) => {
    const files = behind !== undefined || operands.length > 1 || operands.some((name) => /^(?:\.|\/|:)/.test(name));
    return files ? `checking out files is not taken: ${LOSES}` : undefined;
  },
  restore: (call) =>
    has(call, "-S", "--staged") ? undefined : `restoring files is taken with \`--staged\` only: without it ${LOSES}`,
  push: ({ operands, behind = [] }) => {
    const refs = [...operands, ...behind].slice(1), wrong = refs.find((ref) => /^[+:]/.test(ref));
    if (wrong === undefined) return undefined;
    const why = wrong.startsWith("+") ? "overwrites what others have pushed" : "deletes a branch of the remote";
    return `\`${wrong}\` ${why}`;
  },
  fetch: overwriting,
  pull: overwriting,
};

function overwriting({ operands, behind = [] }: GitCall): string | undefined {
  const wrong = [...operands, ...behind].slice(1).find((ref) => ref.startsWith("+"));
  return wrong && `\`${wrong}\` overwrites a branch; fetch without the \`+\``;
}

/** Whether one of these options was given. */
export function has({ options }: GitCall, ...names: readonly string[]): boolean {
  return options.some(({ name }) => names.includes(name));
}

/** Commands that only look. */
const LOOKING: ReadonlySet<string> = new Set([
  ...["status", "diff", "log", "show", "blame", "ls-files", "rev-parse", "stash list", "stash show"],
  ...["remote", "remote show", "remote get-url"],
]);

/** Whether a call changes nothing. */
export function isLooking(call: GitCall): boolean {
  if (LOOKING.has(call.command)) return true;
  if (call.command !== "branch" && call.command !== "tag") return false;
  const changing = ["-d", "--delete", "-m", "--move", "-c", "--copy", "-u", "--set-upstream-to", "--unset-upstream"];
  if (call.command === "branch" && has(call, ...changing)) return false;
  if (call.command === "tag" && has(call, "-d", "--delete", "-a", "--annotate", "-m", "--message", "-F", "--file")) {
    return false;
  }
  const listing = [
    "-l",
    "--list",
    "--contains",
    "--no-contains",
    "--merged",
    "--no-merged",
    "--points-at",
    "--show-current",
  ];
  return call.operands.length === 0 && call.behind === undefined || has(call, ...listing);
}

/** Commands that reach another repository, and which of their operands name it. */
const REMOTES: { readonly [command: string]: "first" | "second" | "all" } = {
  fetch: "first",
  pull: "first",
  push: "first",
  "remote add": "second",
  "remote set-url": "second",
  "remote update": "all",
  "remote show": "all",
  "remote prune": "all",
  "remote set-head": "first",
};

/** The operands of a call that name other repositories, by name or address; undefined when it reaches none. */
export function remotesIn(call: GitCall): readonly string[] | undefined {
  const which = REMOTES[call.command], all = [...call.operands, ...call.behind ?? []];
  if (which === undefined) return undefined;
  if (call.command === "remote set-head" && !has(call, "-a", "--auto")) return undefined;
  if (which === "all" || has(call, "--multiple")) return all;
  return which === "first" ? all.slice(0, 1) : all.slice(1);
}
