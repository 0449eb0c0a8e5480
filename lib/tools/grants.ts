import { join, resolve } from "node:path";
import type { Permissions } from "../plan/plan.ts";
import { isInside } from "./is_inside.ts";

/** Deno's flags for what is granted, or everything that is wrong with the grants. */
export type Grants =
  | { readonly ok: true; readonly flags: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What is wrong with the words of the grants; whether the paths exist is another matter. */
export function grantProblems(permissions: Permissions): readonly string[] {
  const wrong = (kind: keyof Permissions, fits: (value: string) => boolean, wanted: string): string[] =>
    permissions[kind].filter((value) => !fits(value)).map((value) => `Cannot grant ${kind} \`${value}\`: ${wanted}`);
  const isPath = (value: string): boolean => value.trim() !== "" && !value.includes("\0");
  return [
    ...wrong("read", isPath, "name a file or a folder"),
    ...wrong("write", isPath, "name a file or a folder"),
    ...wrong("net", (value) => HOST.test(value), "name a host such as `api.example.com` or `127.0.0.1:8080`"),
    ...wrong("run", isPath, "name a program"),
    ...wrong("env", (value) => VARIABLE.test(value), "name one variable"),
  ];
}

/**
 * The flags that grant a script what its spec says and nothing else. Paths start from `folder`, a real path. Deno
 * follows symbolic links out of what is granted, so such links are denied one by one; where a script may also write, it
 * could move them from their denied places, so there they are a problem.
 */
export async function grantFlags(permissions: Permissions, folder: string): Promise<Grants> {
  const problems = grantProblems(permissions);
  if (problems.length > 0) return { ok: false, problems };
  const read = await fileGrant(permissions.read, folder), write = await fileGrant(permissions.write, folder);
  const movable = write.denied.slice(0, 1).map((link) =>
    `Cannot grant write: \`${link}\` is a link out of what is granted`
  );
  const wrong = [...read.problems, ...write.problems, ...movable];
  if (wrong.length > 0) return { ok: false, problems: wrong };
  const programs = permissions.run.map((name) => (name.includes("/") ? resolve(folder, name) : name));
  const flags = [
    ...flag("allow-read", read.allowed),
    ...flag("deny-read", read.denied),
    ...flag("allow-write", write.allowed),
    ...flag("allow-net", permissions.net),
    ...flag("allow-run", programs),
    ...flag("allow-env", permissions.env),
  ];
  return { ok: true, flags };
}

/** An empty list gives no flag: without a list Deno would grant everything. */
export function flag(name: string, values: readonly string[]): readonly string[] {
  return values.length > 0 ? [`--${name}=${values.map((value) => value.replaceAll(",", ",,")).join(",")}`] : [];
}

interface FileGrant {
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
  readonly problems: readonly string[];
}

/** Characters that the denied links may take on a command line. */
const MAX_DENIED = 60_000;

async function fileGrant(paths: readonly string[], folder: string): Promise<FileGrant> {
  const allowed = paths.map((path) => resolve(folder, path));
  const reals = await Promise.all(allowed.map(async (path) => await realPath(path) ?? path));
  const problems = paths.flatMap((path, i) => {
    const leaves = isInside(allowed[i]!, folder) && !isInside(reals[i]!, folder);
    return leaves
      ? [`Cannot grant \`${path}\`: it is a link to \`${reals[i]}\`, outside the spec's folder; grant that path`]
      : [];
  });
  const denied: string[] = [];
  if (problems.length === 0) { for (const path of allowed) await collectEscapes(path, reals, denied); }
  if (denied.join().length > MAX_DENIED) {
    problems.push(
      `Cannot grant \`${paths.join("`, `")}\`: ${denied.length} links lead out of it; grant a narrower folder`,
    );
  }
  return { allowed, denied, problems };
}

/** Adds every link at or below `path` that leads out of all that is granted. */
async function collectEscapes(path: string, granted: readonly string[], found: string[]): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(path)).catch((): Deno.DirEntry[] => []);
  for (const entry of entries) {
    const child = join(path, entry.name);
    if (entry.isDirectory) await collectEscapes(child, granted, found);
    if (!entry.isSymlink) continue;
    const target = await realPath(child);
    if (target === undefined || !granted.some((one) => isInside(target, one))) found.push(child);
  }
}

/** The path with all links followed; undefined where they lead to nothing, or to nothing we can see. */
async function realPath(path: string): Promise<string | undefined> {
  return await Deno.realPath(path).catch(() => undefined);
}
