/**
 * Beginnings of an answer. The API refuses one that ends with blank space, so this is taken off, and where the model
 * writes it again it is not told: what the caller has and what it is told fit together.
 *
 * @module
 */

/** A beginning, parted. */
export interface Prefill {
  /** What is sent. */
  readonly sent: string;
  /** The blank space after it that is not. */
  readonly blank: string;
}

/** Parts a beginning. */
export function prefillOf(text: string): Prefill {
  const sent = text.trimEnd();
  return { sent, blank: text.slice(sent.length) };
}

/** Takes the pieces of an answer and gives what goes on behind `blank`. */
export function afterBlank(blank: string): (piece: string) => string {
  let left = blank;
  return (piece) => {
    let same = 0;
    while (same < piece.length && same < left.length && piece[same] === left[same]) same++;
    left = same < piece.length ? "" : left.slice(same);
    return piece.slice(same);
  };
}
