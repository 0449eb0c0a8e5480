import { discount, type Discounts, discountsOf } from "./discounts.ts";
import { growTrie, type Level, type Segment, type Trie } from "./trie.ts";
import { END, PARAGRAPH, START, type Vocabulary } from "./vocabulary.ts";

/** The counts of a corpus and what interpolated modified Kneser–Ney makes of them. */
export interface Smoothing {
  readonly trie: Trie;
  /** What is taken off the counts of each level. */
  readonly discounts: readonly Discounts[];
  /** For every n-gram of a level: the sum of its children's counts. */
  readonly totals: readonly Int32Array[];
  /** For every n-gram of a level: the share of probability that goes to the context one token shorter. */
  readonly gammas: readonly Float64Array[];
  /** Probability of every word where nothing is known of what stands before it. */
  readonly words: Float64Array;
}

/** Counts the n-grams of texts of up to `order` tokens. Each text begins as a paragraph does, and ends. */
export function smoothingOf(texts: readonly (readonly number[])[], vocabulary: Vocabulary, order: number): Smoothing {
  const size = vocabulary.words.length;
  const trie = growTrie(texts.flatMap((text) => segmentsOf(text, size)), order, size);
  const discounts = trie.map(({ counts }, k) => discountsOf(counts, k));
  const totals = trie.map((level, k) => totalsOf(level, trie[k + 1]));
  const gammas = trie.map((level, k) =>
    gammasOf(level, trie[k + 1], { total: totals[k]!, discounts: discounts[k + 1] })
  );
  return { trie, discounts, totals, gammas, words: wordsOf(trie[1]!.counts, discounts[1]!) };
}

/** Words in a row; what is spelled tells an n-gram model nothing, so n-grams end there. */
function segmentsOf(text: readonly number[], size: number): Segment[] {
  const segments: number[][] = [[START, PARAGRAPH]];
  for (const token of text) {
    if (token < size) segments.at(-1)!.push(token);
    else if (segments.at(-1)!.length > 0) segments.push([]);
  }
  segments.at(-1)!.push(END);
  return segments;
}

function totalsOf(level: Level, next: Level | undefined): Int32Array {
  if (!next) return new Int32Array(0);
  return level.tokens.map((_, node) => {
    let total = 0;
    for (let child = level.first[node]!; child < level.first[node + 1]!; child++) total += next.counts[child]!;
    return total;
  });
}

function gammasOf(
  level: Level,
  next: Level | undefined,
  { total, discounts }: { total: Int32Array; discounts: Discounts | undefined },
): Float64Array {
  if (!next || !discounts) return new Float64Array(0);
  return Float64Array.from(level.tokens, (_, node) => {
    let taken = 0;
    for (let child = level.first[node]!; child < level.first[node + 1]!; child++) {
      taken += discount(discounts, next.counts[child]!);
    }
    return total[node] === 0 ? 1 : taken / total[node]!;
  });
}

/** The lowest level: what is taken off the counts is shared by all words alike. */
function wordsOf(counts: Int32Array, discounts: Discounts): Float64Array {
  let total = 0, taken = 0;
  for (const count of counts) total += count, taken += discount(discounts, count);
  return Float64Array.from(
    counts,
    (count, word) => word === START ? 0 : (count - discount(discounts, count) + taken / (counts.length - 1)) / total,
  );
}
