/** One text that can be pointed into. Offsets are UTF-16 code units from 0, as JavaScript strings count. */
export interface Source {
  /** What to call it in messages: a path as the user wrote it, or `<stdin>`. */
  readonly name: string;
  /** The whole text, without a byte order mark. */
  readonly text: string;
}

/** A piece of a source, `start` included, `end` not. */
export interface Span {
  /** First offset. */
  readonly start: number;
  /** Offset after the last. */
  readonly end: number;
}

/** A place as people count it: line and column from 1, the column in code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. Computed late: only what is shown pays for it. */
export function positionAt(source: Source, offset: number): Position {
  const before = source.text.slice(0, Math.min(offset, source.text.length));
  const lines = before.split(/\r\n|\n|\r/);
  return { line: lines.length, column: [...lines.at(-1)!].length + 1 };
}

/** The text of a line, counted from 1, without its end. */
export function lineAt(source: Source, line: number): string {
  return source.text.split(/\r\n|\n|\r/)[line - 1] ?? "";
}
