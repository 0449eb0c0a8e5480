import type { Piece } from "./read_pieces.ts";
import { letters } from "./read_pieces.ts";

/** How to read a block. */
export interface BlockOptions {
  /** Spaces before every line of the text. */
  readonly indent: number;
  /** Whether lines are joined, as after `>`. */
  readonly folds: boolean;
}

/** A line of a block, as offsets: its text starts after the indentation and ends before the line end. */
interface Line {
  readonly start: number;
  readonly end: number;
  /** Whether it has no text, beyond white space within the indentation. */
  readonly empty: boolean;
}

/** The parts of a YAML block text, `raw` from its `|` or `>` on. */
export function blockPieces(raw: string, { indent, folds }: BlockOptions): Piece[] {
  const header = /^[^\n]*/.exec(raw)![0];
  const lines = linesOf(raw, header.length + 1, indent);
  const last = lines.findLastIndex(({ empty }) => !empty);
  const chomping = /^[|>]\d?([-+]?)/.exec(header)?.[1] ?? "";
  if (last === -1) return chomping === "+" ? lines.map((line) => lineFeed(raw, line)) : [];
  const text = lines.slice(0, last + 1);
  const kept = chomping === "-" ? [] : lines.slice(last, chomping === "+" ? undefined : last + 1);
  return [
    ...(folds ? joinedLines(raw, text) : keptLines(raw, text)),
    ...kept.flatMap((line, i) =>
      i === 0 ? [lineFeed(raw, line)] : [letters(raw, line.start, line.end), lineFeed(raw, line)]
    ),
  ].filter(({ text }) => text !== "");
}

function linesOf(raw: string, from: number, indent: number): Line[] {
  const lines: Line[] = [];
  for (let at = from; at < raw.length;) {
    const feed = raw.indexOf("\n", at), next = feed === -1 ? raw.length : feed + 1;
    let end = feed === -1 ? raw.length : feed;
    if (raw[end - 1] === "\r" && feed !== -1) end--;
    let start = at;
    while (start < end && start - at < indent && raw[start] === " ") start++;
    lines.push({ start, end, empty: start === end });
    at = next;
  }
  return lines;
}

/** The line end of a line; at the end of a file it may be missing, and the text has one all the same. */
function lineFeed(raw: string, { end }: Line): Piece {
  const past = raw.startsWith("\r\n", end) ? end + 2 : Math.min(end + 1, raw.length);
  return { text: "\n", start: end, end: past };
}

function keptLines(raw: string, lines: readonly Line[]): Piece[] {
  return lines.flatMap((line, i) => {
    const text = letters(raw, line.start, line.end);
    return i === 0 ? [text] : [lineFeed(raw, lines[i - 1]!), text];
  });
}

/**
 * Lines of a folded block. A line end between two lines of text is a space and an empty line a line feed, but lines that
 * start with white space keep the line ends around them.
 */
function joinedLines(raw: string, lines: readonly Line[]): Piece[] {
  const pieces: Piece[] = [];
  let feeds = 0, spaced = true, at = lines[0]!.start;
  for (const line of lines) {
    if (line.empty) {
      feeds++;
      continue;
    }
    const keeps = /[ \t]/.test(raw[line.start]!);
    const first = pieces.length === 0;
    const gap = first ? "\n".repeat(feeds) : spaced || keeps ? "\n".repeat(feeds + 1) : "\n".repeat(feeds) || " ";
    pieces.push({ text: gap, start: at, end: line.start }, letters(raw, line.start, line.end));
    at = line.end, feeds = 0, spaced = keeps;
  }
  return pieces;
}
