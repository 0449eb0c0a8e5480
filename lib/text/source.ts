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
