import type { Tempered } from "./base.ts";
import { type Continuations, placeOf } from "./continuations.ts";
import { heapOf } from "./heap.ts";

/** Where the listed words leave less than this share of what the base keeps, the difference is not precise. */
const PRECISE = 1e-6;

/** The first words by weight, highest first. */
export interface Ranked {
  readonly words: readonly number[];
  readonly weights: readonly number[];
}

/**
 * What a word is drawn from: every word that may come next, with a weight. Only listed words are looked at one by one;
 * those the base tells of are gone through as far as someone needs them.
 */
export interface Candidates {
  /** Sum of all weights. */
  readonly total: number;
  /** The word at which the weights, summed up in an order of their own, pass `mark`. */
  wordAt(mark: number): number;
  /** Words by weight, highest first, ties by word, until `enough`, asked before each with what there is and its sum. */
  ranked(enough: (ranked: Ranked, sum: number) => boolean): Ranked;
}

/** Weighs what may come next at a temperature above 0; the likeliest word weighs 1. */
export function candidates(next: Continuations, temperature: number): Candidates {
  const { ids, p, rest, base } = next, { ranking, ranks } = base;
  const power = 1 / temperature, kept = base.tempered(temperature), firstLeft = skipListed(0);
  const most = highest(p, firstLeft < ranking.length ? rest * base.p[ranking[firstLeft]!]! : 0);
  const weights = new Float64Array(ids.length);
  let total = 0, known = 0;
  for (let i = 0; i < ids.length; i++) {
    const rank = ranks[ids[i]!]!, weight = temperature === 1 ? p[i]! / most : (p[i]! / most) ** power;
    if (rank >= 0) known += kept.weights[rank]!;
    weights[i] = weight, total += weight;
  }
  const isPrecise = kept.total - known > PRECISE * kept.total;
  const unlisted = isPrecise ? { ...kept, total: kept.total - known } : temperedFrom(firstLeft, next, power);
  const tempered = unlisted.weights, unit = isPrecise ? ranking[0] : ranking[firstLeft];
  const scale = unit === undefined ? 0 : (rest * base.p[unit]! / most) ** power;
  total += scale * unlisted.total;
  return { total, wordAt, ranked };

  /** The place in the base's ranking, from `rank` on, of a word that is not listed. */
  function skipListed(rank: number): number {
    while (rank < ranking.length && placeOf(ids, ranking[rank]!) >= 0) rank++;
    return rank;
  }

  function wordAt(mark: number): number {
    let left = mark, last = -1;
    for (let i = 0; i < ids.length; i++) {
      if (weights[i] === 0) continue;
      last = ids[i]!, left -= weights[i]!;
      if (left < 0) return last;
    }
    for (let rank = firstLeft; rank < ranking.length; rank = skipListed(rank + 1)) {
      const weight = scale * tempered[rank]!;
      if (weight === 0) break;
      last = ranking[rank]!, left -= weight;
      if (left < 0) return last;
    }
    return last;
  }

  function ranked(enough: (ranked: Ranked, sum: number) => boolean): Ranked {
    const heap = heapOf(weights), made = { words: [] as number[], weights: [] as number[] };
    let rank = firstLeft, sum = 0;
    while ((heap.top() >= 0 || rank < ranking.length) && !enough(made, sum)) {
      const place = heap.top(), listed = place < 0 ? -1 : weights[place]!;
      const other = rank < ranking.length ? scale * tempered[rank]! : -1;
      if (listed <= 0 && other <= 0) break;
      const isListed = listed > other || (listed === other && ids[place]! < ranking[rank]!);
      made.words.push(isListed ? ids[place]! : ranking[rank]!);
      if (isListed) heap.pop();
      else rank = skipListed(rank + 1);
      made.weights.push(Math.max(listed, other));
      sum += Math.max(listed, other);
    }
    return made;
  }
}

/** What the base tells of words that are not listed, the likeliest of them having 1, where its own sums are too coarse. */
function temperedFrom(firstLeft: number, { ids, base }: Continuations, power: number): Tempered {
  const { p, ranking } = base, most = p[ranking[firstLeft] ?? 0]!, weights = new Float64Array(ranking.length);
  let total = 0;
  for (let rank = firstLeft; rank < ranking.length; rank++) {
    weights[rank] = (p[ranking[rank]!]! / most) ** power;
    if (placeOf(ids, ranking[rank]!) < 0) total += weights[rank]!;
  }
  return { weights, total };
}

function highest(values: Float64Array, atLeast: number): number {
  let most = atLeast;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}
