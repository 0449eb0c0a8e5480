import type { Reach } from "../web/find_route.ts";
import { judgeAddress, type JudgedAddress } from "./judge_address.ts";
import type { GitCall } from "./read_git.ts";
import { addressesOf, type Remotes } from "./read_remotes.ts";
import { has, remotesIn } from "./refuse_git.ts";

/** The ways that a call needs, or why it is not made. A call that reaches nothing needs none. */
export type JudgedReach =
  | { readonly ok: true; readonly protocols: readonly string[] }
  | Extract<JudgedAddress, { readonly ok: false }>;

/** Finds out where a call would go, by the settings of the repository, and judges each of these addresses. */
export async function judgeReach(call: GitCall, remotes: Remotes, reach: Reach): Promise<JudgedReach> {
  const protocols = new Set<string>();
  for (const address of reachedBy(call, remotes)) {
    const judged = await judgeAddress(address, reach);
    if (!judged.ok) return judged;
    protocols.add(judged.protocol);
  }
  return { ok: true, protocols: [...protocols] };
}

/** Whether a call reaches another repository. */
export function reaches(call: GitCall): boolean {
  switch (call.command) {
    case "remote set-url":
      return false;
    case "remote add":
      return has(call, "-f", "--fetch");
    case "remote show":
      return remotesIn(call)!.length > 0 && !has(call, "-n");
    default:
      return remotesIn(call) !== undefined;
  }
}

/** The addresses that a call reaches, each as Git would spell it in the end. */
function reachedBy(call: GitCall, remotes: Remotes): readonly string[] {
  if (!reaches(call)) return [];
  const named = remotesIn(call)!, deed = call.command === "push" ? "push" : "fetch";
  const names = named.length > 0 ? named : usual(call, remotes);
  const own = withMembers(names, remotes).flatMap((name) => addressesOf(name, deed, remotes));
  return [...new Set([...own, ...remotes.promising.flatMap((name) => addressesOf(name, "fetch", remotes))])];
}

/** The remotes of a call that names none; one that nothing is known of is left for Git to miss. */
function usual(call: GitCall, { known, groups, fetched, pushed }: Remotes): readonly string[] {
  if (call.command === "remote update" || has(call, "--all") && call.command !== "push") {
    return [...known.keys(), ...groups.keys()];
  }
  const name = call.command === "push" ? pushed : fetched;
  return known.has(name) || groups.has(name) || name !== "origin" ? [name] : [];
}

/** The names, and all that those of groups stand for. */
function withMembers(names: readonly string[], { groups }: Remotes): readonly string[] {
  const seen = new Set(names);
  // What is added to a set while it is gone through is gone through as well.
  for (const name of seen) groups.get(name)?.forEach((member) => seen.add(member));
  return [...seen];
}
