/**
 * Reads zip archives by their directory: files as they are, or deflated. Nothing is written, and no link is followed.
 *
 * @module
 */
import type { PackageEntry } from "./package_entry.ts";
import { archived, PACKAGE_LIMITS, PackageError } from "./package_entry.ts";
import { unpack } from "./unpack.ts";

const END = 0x06054b50, CENTRAL = 0x02014b50, LOCAL = 0x04034b50;

/** Everything in a zip archive but its folders. Throws {@link PackageError} for what is damaged, or leads out of it. */
export async function readZip(bytes: Uint8Array): Promise<readonly PackageEntry[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), entries: PackageEntry[] = [];
  let left = PACKAGE_LIMITS.unpacked;
  for (const one of directoryOf(view, bytes)) {
    if (one.isFolder) continue;
    if (one.isLink) {
      entries.push(archived(one.path));
      continue;
    }
    const content = await contentOf(view, bytes, { ...one, left });
    left -= content.length;
    entries.push(archived(one.path, content));
  }
  return entries;
}

interface Listed {
  readonly path: string;
  readonly method: number;
  /** Bytes as they lie there. */
  readonly packed: number;
  /** Where its own header begins. */
  readonly offset: number;
  readonly isFolder: boolean;
  readonly isLink: boolean;
}

function directoryOf(view: DataView, bytes: Uint8Array): readonly Listed[] {
  const end = endOf(view), count = view.getUint16(end + 10, true), listed: Listed[] = [];
  if (count > PACKAGE_LIMITS.entries) {
    throw new PackageError(`Cannot take the archive: it holds more than ${PACKAGE_LIMITS.entries} files`);
  }
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw damaged();
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name));
    // The upper half holds the mode of Unix, of which the upper four bits say what it is; plain files are 8 or 0.
    const sort = view.getUint16(at + 40, true) >>> 12;
    const isEncrypted = (view.getUint16(at + 8, true) & 1) !== 0;
    if (isEncrypted) throw new PackageError("Cannot take the archive: it is encrypted");
    listed.push({
      path,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
      isFolder: path.endsWith("/") || sort === 4,
      isLink: sort !== 0 && sort !== 8,
    });
    at += 46 + name + extra + comment;
  }
  return listed;
}

/** The end of the directory stands last, with a comment of at most 64 KB behind it. */
function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw damaged();
}

async function contentOf(
  view: DataView,
  bytes: Uint8Array,
  { offset, packed, method, left }: Listed & { readonly left: number },
): Promise<Uint8Array> {
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== LOCAL) throw damaged();
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const content = bytes.subarray(start, start + packed);
  if (content.length < packed) throw damaged();
  if (method === 8) return await unpack(content, "deflate-raw", left);
  if (method !== 0) {
    throw new PackageError("Cannot take the archive: a file in it is packed in a way that is not known");
  }
  if (packed > left) {
    throw new PackageError(
      `Cannot take the archive: it unpacks to more than ${PACKAGE_LIMITS.unpacked.toLocaleString("en-US")} bytes`,
    );
  }
  return content;
}

function damaged(): PackageError {
  return new PackageError("Cannot take the archive: it is damaged");
}
