/**
 * A stretch of a text's value and the stretch of the written text that says it. Of equal length, the two agree letter by
 * letter; otherwise the piece is one thing, such as an escape or the fold of a line.
 */
export interface Piece {
  /** What is said. */
  readonly text: string;
  /** Where its source starts, from the start of the written text. */
  readonly start: number;
  /** Where its source ends. */
  readonly end: number;
}

/** The value that the pieces say. */
export function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

/** The letters of a written text from `start` to `end`, which mean themselves. */
export function letters(raw: string, start: number, end: number): Piece {
  return { text: raw.slice(start, end), start, end };
}

/** The escape that a backslash at `start` begins, as far as it looks like one. */
export function escapeAt(text: string, start: number): string {
  const found = /^\\(?:x[\da-f]{0,2}|u[\da-f]{0,4}|U[\da-f]{0,8}|[^\n])?/i.exec(text.slice(start, start + 12));
  return found?.[0] ?? "\\";
}
