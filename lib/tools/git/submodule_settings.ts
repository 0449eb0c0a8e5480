import fs from "node:fs";
import { join } from "node:path";
import { settings } from "./git_world.ts";
import { askGit, lookAtRepository, type LookOptions } from "./look_at_repository.ts";
import type { GitCall } from "./read_git.ts";
import { isLooking } from "./refuse_git.ts";

/** Settings for a call, or why it is not made. */
export type SubmoduleSettings =
  | { readonly ok: true; readonly settings: readonly string[] }
  | { readonly ok: false; readonly why: string };

/**
 * Settings by which Git stays out of the files of submodules, whatever `.gitmodules` says: what is set in them could run
 * programs. The settings of Git for that give way to those of `.gitmodules`, so each submodule that is named there, now or
 * in what is about to be checked out, gets one of its own.
 */
export async function submoduleSettings(call: GitCall, look: LookOptions): Promise<SubmoduleSettings> {
  const names = new Set<string>(), isThere = fs.existsSync(join(look.root, ".gitmodules"));
  const sources = [
    ...isThere ? [["--file", ".gitmodules"]] : [["--blob", ":.gitmodules"], ["--blob", "HEAD:.gitmodules"]],
    ...revisionsIn(call).map((revision) => ["--blob", `${revision}:.gitmodules`]),
  ];
  for (const source of sources) {
    const { ok, text } = await askGit([...settings(), "config", ...source, "--name-only", "--list", "-z"], look);
    if (!ok) continue;
    for (const name of text.split("\0")) names.add(/^submodule\.(.+)\.[a-z]+$/s.exec(name)?.[1] ?? "");
  }
  names.delete("");
  if ([...names].some((name) => name.includes("="))) {
    return { ok: false, why: "a submodule has a name with `=` in it, which cannot be kept out of; rename it" };
  }
  const why = isLooking(call) ? undefined : await closedSubmodule(call, look);
  if (why !== undefined) return { ok: false, why };
  return { ok: true, settings: [...names].map((name) => `submodule.${name}.ignore=dirty`) };
}

/** What a call may check out. */
function revisionsIn({ command, operands }: GitCall): readonly string[] {
  return /^(?:checkout|switch|merge|rebase)$/.test(command) ? operands.slice(0, MOST_REVISIONS) : [];
}

const MOST_REVISIONS = 8;

/** Submodules, and those in them, that are looked at. */
const MOST_SUBMODULES = 100;

/** Why nothing is changed around the submodules: Git goes into them for some calls, whatever it is told. */
async function closedSubmodule(call: GitCall, look: LookOptions): Promise<string | undefined> {
  const within = look.within ?? look.root, ahead = await submodulesIn(look);
  for (let at = 0; at < ahead.length; at++) {
    const path = ahead[at]!, shown = `\`${path.slice(within.length + 1)}\``;
    if (at >= MOST_SUBMODULES) return "there are too many repositories in the repository; run Git by hand";
    if (call.command === "rm" && await isRemoved(call, { ...look, root: within }, path)) {
      return `${shown} is a repository of its own; remove it by hand`;
    }
    if (!fs.existsSync(join(path, ".git"))) continue;
    const inside = { ...look, root: path, within }, found = await lookAtRepository(inside);
    if (!found.ok && found.missing) continue;
    if (!found.ok) return `of the submodule ${shown}, ${found.why}`;
    const [driver] = found.repository.drivers;
    if (driver !== undefined) {
      return `the setting \`${driver}\` of the submodule ${shown} runs a program; take it out of its settings, or run Git by hand`;
    }
    ahead.push(...await submodulesIn(inside));
  }
  return undefined;
}

/** The folders of the repositories that are a part of this one. */
async function submodulesIn(look: LookOptions): Promise<string[]> {
  const { ok, text } = await askGit([...settings(), "ls-files", "--stage", "-z"], look);
  const links = ok ? text.split("\0").filter((line) => line.startsWith("160000 ")) : [];
  return links.map((line) => join(look.root, line.slice(line.indexOf("\t") + 1)));
}

async function isRemoved({ operands, behind = [] }: GitCall, look: LookOptions, path: string): Promise<boolean> {
  const named = [...operands, ...behind], args = ["ls-files", "--stage", "-z", "--", ...named];
  const { ok, text } = await askGit([...settings(), ...args], look);
  return ok &&
    text.split("\0").some((line) =>
      line.startsWith("160000 ") && line.endsWith(`\t${path.slice(look.root.length + 1)}`)
    );
}
