/**
 * Reads tar archives: ustar, with the long names of GNU and of pax. Nothing is written, and no link is followed.
 *
 * @module
 */
import type { PackageEntry } from "./package_entry.ts";
import { archived, PACKAGE_LIMITS, PackageError } from "./package_entry.ts";

const BLOCK = 512;

/** Everything in a tar archive but its folders. Throws {@link PackageError} for what is damaged, or leads out of it. */
export function readTar(bytes: Uint8Array): readonly PackageEntry[] {
  const entries: PackageEntry[] = [];
  let at = 0, count = 0, long: string | undefined;
  while (at + BLOCK <= bytes.length) {
    const header = bytes.subarray(at, at + BLOCK);
    if (header.every((byte) => byte === 0)) break;
    const { name, size, type } = headerOf(header), body = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (body.length < size) throw damaged("a file in it is cut off");
    if (++count > PACKAGE_LIMITS.entries) {
      throw new PackageError(`Cannot take the archive: it holds more than ${PACKAGE_LIMITS.entries} files`);
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (type === "x" || type === "L") {
      long = type === "L" ? textOf(body) : paxPath(body) ?? long;
      continue;
    }
    if (type !== "g" && type !== "K" && type !== "5") entries.push(entryOf(long ?? name, type, body));
    if (type !== "g" && type !== "K") long = undefined;
  }
  return entries;
}

/** Types of plain files; whatever is neither that nor a folder is a link for us. */
const FILES = new Set(["0", "\0", "7"]);

function entryOf(path: string, type: string, bytes: Uint8Array): PackageEntry {
  return FILES.has(type) ? archived(path, bytes) : archived(path);
}

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

function headerOf(header: Uint8Array): Header {
  const wanted = octal(header.subarray(148, 156));
  const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (wanted !== sum) throw damaged("the checksum of a file in it is wrong");
  const name = textOf(header.subarray(0, 100)), magic = textOf(header.subarray(257, 262));
  const prefix = magic === "ustar" ? textOf(header.subarray(345, 500)) : "";
  const size = octal(header.subarray(124, 136)), type = String.fromCharCode(header[156]!);
  if (size === undefined) throw damaged("the size of a file in it cannot be read");
  return { name: prefix === "" ? name : `${prefix}/${name}`, size, type };
}

function octal(field: Uint8Array): number | undefined {
  const digits = textOf(field).trim();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : undefined;
}

/** A field up to its first zero. */
function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** The path that a record of pax gives: `LENGTH path=VALUE`. */
function paxPath(body: Uint8Array): string | undefined {
  let at = 0, path: string | undefined;
  while (at < body.length) {
    const space = body.indexOf(32, at), length = Number(new TextDecoder().decode(body.subarray(at, space)));
    if (space < 0 || !Number.isInteger(length) || length <= 0) throw damaged("a long name in it cannot be read");
    const [key, ...value] = new TextDecoder().decode(body.subarray(space + 1, at + length - 1)).split("=");
    if (key === "path") path = value.join("=");
    at += length;
  }
  return path;
}

function damaged(why: string): PackageError {
  return new PackageError(`Cannot take the archive: ${why}`);
}
