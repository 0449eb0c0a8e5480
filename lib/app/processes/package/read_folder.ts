import { join } from "node:path";
import { readAtMost } from "../../read_at_most.ts";
import type { PackageEntry } from "./package_entry.ts";
import { isSafePath, PACKAGE_LIMITS, PackageError, shown } from "./package_entry.ts";

/** Folders that hold no part of a package and may be large. */
const SKIPPED = new Set([".git", "node_modules", ".loom", "__pycache__", ".venv", "venv"]);

/** How deep folders are looked into: a package one level down, its tools, and folders in them. */
const DEEPEST = 6;

/** Everything in a folder that a package may be made of; files are read when they are wanted. Links are not followed. */
export async function readFolder(folder: string): Promise<readonly PackageEntry[]> {
  const entries: PackageEntry[] = [];
  await walk(folder, "", entries);
  return entries;
}

async function walk(folder: string, under: string, entries: PackageEntry[]): Promise<void> {
  for await (const { name, isFile, isDirectory } of Deno.readDir(join(folder, under))) {
    const path = under === "" ? name : `${under}/${name}`;
    if (isDirectory && (SKIPPED.has(name) || path.split("/").length >= DEEPEST)) continue;
    if (!isSafePath(path)) {
      throw new PackageError(`Cannot take \`${shown(path)}\`: its name is none that could be written here`);
    }
    if (isDirectory) await walk(folder, path, entries);
    else entries.push(isFile ? { is: "file", path, read: () => content(folder, path) } : { is: "link", path });
    if (entries.length > PACKAGE_LIMITS.entries) {
      throw new PackageError(`Cannot take \`${folder}\`: it holds more than ${PACKAGE_LIMITS.entries} files`);
    }
  }
}

/** What a file holds, if it is one still: what it was when the folder was looked at may have changed. */
async function content(folder: string, path: string): Promise<Uint8Array> {
  const { isFile } = await Deno.lstat(join(folder, path));
  const read = isFile ? await readAtMost(join(folder, path), PACKAGE_LIMITS.file) : undefined;
  if (read?.ok) return read.bytes;
  const why = read ? `it has more than ${PACKAGE_LIMITS.file.toLocaleString("en-US")} bytes` : "it is no file";
  throw new PackageError(`Cannot take \`${shown(path)}\`: ${why}`);
}
