import fs from "node:fs";
import { sha256 } from "../../base/hash.ts";
import { idOf, type OpenFolder, openFolder } from "./open_folder.ts";
import { systemCode, tried, triedLater, WorkspaceTrouble } from "./trouble.ts";
import { nameIn, parentOf, shown } from "./workspace_path.ts";
import type { Workspace } from "./workspace.ts";

/** Bytes of the largest file that is read, changed or deleted: 16 MB. */
export const MOST_BYTES = 16_000_000;

/** What is at a path, links not followed; `mark` differs when it is another one or was touched in any way. */
export type Entry =
  | { readonly is: "missing" }
  | { readonly is: "link" | "special"; readonly mark: string }
  | { readonly is: "folder"; readonly mode: number; readonly mark: string }
  | {
    readonly is: "file";
    /** Permission bits. */
    readonly mode: number;
    /** Bytes. */
    readonly size: number;
    /** Milliseconds since 1970 when its content last changed. */
    readonly time: number;
    /** Milliseconds since 1970 when anything about it last changed; no program can set that. */
    readonly touched: number;
    /** What file it is, whatever it is called. */
    readonly id: string;
    /** Differs when the file, its content or its permissions were changed. */
    readonly mark: string;
  };

/** A file that was read whole. */
export interface FileContent {
  /** What it holds. */
  readonly bytes: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** SHA-256 of the content. */
  readonly hash: string;
  /** Differs when the file was touched in any way. */
  readonly mark: string;
}

/** What is in a folder under that name. */
export function entryIn(folder: OpenFolder, name: string, act: string): Entry {
  try {
    return entryOf(fs.lstatSync(folder.at(name), { bigint: true }));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return { is: "missing" };
    return tried(act, () => {
      throw error;
    });
  }
}

/** What is at a path whose folders may be missing as well. */
export function entryAt(workspace: Workspace, path: string, act: string): Entry {
  try {
    using folder = openFolder(workspace, path === "" ? "" : parentOf(path), act);
    if (path === "") return entryOf(fs.lstatSync(folder.at(), { bigint: true }));
    const entry = entryIn(folder, nameIn(path), act);
    folder.check();
    return entry;
  } catch (error) {
    if (error instanceof WorkspaceTrouble && error.code === "missing") return { is: "missing" };
    throw error;
  }
}

/** What the system tells of a place. */
export function entryOf(info: fs.BigIntStats): Entry {
  const { size, mtimeMs, mtimeNs, ctimeMs, ctimeNs } = info, mode = Number(info.mode) & 0o7777, id = idOf(info);
  const mark = [id, size, mtimeNs, ctimeNs, mode].join(" ");
  if (info.isSymbolicLink()) return { is: "link", mark };
  if (info.isDirectory()) return { is: "folder", mode, mark };
  // Whoever talks through a pipe or a device leaves it as it is.
  if (!info.isFile()) return { is: "special", mark: [id, info.mode, info.rdev].join(" ") };
  return { is: "file", mode, size: Number(size), time: Number(mtimeMs), touched: Number(ctimeMs), id, mark };
}

/** The file that an entry is. @throws {WorkspaceTrouble} that says what it is instead. */
export function asFile(entry: Entry, path: string, act: string): Extract<Entry, { readonly is: "file" }> {
  switch (entry.is) {
    case "file":
      return entry;
    case "missing":
      throw new WorkspaceTrouble("missing", `${act}: there is no such file in the workspace`);
    case "folder":
      throw new WorkspaceTrouble("invalid", `${act}: \`${shown(path)}\` is a folder`);
    case "link":
      throw new WorkspaceTrouble("refused", `${act}: it is a link, and links are not followed; name its target`);
    case "special":
      throw new WorkspaceTrouble("refused", `${act}: it is a pipe, a socket or a device`);
  }
}

/**
 * Reads a whole file.
 *
 * @throws {WorkspaceTrouble} when it is not there, is no regular file, or has more than {@link MOST_BYTES}.
 */
export async function readFile(
  workspace: Workspace,
  path: string,
  act = `Cannot read \`${path}\``,
): Promise<FileContent> {
  asNamed(path, act);
  using folder = openFolder(workspace, parentOf(path), act);
  return await readIn(folder, path, act);
}

/** How much of a file is read. */
export interface Reading {
  /** What is tried, for messages. */
  readonly act: string;
  /** Bytes that the file may have. */
  readonly most: number;
}

/** {@link readFile} with another bound on the bytes of the file. */
export async function readFileUpTo(workspace: Workspace, path: string, reading: Reading): Promise<FileContent> {
  asNamed(path, reading.act);
  using folder = openFolder(workspace, parentOf(path), reading.act);
  return await readIn(folder, path, reading);
}

/** Refuses the workspace itself where a file is wanted. */
export function asNamed(path: string, act: string): void {
  if (path === "") throw new WorkspaceTrouble("refused", `${act}: it is the workspace itself`);
}

/** Reads a file in a folder that is open; {@link MOST_BYTES} at most where only what is tried is given. */
export async function readIn(folder: OpenFolder, path: string, reading: string | Reading): Promise<FileContent> {
  const { act, most } = typeof reading === "string" ? { act: reading, most: MOST_BYTES } : reading;
  const name = nameIn(path), seen = asFile(entryIn(folder, name, act), path, act);
  if (seen.size > most) throw tooLarge(seen.size, { act, most });
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  // Without waiting: a pipe that was put there since would never answer.
  const handle = await triedLater(act, () => fs.promises.open(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  try {
    const opened = asFile(entryOf(await handle.stat({ bigint: true })), path, act);
    if (opened.id !== seen.id) throw new WorkspaceTrouble("conflict", `${act}: it was replaced meanwhile; try again`);
    folder.check({ name, id: opened.id });
    const bytes = await triedLater(act, () => firstBytes(handle, opened.size, { act, most }));
    const { mark } = asFile(entryOf(await handle.stat({ bigint: true })), path, act);
    if (mark !== opened.mark) throw new WorkspaceTrouble("conflict", `${act}: it is being written to; try again`);
    return { bytes, mode: opened.mode, hash: sha256(bytes), mark };
  } finally {
    await handle.close();
  }
}

async function firstBytes(handle: fs.promises.FileHandle, size: number, reading: Reading): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.min(size, reading.most) + 1);
  let held = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, held, bytes.length - held, held);
    held += bytesRead;
    if (bytesRead === 0) return bytes.slice(0, held);
    if (held === bytes.length) throw tooLarge(held, reading);
  }
}

function tooLarge(size: number, { act, most }: Reading): WorkspaceTrouble {
  const found = size.toLocaleString("en-US"), allowed = most.toLocaleString("en-US");
  return new WorkspaceTrouble("refused", `${act}: it has ${found} bytes, ${allowed} are allowed`);
}
