import type { Source, Span } from "./source.ts";

/** A place as people count it, and where it is counted from the start of the text. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in code points. */
  readonly column: number;
  /** Offset in UTF-16 code units, from 0. */
  readonly offset: number;
}

const known = new WeakMap<Source, readonly number[]>();

/** Where each line of the source starts; worked out once for a source. */
function lineStarts(source: Source): readonly number[] {
  const found = known.get(source);
  if (found) return found;
  const starts = [0];
  for (const end of source.text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  known.set(source, starts);
  return starts;
}

/** Line, column and offset of an offset; cheap for many offsets of one source. */
export function placeAt(source: Source, offset: number): Place {
  const inside = Math.max(0, Math.min(offset, source.text.length)), line = lineNumberAt(source, inside);
  return { line, column: codePoints(source.text, lineStarts(source)[line - 1]!, inside) + 1, offset: inside };
}

/** The line of an offset, counted from 1. */
export function lineNumberAt(source: Source, offset: number): number {
  const starts = lineStarts(source);
  let low = 0, high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** Where a line, counted from 1, lies in the text, without its end. */
export function lineSpan(source: Source, line: number): Span {
  const starts = lineStarts(source);
  const start = starts[line - 1] ?? source.text.length;
  let end = starts[line] ?? source.text.length;
  while (end > start && /[\r\n]/.test(source.text[end - 1]!)) end--;
  return { start, end };
}

function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count++;
  return count;
}
