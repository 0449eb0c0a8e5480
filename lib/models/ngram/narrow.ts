import type { Sampling } from "../../plan/mod.ts";
import type { Candidates, Ranked } from "./candidates.ts";

/**
 * The words that a draw is narrowed to, by weight, highest first; undefined: all there are. `top_k`, `typical_p`,
 * `top_p` and `min_p`, in this order, each look at what the one before it kept as if that were all there is. Those at
 * 0, 1, 1 and 0 keep everything; something is always kept.
 */
export function narrow(all: Candidates, sampling: Sampling): Ranked | undefined {
  const { top_k = 0, typical_p = 1, top_p = 1, min_p = 0 } = sampling;
  const byCount = top_k > 0 || typical_p < 1;
  if (!byCount && top_p >= 1 && min_p <= 0) return undefined;
  if (!byCount) {
    const mark = top_p < 1 ? top_p * all.total : Infinity;
    const first = all.ranked((ranked, sum) => ranked.words.length > 0 && (sum >= mark || isTooUnlikely(ranked, min_p)));
    return likelyEnough(reaching(first, mark), min_p);
  }
  const most = top_k > 0 ? top_k : Infinity;
  const counted = all.ranked(({ words }) => words.length >= most);
  const typical = typical_p < 1 ? mostTypical(counted, typical_p) : counted;
  return likelyEnough(top_p < 1 ? reaching(typical, top_p * sumOf(typical)) : typical, min_p);
}

/** Whether the last word is one that `min_p` drops: nothing that follows it is kept either. */
function isTooUnlikely({ weights }: Ranked, share: number): boolean {
  return weights.at(-1)! < share * weights[0]!;
}

/** The first words whose weights reach `mark`. */
function reaching(ranked: Ranked, mark: number): Ranked {
  let sum = 0;
  const last = ranked.weights.findIndex((weight) => (sum += weight) >= mark);
  return last < 0 ? ranked : cut(ranked, 0, last + 1);
}

/** The words at least `share` as likely as the first. */
function likelyEnough(ranked: Ranked, share: number): Ranked {
  const dropped = ranked.weights.findIndex((weight) => weight < share * ranked.weights[0]!);
  return dropped < 0 ? ranked : cut(ranked, 0, dropped);
}

/**
 * Locally typical sampling (Meister et al. 2022): the words whose surprise is closest to the surprise expected, until
 * their probabilities reach `mass`. By weight they stand side by side, so the stretch grows to whichever side is closer.
 */
function mostTypical(ranked: Ranked, mass: number): Ranked {
  const { weights } = ranked, total = sumOf(ranked);
  const expected = weights.reduce((sum, w) => w > 0 ? sum - (w / total) * Math.log(w / total) : sum, 0);
  let from = weights.findIndex((weight) => -Math.log(weight / total) >= expected), sum = 0;
  if (from < 0) from = weights.length;
  let to = from;
  while (to - from < weights.length && (to === from || sum < mass * total)) {
    const goBack = to === weights.length || (from > 0 && strangeness(from - 1) <= strangeness(to));
    sum += goBack ? weights[--from]! : weights[to++]!;
  }
  return cut(ranked, from, to);

  function strangeness(place: number): number {
    return Math.abs(-Math.log(weights[place]! / total) - expected);
  }
}

function cut({ words, weights }: Ranked, from: number, to: number): Ranked {
  return { words: words.slice(from, to), weights: weights.slice(from, to) };
}

function sumOf({ weights }: Ranked): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
