import type { Base } from "./base.ts";

/**
 * What may come next: `p` for the words in `ids`, `rest` times the base for every other. As a language model makes it,
 * `ids` are the words seen after the last one, and the whole sums to 1.
 */
export interface Continuations {
  /** Words, ascending. */
  readonly ids: Int32Array;
  readonly p: Float64Array;
  readonly rest: number;
  readonly base: Base;
}

/** Where `word` stands among ascending `ids`; -1: nowhere. */
export function placeOf(ids: Int32Array, word: number): number {
  let low = 0, high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1, found = ids[middle]!;
    if (found === word) return middle;
    if (found < word) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Probability of one word. */
export function probabilityOf({ ids, p, rest, base }: Continuations, word: number): number {
  const place = placeOf(ids, word);
  return place < 0 ? rest * base.p[word]! : p[place]!;
}
