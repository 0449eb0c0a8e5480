import { readAtMost } from "../../read_at_most.ts";
import type { PackageEntry } from "./package_entry.ts";
import { PACKAGE_LIMITS, PackageError } from "./package_entry.ts";
import { readTar } from "./read_tar.ts";
import { readZip } from "./read_zip.ts";
import { unpack } from "./unpack.ts";

/** Everything in an archive, as its first bytes say what it is. Throws {@link PackageError} for what is none. */
export async function readArchive(path: string): Promise<readonly PackageEntry[]> {
  const read = await readAtMost(path, PACKAGE_LIMITS.archive);
  if (!read.ok) {
    throw new PackageError(
      `Cannot take \`${path}\`: it is larger than ${PACKAGE_LIMITS.archive.toLocaleString("en-US")} bytes`,
    );
  }
  return await entriesOf(read.bytes, path);
}

async function entriesOf(bytes: Uint8Array, path: string): Promise<readonly PackageEntry[]> {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readTar(await unpack(bytes, "gzip", PACKAGE_LIMITS.unpacked));
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return await readZip(bytes);
  if (new TextDecoder().decode(bytes.subarray(257, 262)) === "ustar") return readTar(bytes);
  throw new PackageError(`Cannot take \`${path}\`: it is no archive; take a .tar.gz, a .tgz, a .tar or a .zip`);
}
