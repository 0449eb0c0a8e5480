import { createHash } from "node:crypto";
import fs from "node:fs";
import type { OpenFolder } from "./open_folder.ts";
import { asFile, type Entry, entryOf } from "./read_file.ts";
import { tried } from "./trouble.ts";

/** A file of any size that was read, and what was not kept of it. */
export interface HashedFile {
  /** SHA-256 of what was read. */
  readonly hash: string;
  /** The file as it was when it was opened. */
  readonly file: Extract<Entry, { readonly is: "file" }>;
  /** Whether nothing about it changed while it was read. */
  readonly steady: boolean;
}

/** Bytes that are read at once. */
const CHUNK = 1 << 20;

/**
 * Hashes a file of a folder as far as it goes when it is opened: one that grows is not followed.
 *
 * @throws {WorkspaceTrouble} when it is no regular file or cannot be read.
 */
export async function hashFile(folder: Pick<OpenFolder, "at">, name: string, act: string): Promise<HashedFile> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  // Without waiting: a pipe that was put there since would never answer.
  const handle = tried(act, () => fs.openSync(folder.at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
  try {
    const look = () => asFile(entryOf(fs.fstatSync(handle, { bigint: true })), name, act);
    const file = look(), hash = createHash("sha256"), bytes = new Uint8Array(Math.min(CHUNK, file.size));
    for (let at = 0; at < file.size;) {
      const read = tried(act, () => fs.readSync(handle, bytes, 0, Math.min(bytes.length, file.size - at), at));
      if (read === 0) break;
      hash.update(bytes.subarray(0, read));
      at += read;
      if (at < file.size) await breath();
    }
    return { hash: hash.digest("hex"), file, steady: look().mark === file.mark };
  } finally {
    fs.closeSync(handle);
  }
}

/** Lets others have a go between two pieces of long work. */
export function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
