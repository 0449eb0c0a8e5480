/** Where a line stands in a text. Only `\n` and `\r\n` end lines; a form feed or U+2028 is one character of many. */
export interface TextLine {
  /** Offset of its first character. */
  readonly start: number;
  /** Offset behind its last character, before the line end. */
  readonly end: number;
  /** Offset behind its line end; equal to `end` where the text ends without one. */
  readonly next: number;
}

const BYTE_ORDER_MARK = "\ufeff";

/** The lines of a text. A byte order mark belongs to none of them, and nothing follows a line end at the very end. */
export function textLines(text: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  let start = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  while (start < text.length) {
    const feed = text.indexOf("\n", start);
    if (feed < 0) {
      lines.push({ start, end: text.length, next: text.length });
      break;
    }
    const end = feed > start && text[feed - 1] === "\r" ? feed - 1 : feed;
    lines.push({ start, end, next: feed + 1 });
    start = feed + 1;
  }
  return lines;
}

/** Index of the line that an offset stands in; an offset behind everything belongs to the last one. */
export function lineIndexAt(lines: readonly TextLine[], offset: number): number {
  let low = 0, high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line end that text put in at this line takes: its own, else that of the nearest line before, else none. */
export function lineEndNear(text: string, lines: readonly TextLine[], index: number): string | undefined {
  const own = lines[index] ?? lines.at(-1);
  if (own === undefined) return undefined;
  if (own.end < own.next) return text.slice(own.end, own.next);
  const above = lines[Math.min(index, lines.length - 1) - 1];
  return above && text.slice(above.end, above.next);
}
