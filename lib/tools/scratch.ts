/**
 * Commands that run in a folder of their own: it is made for one command, holds what that command is given, and is gone
 * afterwards, whatever became of it.
 *
 * @module
 */
import { dirname, join } from "node:path";
import type { Scratch } from "../plan/effect.ts";
import { refuse, runCommand } from "./command.ts";
import type { CommandFailure, CommandOptions, CommandOutcome } from "./command.ts";
import { fillScratch, SCRATCH_LIMITS } from "./fill_scratch.ts";
import type { ScratchLimits } from "./fill_scratch.ts";
import { isInside } from "./is_inside.ts";
import { openReaper } from "./reaper.ts";
import type { Reaper } from "./reaper.ts";
import { removeFolder } from "./remove_folder.ts";
import { pathBelow, ScratchTrouble, systemReason } from "./scratch_path.ts";

/** A private folder in which folders for commands are made, and whoever removes it if we are killed. */
export interface ScratchRoom {
  /** Watches the commands that run in it. */
  readonly reaper: Reaper;
  /** Aborted when the room is closed. */
  readonly closing: AbortSignal;
  /** Makes an empty folder that only its owner can enter, lends it under its real path, and removes it in every case. */
  lend<T>(use: (place: string) => Promise<T>): Promise<T>;
  /** Ends what still runs and removes everything. */
  close(): Promise<void>;
}

/** How a command runs in a folder of its own. Programs that are granted as a path are looked for in the spec's. */
export interface ScratchOptions extends Omit<CommandOptions, "cwd" | "reaper"> {
  /** What the folder holds, and what is read from it. */
  readonly scratch: Scratch;
  /** Where the folder is made. */
  readonly room: ScratchRoom;
  /** How much goes in and comes back. Default {@link SCRATCH_LIMITS}. */
  readonly limits?: ScratchLimits;
}

/** Makes the private folder. */
export async function openScratchRoom(): Promise<ScratchRoom> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "loom-scratch-" }));
  const reaper = openReaper({ folder }), closing = new AbortController(), lent = new Set<Promise<unknown>>();
  let count = 0;
  return {
    reaper,
    closing: closing.signal,
    async lend(use) {
      if (closing.signal.aborted) throw new ScratchTrouble("aborted", "The command was not started: its run is over");
      const lending = lendPlace(join(folder, String(count++)), use);
      lent.add(lending);
      return await lending.finally(() => lent.delete(lending));
    },
    async close() {
      closing.abort();
      await reaper.close();
      // Whoever still lays files out would make the folder anew behind our back.
      await Promise.allSettled(lent);
      await removeFolder(folder);
    },
  };
}

async function lendPlace<T>(place: string, use: (place: string) => Promise<T>): Promise<T> {
  await Deno.mkdir(place, { mode: 0o700 });
  try {
    return await use(place);
  } finally {
    await removeFolder(place);
  }
}

/** Runs a program in a folder made for it, gives back the file that was asked for, and removes the folder. */
export async function runInScratch(argv: readonly string[], options: ScratchOptions): Promise<CommandOutcome> {
  const refusal = refuse(argv, options);
  if (refusal) return refusal;
  const { room, signal } = options;
  const either = signal ? AbortSignal.any([signal, room.closing]) : room.closing;
  try {
    return await room.lend((place) => runIn(place, argv, { ...options, signal: either }));
  } catch (error) {
    return failureOf(error);
  }
}

async function runIn(place: string, argv: readonly string[], options: ScratchOptions): Promise<CommandOutcome> {
  const { scratch, folder, room, signal, limits = SCRATCH_LIMITS } = options;
  const path = scratch.read === undefined ? undefined : pathBelow(scratch.read, "read back");
  await fillScratch(place, { scratch, folder, limits, signal });
  const outcome = await runCommand(argv, { ...options, cwd: place, reaper: room.reaper });
  return path === undefined ? outcome : await withFile(outcome, { place, path, most: limits.text });
}

interface Wanted {
  readonly place: string;
  readonly path: string;
  /** UTF-8 bytes it may have. */
  readonly most: number;
}

/** Adds what the file holds; one that cannot be given back is a failure that keeps what was printed. */
async function withFile(outcome: CommandOutcome, wanted: Wanted): Promise<CommandOutcome> {
  if (!outcome.ok) return outcome;
  const { stdout, stderr } = outcome.result;
  try {
    const file = await readBack(wanted);
    return file === undefined ? outcome : { ok: true, result: { ...outcome.result, file } };
  } catch (error) {
    const reason = error instanceof Unreadable ? error.message : systemReason(error);
    const message = `Cannot read back \`${wanted.path}\`: ${reason}`;
    return { ok: false, code: "failed", message, partial: { stdout, stderr } };
  }
}

/** Why a file that is there is not given back. */
class Unreadable extends Error {}

/** What the file holds; undefined when there is none. */
async function readBack({ place, path, most }: Wanted): Promise<string | undefined> {
  const file = join(place, path);
  const folder = await ifThere(Deno.realPath(dirname(file)));
  if (folder === undefined) return undefined;
  if (!isInside(folder, place)) throw new Unreadable("its folder is a link that leads out");
  const info = await ifThere(Deno.lstat(file));
  if (info === undefined) return undefined;
  if (!info.isFile) throw new Unreadable("it is no regular file; let the command write one");
  const bytes = await firstBytes(file, most + 1);
  if (bytes.length > most) {
    throw new Unreadable(`it has more than ${most.toLocaleString("en-US")} bytes; let the command write less`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable("it is not UTF-8 text");
  }
}

async function ifThere<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}

/** No more than that many bytes: what a program leaves may be of any size. */
async function firstBytes(file: string, most: number): Promise<Uint8Array> {
  using opened = await Deno.open(file);
  const bytes = new Uint8Array(most);
  let held = 0;
  for (let read = await opened.read(bytes); read; read = await opened.read(bytes.subarray(held))) held += read;
  return bytes.subarray(0, held);
}

function failureOf(error: unknown): CommandFailure {
  if (error instanceof ScratchTrouble) return { ok: false, code: error.code, message: error.message };
  return { ok: false, code: "failed", message: `Cannot make a folder for the command: ${systemReason(error)}` };
}
