/**
 * Saving a run's text to a file: whole or not at all, inside the project folder, and never over something that this
 * run did not write.
 *
 * @module
 */
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { sha256 } from "../base/hash.ts";
import type { Projection, Store } from "../store/store.ts";

/** A text cannot be saved where the spec says. */
export class SaveError extends Error {
  override readonly name = "SaveError";
}

/** What to save and where. */
export interface Save {
  readonly store: Store;
  readonly run: number;
  /** The project folder: nothing is written outside of it. */
  readonly folder: string;
  /** The path asked for, relative to the folder. */
  readonly path: string;
  readonly text: string;
}

const EMPTY = sha256("");

/** Saves the text and gives the file's path. A file that somebody else made or changed is left alone: another name is taken. */
export async function saveText(save: Save): Promise<string> {
  const { store, run, text } = save, wanted = await inside(save);
  let known = await store.projection(run);
  if (known && !await isOurs(known)) known = undefined;
  const path = known?.path ?? await claim(save, wanted);
  const hash = sha256(text), { writing, written } = known ?? {};
  await store.setProjection(run, { path, writing: hash, ...oldHash(writing ?? written) });
  await replace(path, text, run);
  return path;
}

function oldHash(hash: string | undefined): { readonly written?: string } {
  return hash === undefined ? {} : { written: hash };
}

/** The absolute path asked for, its folder made; refuses ways out of the project folder, links included. */
async function inside({ folder, path }: Save): Promise<string> {
  const root = await Deno.realPath(folder), wanted = resolve(root, path);
  const outside = new SaveError(
    `Cannot save to \`${path}\`: it lies outside the project folder \`${folder}\`; give a path inside it`,
  );
  if (!isWithin(root, wanted) || wanted === root) throw outside;
  let made = dirname(wanted);
  while (!await exists(made)) made = dirname(made);
  if (!isWithin(root, await Deno.realPath(made))) throw outside;
  await Deno.mkdir(dirname(wanted), { recursive: true });
  return join(await Deno.realPath(dirname(wanted)), basename(wanted));
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(root, way) === path;
}

/** Whether the file still is what this run wrote last, or was about to write when it stopped. */
async function isOurs({ path, written, writing }: Projection): Promise<boolean> {
  try {
    const hash = sha256(await Deno.readFile(path));
    return hash === EMPTY || hash === written || hash === writing;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

/** Makes a new empty file: the name asked for, or the first of `-2`, `-3` … that is free. */
async function claim({ store, run }: Save, wanted: string): Promise<string> {
  const ending = extname(wanted), stem = wanted.slice(0, wanted.length - ending.length);
  for (let i = 1;; i++) {
    const path = i === 1 ? wanted : `${stem}-${i}${ending}`;
    if (await exists(path)) continue;
    await store.setProjection(run, { path });
    try {
      (await Deno.open(path, { write: true, createNew: true })).close();
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/** Written beside, synced, renamed: a reader sees the old text or the new one. */
async function replace(path: string, text: string, run: number): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${run}.tmp`);
  try {
    using file = await Deno.open(temporary, { write: true, create: true, truncate: true });
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    await file.sync();
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await Deno.rename(temporary, path);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
