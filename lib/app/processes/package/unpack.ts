import { PackageError } from "./package_entry.ts";

/** Unpacks bytes, no more of them than the limit. Throws {@link PackageError} for more, and for what cannot be unpacked. */
export async function unpack(
  bytes: Uint8Array,
  format: "gzip" | "deflate-raw",
  limit: number,
): Promise<Uint8Array> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = packed.pipeThrough(new DecompressionStream(format)).getReader(), chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await read(reader);
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new PackageError(`Cannot take the archive: it unpacks to more than ${limit.toLocaleString("en-US")} bytes`);
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) whole.set(chunk, at), at += chunk.length;
  return whole;
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch {
    throw new PackageError("Cannot take the archive: it is damaged");
  }
}
