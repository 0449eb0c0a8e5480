import fs from "node:fs";
import { basename, join } from "node:path";
import type { Environment } from "../clean_environment.ts";
import { isInside } from "../is_inside.ts";
import { placeOf } from "../shell/leads_out.ts";
import { settings } from "./git_world.ts";
import type { GitSetting } from "./read_remotes.ts";

/** What is known of a repository before anything is done in it. */
export interface Repository {
  /** Its settings. */
  readonly settings: readonly GitSetting[];
  /** Settings of the repository that run programs for files, merges and differences, by name. */
  readonly drivers: readonly string[];
  /** Settings of the repository that run programs, or keep what was said, when another repository is reached. */
  readonly helpers: readonly string[];
  /** Settings, and files of Git's early days, by which another repository is reached past what is looked at here. */
  readonly around: readonly string[];
  /** Settings by which a push overwrites or deletes. */
  readonly forced: readonly string[];
  /** What of `user.name` and `user.email` is set in the repository. */
  readonly named: ReadonlySet<string>;
  /** What Loom keeps is among the files of the repository. */
  readonly holdsLoom: boolean;
  /** A rebase stands still that will run programs. */
  readonly runsPrograms: boolean;
}

/** The repository of a workspace, or why Git is not run in it; `missing` with what Git says when there is none. */
export type RepositoryLook =
  | { readonly ok: true; readonly repository: Repository }
  | { readonly ok: false; readonly missing: boolean; readonly why: string };

/** Where to look, and how Git is run. */
export interface LookOptions {
  /** The real path of the folder that Git is run in. */
  readonly root: string;
  /** The workspace's real path, where that is another one. */
  readonly within?: string;
  /** Git's whole environment. */
  readonly env: Environment;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Looks at the repository that Git would work in: all of it must be in the workspace. Nothing that is set there is run. */
export async function lookAtRepository(options: LookOptions): Promise<RepositoryLook> {
  const places = await askGit([...settings(), "rev-parse", "--absolute-git-dir", "--git-common-dir"], options);
  if (!places.ok) return { ok: false, missing: true, why: places.text };
  const top = await askGit([...settings(), "rev-parse", "--show-toplevel"], options);
  const [own = "", common = ""] = places.text.trimEnd().split("\n"), root = options.within ?? options.root;
  for (const place of [own, common, ...top.ok ? [top.text.trimEnd()] : []]) {
    const real = placeOf(place, root);
    if (real === undefined || !isInside(real, root)) return outside(`\`${place}\``);
  }
  const folder = placeOf(common, root)!,
    lent = lentOut(join(folder, "objects"), root),
    link = linkOut(folder, root) ?? linkOut(placeOf(own, root)!, root);
  if (link !== undefined) return outside(`the link \`${link.slice(root.length + 1)}\``);
  if (lent !== undefined) return outside(`\`${lent}\``);
  const listed = await askGit([...settings(), "config", "--list", "-z"], options);
  if (!listed.ok) return { ok: false, missing: false, why: `its settings cannot be read: ${listed.text}` };
  const loom = await askGit([...settings(), "ls-files", "-z", "--", ":(top,glob)**/.loom/**"], options);
  const state = { holdsLoom: loom.ok && loom.text !== "", runsPrograms: runsPrograms(placeOf(own, root)!) };
  const found = fromSettings(listed.text), around = [...found.around, ...oldRemotes(folder)];
  return { ok: true, repository: { ...found, ...state, around } };
}

function outside(what: string): RepositoryLook {
  return { ok: false, missing: false, why: `${what} is outside of the workspace, and a part of the repository` };
}

/** Milliseconds that Git may take for an answer about itself. */
const PATIENCE = 10_000;

/** What Git says to a question about itself; for one that it does not answer, why. */
export async function askGit(
  args: readonly string[],
  { root, env, signal }: LookOptions,
): Promise<{ readonly ok: boolean; readonly text: string }> {
  try {
    const { success, stdout, stderr } = await new Deno.Command("git", {
      args: [...args],
      cwd: root,
      clearEnv: true,
      env: { ...env },
      stdin: "null",
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    }).output();
    const text = new TextDecoder().decode(success ? stdout : stderr);
    return { ok: success, text: success ? text : text.trim() || "Git did not answer" };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { ok: false, text: "there is no program `git` on this machine" };
    throw error;
  }
}

/** A link in what Git keeps that leads out of the workspace; contents have names that are their hashes, and are no links. */
function linkOut(folder: string, root: string): string | undefined {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) {
      const place = placeOf(path, root);
      if (place === undefined || !isInside(place, root)) return path;
    } else if (entry.isDirectory() && !(basename(folder) === "objects" && /^[0-9a-f]{2}$/.test(entry.name))) {
      const found = linkOut(path, root);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A place outside of the workspace whose objects are taken for those of the repository. */
function lentOut(objects: string, root: string, depth = 0): string | undefined {
  const lines = textOf(join(objects, "info/alternates")).split("\n").filter((line) => line !== "" && line[0] !== "#");
  for (const line of lines) {
    const place = placeOf(line, objects);
    // Git takes a place in quotes apart by rules of its own.
    if (line.startsWith('"') || place === undefined || !isInside(place, root)) return line;
    const found = depth < 8 ? lentOut(place, root, depth + 1) : line;
    if (found !== undefined) return found;
  }
  return undefined;
}

function textOf(file: string): string {
  try {
    // A pipe would keep this process waiting.
    return fs.statSync(file).isFile() ? fs.readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
}

/** Files that name other repositories as Git did before it had settings for that. */
function oldRemotes(folder: string): readonly string[] {
  return ["remotes", "branches"].flatMap((name) => {
    try {
      return fs.readdirSync(join(folder, name)).map((file) => `.git/${name}/${file}`);
    } catch {
      return [];
    }
  });
}

const DRIVERS =
  /^(?:hook\..*\.command|filter\..*\.(?:clean|smudge|process)|merge\..*\.driver|diff\..*\.(?:command|textconv))$/s;
const HELPERS =
  /^(?:credential\.(?:.*\.)?helper|core\.(?:gitproxy|alternaterefscommand)|http\.(?:.*\.)?savecookies|remote\..*\.(?:uploadpack|receivepack))$/s;
const AROUND = /^(?:remote\..*\.(?:proxy|vcs)|http\..*\.proxy|http\.(?:.*\.)?curloptresolve|fetch\.bundleuri)$/s;

function fromSettings(listed: string): Omit<Repository, "runsPrograms" | "holdsLoom"> {
  const own = new Set(settings().filter((word) => word.includes("=")).map((word) => word.split("=")[0]!.toLowerCase()));
  const all = listed.split("\0").filter((line) => line !== "").map((line): GitSetting => {
    const cut = line.indexOf("\n");
    return cut < 0 ? { name: line, value: "true" } : { name: line.slice(0, cut), value: line.slice(cut + 1) };
  });
  const names = (pattern: RegExp) => [...new Set(all.flatMap(({ name }) => pattern.test(name) ? [name] : []))];
  const set = (pattern: RegExp) => names(pattern).filter((name) => all.some((one) => one.name === name && one.value));
  const forced = all.filter(({ name, value }) =>
    /^remote\..*\.mirror$/s.test(name) && value !== "false" || /^remote\..*\.push$/s.test(name) && /^[+:]/.test(value)
  );
  return {
    settings: all,
    drivers: set(DRIVERS),
    helpers: set(HELPERS).filter((name) => !own.has(name)),
    // A proxy that is set to nothing is a way around as well.
    around: names(AROUND),
    forced: forced.map(({ name }) => name),
    named: new Set(set(/^user\.(?:name|email)$/)),
  };
}

function runsPrograms(folder: string): boolean {
  const lists = ["rebase-merge/git-rebase-todo", "rebase-apply/git-rebase-todo"];
  return lists.some((list) => /^\s*(?:x|exec|!)\s/m.test(textOf(join(folder, list))));
}
