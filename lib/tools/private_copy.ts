import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** A private folder that holds a copy of pinned modules, and Deno's own caches beside them. */
export interface PrivateCopy {
  /** The folder, for its owner alone. */
  readonly folder: string;
  /** Where the modules lie, by their paths. */
  readonly code: string;
  /** The same as a `file:` URL that ends in a slash. */
  readonly codeUrl: string;
  /** Deno's cache folder for whatever runs from here: nothing is left in the user's own. */
  readonly cache: string;
}

/** Lays out an empty copy in a folder that only its owner can enter. */
export async function openCopy(folder: string): Promise<PrivateCopy> {
  const copy = { folder, code: join(folder, "code"), cache: join(folder, "cache") };
  await Deno.mkdir(copy.code, { recursive: true, mode: 0o700 });
  await Deno.mkdir(copy.cache, { mode: 0o700 });
  return { ...copy, codeUrl: `${pathToFileURL(copy.code).href}/` };
}

/**
 * Writes a module into the copy.
 *
 * @throws {TypeError} for a path that leads out of it: such a plan was not made by the compiler.
 */
export async function writeModule(copy: PrivateCopy, path: string, text: string): Promise<void> {
  if (!staysInside(path)) throw new TypeError(`Cannot write the pinned module \`${path}\`: its path leads outside`);
  const file = join(copy.code, path);
  await Deno.mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await Deno.writeTextFile(file, text, { mode: 0o600 });
}

/** The URL of a module of the copy. */
export function moduleUrl(copy: PrivateCopy, path: string): string {
  return pathToFileURL(join(copy.code, path)).href;
}

/** Lets the copy use the npm packages of the user's cache, and no other part of it. */
export async function shareNpmCache(copy: PrivateCopy, npmCache: string): Promise<void> {
  const link = join(copy.cache, "npm");
  await Deno.mkdir(npmCache, { recursive: true });
  await Deno.remove(link, { recursive: true }).catch(() => {});
  await Deno.symlink(npmCache, link);
}

function staysInside(path: string): boolean {
  return path !== "" && path.split("/").every((name) => name !== "" && name !== "." && name !== "..");
}
