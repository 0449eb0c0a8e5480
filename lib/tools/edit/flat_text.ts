import { lineEndNear, lineIndexAt, type TextLine, textLines } from "./text_lines.ts";

/** A text in which every line end is `\n`, and the way back to the one that it was made from. */
export interface FlatText {
  /** The text that it was made from. */
  readonly original: string;
  /** The same with `\n` for `\r\n`. */
  readonly flat: string;
  /** Lines of the original. */
  readonly lines: readonly TextLine[];
  /** The offset in the original that an offset of the flat text stands for; never between `\r` and `\n`. */
  offset(flat: number): number;
}

/** Makes all line ends of a text one. */
export function flatten(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

/** A {@link FlatText} of this one. */
export function flatText(original: string): FlatText {
  const flat = flatten(original), lines = textLines(original);
  if (flat.length === original.length) return { original, flat, lines, offset: (offset) => offset };
  // Flat offsets of those line ends that lost their `\r`, in rising order.
  const shortened: number[] = [];
  for (const { end, next } of lines) {
    if (next - end === 2) shortened.push(end - shortened.length);
  }
  return { original, flat, lines, offset: (offset) => offset + countBelow(shortened, offset) };
}

function countBelow(rising: readonly number[], limit: number): number {
  let low = 0, high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A stretch of a text, and what takes its place. */
export interface Splice {
  /** Offset that it begins at. */
  readonly from: number;
  /** Offset behind it. */
  readonly to: number;
  /** What takes its place. */
  readonly put: string;
}

/** The text with all stretches replaced; they rise and do not overlap. */
export function splice(text: string, splices: readonly Splice[]): string {
  let out = "", at = 0;
  for (const { from, to, put } of splices) {
    out += text.slice(at, from) + put;
    at = to;
  }
  return out + text.slice(at);
}

/**
 * How the old text at an offset of the flat text becomes the new one. What both begin and end with stays untouched, so
 * that in a text of mixed line ends no line changes that has no part in it; the rest takes the line end found there.
 */
export function spliceAt(text: FlatText, at: number, edit: { readonly from: string; readonly to: string }): Splice {
  const from = flatten(edit.from), to = flatten(edit.to);
  const head = sharedHead(from, to), tail = sharedTail(from, to, head);
  const start = text.offset(at + head), end = text.offset(at + from.length - tail);
  const lineEnd = lineEndNear(text.original, text.lines, lineIndexAt(text.lines, start));
  // A text without any line end has none to go by: what is put in stays as it was written.
  if (lineEnd === undefined) return { from: at, to: at + from.length, put: edit.to };
  return { from: start, to: end, put: to.slice(head, to.length - tail).replaceAll("\n", lineEnd) };
}

/** How many characters two texts begin with in common. */
export function sharedHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** How many characters two texts end with in common, behind the first `head` of each. */
export function sharedTail(a: string, b: string, head: number): number {
  const most = Math.min(a.length, b.length) - head;
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}
