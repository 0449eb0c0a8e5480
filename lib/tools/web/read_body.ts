import { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** What was read of a body: whether there was more is told by `cut`. */
export interface Body {
  /** At most as many as were wanted, unpacked. */
  readonly bytes: Uint8Array;
  /** Whether there was more. */
  readonly cut: boolean;
}

/** Makes what unpacks a `Content-Encoding`; each hands on small pieces and waits until they are taken. */
const UNPACK: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
]);

/** Whether bodies of a `Content-Encoding` can be read. */
export function canUnpack(encoding: string): boolean {
  return encoding === "" || encoding === "identity" || UNPACK.has(encoding);
}

/**
 * Reads at most `limit` bytes of a body as they are once unpacked, then lets the connection go. However much a small
 * body would unpack to, no more than that is held.
 *
 * @throws what went wrong with the connection or the packing.
 */
export async function readBody(answer: IncomingMessage, encoding: string, limit: number): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of unpacked(answer, encoding)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) break;
    }
  } finally {
    answer.destroy();
  }
  return { bytes: Buffer.concat(chunks, Math.min(size, limit)), cut: size > limit };
}

function unpacked(answer: IncomingMessage, encoding: string): Readable {
  const unpack = UNPACK.get(encoding)?.();
  // What goes wrong on the way reaches the reader of the last stream; here is nothing left to do about it.
  return unpack === undefined ? answer : pipeline(answer, unpack, () => {});
}
