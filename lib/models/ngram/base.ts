import { mayFollow, type PieceEnd, pieceStart } from "./pieces.ts";
import { END, START } from "./vocabulary.ts";

/** Weights of all words at one temperature, in the order of {@link Base.ranking}, the likeliest having 1. */
export interface Tempered {
  readonly weights: Float64Array;
  readonly total: number;
}

/** What follows when the model knows only how the text ends: probabilities over the words that may stand there. */
export interface Base {
  /** Probability of every word; 0 where it may not follow. */
  readonly p: Float64Array;
  /** Words that may follow, likeliest first, ties by number. */
  readonly ranking: Int32Array;
  /** Place of every word in the ranking; -1 where it may not follow. */
  readonly ranks: Int32Array;
  /** The probabilities to the power of one over `temperature`. */
  tempered(temperature: number): Tempered;
}

/** Temperatures whose weights are kept. */
const KEPT = 32;

/** The words that may follow a text that ends so, with their probabilities in the whole made to sum to 1. */
export function baseOf(words: readonly string[], p: Float64Array, end: PieceEnd): Base {
  const allowed = Float64Array.from(p, (share, word) => mayStand(words, word, end) ? share : 0);
  const sum = allowed.reduce((total, share) => total + share, 0);
  for (let word = 0; word < allowed.length; word++) allowed[word]! /= sum;
  const ranking = Int32Array.from(allowed.keys()).filter((word) => allowed[word]! > 0)
    .sort((a, b) => allowed[b]! - allowed[a]! || a - b);
  const ranks = new Int32Array(p.length).fill(-1);
  ranking.forEach((word, rank) => ranks[word] = rank);
  const kept = new Map<number, Tempered>();

  function tempered(temperature: number): Tempered {
    const found = kept.get(temperature);
    if (found) return found;
    const most = allowed[ranking[0]!]!;
    const weights = Float64Array.from(ranking, (word) => (allowed[word]! / most) ** (1 / temperature));
    const made = { weights, total: weights.reduce((total, weight) => total + weight, 0) };
    if (kept.size === KEPT) kept.delete(kept.keys().next().value!);
    kept.set(temperature, made);
    return made;
  }

  return { p: allowed, ranking, ranks, tempered };
}

function mayStand(words: readonly string[], word: number, end: PieceEnd): boolean {
  return word === END || (word !== START && mayFollow(end, pieceStart(words[word]!)));
}
