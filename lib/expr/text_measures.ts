/**
 * Measures of texts that need no model. All are pure, and linear in the length of what they read.
 *
 * A *word* is a run of letters, marks and digits, apostrophes and hyphens inside it included; in scripts written without
 * spaces (Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar) every letter is a word. Words are compared in lower case
 * and in composed form (NFC); everything between words is ignored. A *phrase* is three words in a row.
 *
 * @module
 */

const UNSPACED = String
  .raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}`;
const SPACED = String.raw`[[\p{L}\p{M}\p{N}]--[${UNSPACED}]]+`;
const WORD = new RegExp(String.raw`${SPACED}(?:['’\-]${SPACED})*|[\p{L}&&[${UNSPACED}]]\p{M}*`, "gv");

const PHRASE = 3;

/** How many words a text has. */
export function countWords(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(WORD)) count++;
  return count;
}

/** How many lines a text has; a line break at its very end starts no further one. */
export function countLines(text: string): number {
  if (text === "") return 0;
  let count = /[\r\n]$/.test(text) ? 0 : 1;
  for (const _ of text.matchAll(/\r\n|\r|\n/g)) count++;
  return count;
}

/**
 * How much two texts share, from 0 (nothing) to 1 (the same words in the same order): twice the phrases they have in
 * common over all their phrases (Dice), each counted as often as it occurs. Where a text has fewer than three words, runs of as many
 * words as the shorter one has are compared instead. Two texts without words are alike.
 */
export function similarity(a: string, b: string): number {
  const left = wordsOf(a), right = wordsOf(b);
  if (left.length === 0 || right.length === 0) return left.length === right.length ? 1 : 0;
  const size = Math.min(PHRASE, left.length, right.length);
  const counts = new Map<string, number>();
  for (const run of runs(left, size)) counts.set(run, (counts.get(run) ?? 0) + 1);
  let shared = 0;
  for (const run of runs(right, size)) {
    const rest = counts.get(run) ?? 0;
    if (rest > 0) counts.set(run, rest - 1), shared++;
  }
  return 2 * shared / (left.length + right.length - 2 * (size - 1));
}

/**
 * The share of a text's words, from 0 to 1, that are new: they occur in none of the texts it is held against, nor
 * earlier in itself. 0 for a text without words.
 */
export function novelty(text: string, against: readonly string[] = []): number {
  const words = wordsOf(text);
  const seen = new Set(against.flatMap(wordsOf));
  const before = seen.size;
  for (const word of words) seen.add(word);
  return words.length === 0 ? 0 : (seen.size - before) / words.length;
}

/** The share of a text's phrases, from 0 to 1, that it has said before. 0 for a text of fewer than four words. */
export function repetition(text: string): number {
  const words = wordsOf(text);
  const total = words.length - PHRASE + 1;
  return total < 1 ? 0 : (total - new Set(runs(words, PHRASE)).size) / total;
}

function wordsOf(text: string): readonly string[] {
  return text.normalize("NFC").toLowerCase().match(WORD) ?? [];
}

function* runs(words: readonly string[], size: number): Generator<string> {
  for (let i = 0; i + size <= words.length; i++) yield words.slice(i, i + size).join(" ");
}
