import type { Diagnostic, DiagnosticCode, DiagnosticParams } from "./diagnostic.ts";
import { diagnostic } from "./diagnostic.ts";
import { placeAt } from "./line_index.ts";
import type { Source } from "./source.ts";

/** Bytes that a text of a project may have: 2 MB. */
export const MAX_BYTES = 2_000_000;

/** A text that can be pointed into, or why the bytes are none. */
export type Decoded = { readonly source: Source } | { readonly diagnostics: readonly Diagnostic[] };

/**
 * The text of a file: UTF-8, with or without a byte order mark, which is dropped. Refused are more than
 * {@link MAX_BYTES}, NUL bytes and, with the place of the first wrong byte, anything that is not UTF-8.
 *
 * @param name What messages call the file: its path as the user wrote it.
 */
export function decode(bytes: Uint8Array, name: string): Decoded {
  if (bytes.length > MAX_BYTES) {
    return refused({ name, text: "" }, 0, "too-large", { bytes: bytes.length, limit: MAX_BYTES });
  }
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) {
    return refused({ name, text: "" }, 0, "not-utf8", { byte: bytes[0]!, index: 0, line: 1, column: 1, utf16 });
  }
  try {
    return withoutNul({ name, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return notUtf8(bytes, name);
  }
}

function withoutNul(source: Source): Decoded {
  const at = source.text.indexOf("\0");
  return at === -1 ? { source } : refused(source, at, "nul-byte", {});
}

function notUtf8(bytes: Uint8Array, name: string): Decoded {
  const index = firstBadByte(bytes);
  const source = { name, text: new TextDecoder().decode(bytes) };
  const before = new TextDecoder().decode(bytes.subarray(0, index));
  const { line, column } = placeAt({ name, text: before }, before.length);
  return refused(source, before.length, "not-utf8", { byte: bytes[index]!, index, line, column, utf16: false });
}

/** The index of the first byte that is no part of a whole UTF-8 sequence: halving finds it without knowing the rules. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0, bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Start(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good - unfinished(bytes.subarray(0, good));
}

/** Whether the bytes could go on to be UTF-8: a sequence cut off at their end is no fault yet. */
function isUtf8Start(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** How many bytes at the end belong to a sequence that is cut off there. */
function unfinished(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let count = 0; count < 4; count++) {
    try {
      decoder.decode(bytes.subarray(0, bytes.length - count));
      return count;
    } catch { /* One byte fewer may be whole. */ }
  }
  return 0;
}

function refused<C extends DiagnosticCode>(source: Source, at: number, code: C, params: DiagnosticParams[C]): Decoded {
  const span = { start: at, end: Math.min(at + 1, source.text.length) };
  return { diagnostics: [diagnostic(source, code, span, params)] };
}
