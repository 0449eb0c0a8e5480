import { dirname, isAbsolute, join } from "node:path";
import type { Scratch } from "../plan/effect.ts";
import { isInside } from "./is_inside.ts";
import { pathBelow, ScratchTrouble, systemReason } from "./scratch_path.ts";

/** What a folder may begin with, and how much of it is given back. */
export interface ScratchLimits {
  /** Bytes of all files together. */
  readonly bytes: number;
  /** Files, folders and links together. */
  readonly files: number;
  /** UTF-8 bytes of the file that is read back. */
  readonly text: number;
}

/** 256 MiB in 10,000 files; a mebibyte is read back. */
export const SCRATCH_LIMITS: ScratchLimits = { bytes: 268_435_456, files: 10_000, text: 1_048_576 };

/** What is laid out, where, and until when. */
export interface Filling {
  /** What goes into the folder. */
  readonly scratch: Scratch;
  /** What copied paths begin from. */
  readonly folder: string;
  /** How much may go in. */
  readonly limits: ScratchLimits;
  /** Ends it between two files. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Lays out an empty folder: first the copies, then the texts, which replace copies of the same path. Links are laid out
 * as links where they lead to something that is copied with them, and refused where they do not.
 *
 * @throws {ScratchTrouble} for a path that leads out, is not there, or is too much.
 */
export async function fillScratch(place: string, filling: Filling): Promise<void> {
  const { copy, write } = filling.scratch, load = new Load(place, filling);
  for (const path of copy) await copyPath(load, pathBelow(path, "copy"), filling.folder);
  for (const [path, text] of Object.entries(write)) await writeText(load, pathBelow(path, "write"), text);
}

/** A folder that is being filled, and how full it is. */
class Load {
  readonly place: string;
  readonly #filling: Filling;
  #bytes = 0;
  #files = 0;

  constructor(place: string, filling: Filling) {
    this.place = place;
    this.#filling = filling;
  }

  /** Counts one more thing before it is made. */
  take(path: string, bytes: number): void {
    const { limits, signal } = this.#filling;
    if (signal?.aborted) throw new ScratchTrouble("aborted", `\`${path}\` was not laid out: the call was aborted`);
    this.#bytes += bytes;
    this.#files++;
    const over = this.#bytes > limits.bytes
      ? `${limits.bytes.toLocaleString("en-US")} bytes`
      : this.#files > limits.files
      ? `${limits.files.toLocaleString("en-US")} files and folders`
      : undefined;
    if (over === undefined) return;
    throw new ScratchTrouble("refused", `Cannot lay out \`${path}\`: a command is given ${over} at most; copy less`);
  }
}

async function writeText(load: Load, path: string, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  load.take(path, bytes.length);
  await tried(`Cannot write \`${path}\``, async () => {
    const target = await cleared(load.place, path);
    await Deno.writeFile(target, bytes, { mode: 0o600, createNew: true });
  });
}

/** What is copied: the path the user gave, where that really is, and what is copied with it. */
interface Origin {
  /** The path from the spec's folder. */
  readonly path: string;
  /** The same as a real path. */
  readonly from: string;
  /** The real path of the topmost folder that is copied whole. */
  readonly whole: string;
}

async function copyPath(load: Load, path: string, folder: string): Promise<void> {
  const act = `Cannot copy \`${path}\``;
  const home = await tried(act, () => Deno.realPath(folder));
  const from = await tried(act, () => Deno.realPath(join(home, path)));
  if (!isInside(from, home) || from === home) {
    throw new ScratchTrouble("refused", `${act}: it is a link to \`${from}\`, which is not below the spec's folder`);
  }
  await copyEntry(load, { path, from, whole: from });
}

async function copyEntry(load: Load, origin: Origin): Promise<void> {
  const { path, from } = origin, act = `Cannot copy \`${path}\``;
  const info = await tried(act, () => Deno.lstat(from));
  load.take(path, info.isFile ? info.size : 0);
  if (info.isSymlink) return await copyLink(load, origin);
  if (info.isDirectory) return await copyFolder(load, origin);
  if (!info.isFile) throw new ScratchTrouble("refused", `${act}: it is neither a file nor a folder`);
  await tried(act, async () => {
    const target = await cleared(load.place, path);
    await Deno.copyFile(from, target);
    // Whoever may run a file may run its copy, as nobody but themselves.
    await Deno.chmod(target, (info.mode ?? 0o600) & 0o777);
  });
}

async function copyFolder(load: Load, origin: Origin): Promise<void> {
  const act = `Cannot copy \`${origin.path}\``;
  const names = await tried(act, async () => {
    await Deno.mkdir(join(load.place, origin.path), { recursive: true, mode: 0o700 });
    return await Array.fromAsync(Deno.readDir(origin.from), ({ name }) => name);
  });
  for (const name of names) {
    await copyEntry(load, { ...origin, path: `${origin.path}/${name}`, from: join(origin.from, name) });
  }
}

async function copyLink(load: Load, { path, from, whole }: Origin): Promise<void> {
  const act = `Cannot copy \`${path}\``;
  const target = await tried(act, () => Deno.readLink(from));
  if (isAbsolute(target) || turnsBack(target) || !isInside(join(dirname(from), target), whole)) {
    const why = "which is not copied with it; copy what it leads to instead";
    throw new ScratchTrouble("refused", `${act}: it is a link to \`${target}\`, ${why}`);
  }
  await tried(act, async () => await Deno.symlink(target, await cleared(load.place, path)));
}

/** Whether a link climbs after it has gone down: then another link on its way decides where it leads. */
function turnsBack(target: string): boolean {
  const names = target.split("/").filter((name) => name !== "" && name !== ".");
  const down = names.findIndex((name) => name !== "..");
  return down >= 0 && names.lastIndexOf("..") > down;
}

/** The place of a file that is about to be made: its folder is there, and nothing that was laid out before it is. */
async function cleared(place: string, path: string): Promise<string> {
  const target = join(place, path), folder = dirname(target);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  if (!isInside(await Deno.realPath(folder), place)) throw new Error("its folder is a link that leads out");
  await Deno.remove(target).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  return target;
}

async function tried<T>(act: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ScratchTrouble) throw error;
    if (error instanceof Deno.errors.NotFound) {
      throw new ScratchTrouble("missing", `${act}: there is no such file or folder in the spec's folder`);
    }
    throw new ScratchTrouble("failed", `${act}: ${systemReason(error)}`);
  }
}
