import type { Base } from "./base.ts";
import type { Continuations } from "./continuations.ts";
import { discount } from "./discounts.ts";
import type { Smoothing } from "./smoothing.ts";
import { childOf } from "./trie.ts";

/** The n-grams that a text ends with, by length from 1, for as long as anything was seen after them; 0 is unused. */
export type Chain = readonly number[];

/** The chain of the last words of a text. */
export function chainOf({ trie, totals }: Smoothing, words: readonly number[]): Chain {
  for (let from = 0; from < words.length; from++) {
    const length = words.length - from;
    let node = words[from]!;
    for (let k = 1; k < length && node >= 0; k++) {
      node = childOf(trie[k]!, trie[k + 1]!, { node, token: words[from + k]! });
    }
    if (node < 0 || totals[length]![node] === 0) continue;
    const chain = new Array<number>(length + 1).fill(-1);
    chain[length] = node;
    for (let k = length; k > 1; k--) chain[k - 1] = trie[k]!.shorter[chain[k]!]!;
    return chain;
  }
  return [];
}

/**
 * The distribution after a chain: each n-gram keeps what its discounts leave to the words seen after it, and gives the
 * rest to the n-gram one token shorter, the shortest to the base.
 */
export function interpolate({ trie, discounts, totals, gammas }: Smoothing, chain: Chain, base: Base): Continuations {
  if (chain.length === 0) return { ids: new Int32Array(0), p: new Float64Array(0), rest: 1, base };
  const { first } = trie[1]!, ids = trie[2]!.tokens.subarray(first[chain[1]!]!, first[chain[1]! + 1]!);
  const p = new Float64Array(ids.length);
  let rest = 1;
  for (let k = chain.length - 1; k >= 1; k--) {
    const node = chain[k]!, { tokens, counts } = trie[k + 1]!, { first } = trie[k]!, taken = discounts[k + 1]!;
    const scale = rest / totals[k]![node]!;
    for (let child = first[node]!, at = 0; child < first[node + 1]!; child++) {
      while (ids[at] !== tokens[child]) at++;
      p[at]! += scale * (counts[child]! - discount(taken, counts[child]!));
    }
    rest *= gammas[k]![node]!;
  }
  for (let i = 0; i < ids.length; i++) p[i]! += rest * base.p[ids[i]!]!;
  return { ids, p, rest, base };
}

/** What {@link interpolate} gives for one word. */
export function probabilityAfter(
  { trie, discounts, totals, gammas }: Smoothing,
  chain: Chain,
  { word, base }: { word: number; base: Base },
): number {
  let p = 0, rest = 1;
  for (let k = chain.length - 1; k >= 1; k--) {
    const node = chain[k]!, child = childOf(trie[k]!, trie[k + 1]!, { node, token: word });
    const count = child < 0 ? 0 : trie[k + 1]!.counts[child]!;
    p += rest * (count - discount(discounts[k + 1]!, count)) / totals[k]![node]!;
    rest *= gammas[k]![node]!;
  }
  return p + rest * base.p[word]!;
}
