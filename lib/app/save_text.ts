/**
 * Saving a run's text to a file: whole or not at all, inside the project folder, and never over something that this
 * run did not write.
 *
 * @module
 */
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { sha256 } from "../base/hash.ts";
import { savePathProblem } from "../compile/save_path.ts";
import type { Projection, Store } from "../store/store.ts";
import { SaveError, saveErrorOf } from "./save_error.ts";
import { StoreError } from "../store/store.ts";

export { SaveError } from "./save_error.ts";

/** Where something is saved. */
export interface SavePlace {
  /** The project folder: nothing is written outside of it. */
  readonly folder: string;
  /** The path asked for, relative to the folder. */
  readonly path: string;
}

/** What to save and where. */
export interface Save extends SavePlace {
  /** Keeps which file the run made, and what it wrote to it. */
  readonly store: Store;
  /** Number of the run. */
  readonly run: number;
  /** The whole text. */
  readonly text: string;
}

const EMPTY = sha256("");

/**
 * Saves the text and gives the file's path. A file that somebody else made or changed is left alone: another name is
 * taken. Throws {@link SaveError} when nothing can be written; what was there before is there still.
 */
export async function saveText(save: Save): Promise<string> {
  try {
    return await saved(save);
  } catch (error) {
    throw error instanceof StoreError ? error : saveErrorOf(error, save.path);
  }
}

/** Throws {@link SaveError} for a path that leads out of the project folder, links included. Makes nothing. */
export async function checkSavePlace(place: SavePlace): Promise<void> {
  try {
    await wantedPath(place);
  } catch (error) {
    throw saveErrorOf(error, place.path);
  }
}

/** Whether a text stands in the file of its run, or did until somebody made that file their own. */
export async function isSaved(store: Store, run: number, text: string): Promise<boolean> {
  const known = await store.projection(run), hash = sha256(text);
  return known !== undefined && holds(known, await contentOf(known.path), hash);
}

/**
 * Notes that the save of a text is complete: a file that is changed from now on is changed by somebody else. A save that
 * somebody has begun since is none of ours.
 */
export async function completeSave(store: Store, run: number, text: string): Promise<void> {
  const known = await store.projection(run), hash = sha256(text);
  if (known?.writing === hash) await store.setProjection(run, { path: known.path, written: hash });
}

async function saved(save: Save): Promise<string> {
  const { store, run, text } = save, wanted = await wantedPath(save), hash = sha256(text);
  const known = await store.projection(run), found = known && await contentOf(known.path);
  if (known && holds(known, found, hash)) return known.path;
  await makeFolder(wanted, save);
  const isKept = known && dirname(known.path) === dirname(wanted) && isOurs(known, found);
  const path = isKept ? known.path : await claim(save, wanted);
  const before = known?.path === path ? known.writing ?? known.written : undefined;
  await store.setProjection(run, { path, writing: hash, ...(before === undefined ? {} : { written: before }) });
  await replace(path, text, run);
  return path;
}

const ADVICE = "give the path of a file inside the project folder";

/** The absolute path asked for. It is held to the rules of paths in specs, wherever its parts come from, links included. */
async function wantedPath({ folder, path }: SavePlace): Promise<string> {
  const wrong = savePathProblem(path);
  if (wrong) throw new SaveError(path, `${wrong}; ${ADVICE}`);
  const root = await Deno.realPath(folder), wanted = resolve(root, path);
  let made = dirname(wanted);
  while (!await exists(made)) made = dirname(made);
  const real = await Deno.realPath(made);
  if (!isWithin(root, real)) throw outside({ folder, path });
  // A link may lead where the path itself may not.
  const led = savePathProblem(relative(root, join(real, relative(made, wanted))));
  if (led) throw new SaveError(path, `${led}; ${ADVICE}`);
  if (!(await Deno.stat(real)).isDirectory) throw new Deno.errors.NotADirectory(real);
  return join(real, relative(made, wanted));
}

function outside({ folder, path }: SavePlace): SaveError {
  return new SaveError(path, `it lies outside the project folder \`${folder}\`; give a path inside it`);
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(root, way) === path;
}

/** Makes the folder of a path, and looks again: a link may have taken the place of a folder that was made. */
async function makeFolder(wanted: string, place: SavePlace): Promise<void> {
  await Deno.mkdir(dirname(wanted), { recursive: true });
  if (await Deno.realPath(dirname(wanted)) !== dirname(wanted)) throw outside(place);
}

/** Hash of what a file holds; undefined when there is none, a word when it is not a file at all. */
async function contentOf(path: string): Promise<string | undefined> {
  try {
    return (await Deno.lstat(path)).isFile ? sha256(await Deno.readFile(path)) : "not a file";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Whether a file holds a text. One that was saved to its end before, and is changed, is somebody's own by now. */
function holds({ written, writing }: Projection, found: string | undefined, hash: string): boolean {
  return found === hash || (found !== undefined && written === hash && writing === undefined);
}

/** Whether a file still is what this run wrote last, or was about to write when it stopped. */
function isOurs({ written, writing }: Projection, found: string | undefined): boolean {
  return found === undefined || found === EMPTY || found === written || found === writing;
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
  // What a process left behind that was killed here; made anew, so that no link is followed.
  await removed(temporary);
  try {
    using file = await Deno.open(temporary, { write: true, createNew: true });
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (error) {
    await removed(temporary);
    throw error;
  }
}

async function removed(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
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
