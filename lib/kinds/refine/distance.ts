import { countWords, similarity } from "../../expr/text_measures.ts";

/**
 * How far two texts are from each other, from 0 (the same words in the same order) to 1 (no phrase in common). Texts
 * without a word in them are as far as can be unless they are the same.
 */
export function textDistance(a: string, b: string): number {
  if (a === b) return 0;
  return countWords(a) === 0 && countWords(b) === 0 ? 1 : 1 - similarity(a, b);
}

/** What two vectors that point the same way may differ by for no other reason than how numbers are stored. */
const TOLERANCE = 1e-12;

/** How far two vectors point from each other, from 0 (the same way) to 2 (opposite ways); 1 where one of them points nowhere. */
export function cosineDistance(a: readonly number[], b: readonly number[]): number {
  const norms = Math.hypot(...a) * Math.hypot(...b);
  if (norms === 0 || a.length !== b.length) return 1;
  const distance = 1 - a.reduce((sum, x, i) => sum + x * b[i]!, 0) / norms;
  return distance < TOLERANCE ? 0 : distance;
}
