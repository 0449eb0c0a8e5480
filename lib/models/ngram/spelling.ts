import { END, type Vocabulary } from "./vocabulary.ts";

/** How likely pieces that are no words are, character by character. */
export interface Spelling {
  /** Probability that, after a word, a piece follows that is none. */
  readonly start: number;
  /** Probability that, after a spelled character, another one follows. */
  readonly goOn: number;
  /** Probability of one spelled token among all; `before` is the spelled token it follows, where it follows one. */
  share(token: number, before: number | undefined): number;
}

/** Those the corpus lacks are all alike to the model. */
const CODE_POINTS = 0x110000;

/** Weight of a character's own frequency against what followed the character before it. */
const PRIOR = 5;

/**
 * Learns spelling from the words of the corpus, each taken once: new words look like rare ones. How often one comes is
 * read off the words that came only once (Good and Turing); `occurrences` tells how often each came.
 */
export function spellingOf(vocabulary: Vocabulary, occurrences: Int32Array): Spelling {
  const { words, characters } = vocabulary, size = characters.length + 1;
  const pairs = new Map<number, number>(),
    times = new Float64Array(size).fill(1),
    followed = new Float64Array(size + 1);
  let spelled = 0;
  for (const word of words.slice(END + 1)) {
    let before = size;
    for (const token of vocabulary.spell(word)) {
      const next = token - words.length, pair = before * size + next;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      times[next]!++, followed[before]!++, spelled++;
      before = next;
    }
  }
  return {
    start: within(occurrences.filter((count) => count === 1).length / sum(occurrences), 1e-4, 0.1),
    goOn: spelled / (spelled + words.length),
    share,
  };

  function share(token: number, before: number | undefined): number {
    const next = token - words.length, from = before === undefined ? size : before - words.length;
    const prior = PRIOR * times[next]! / (spelled + size);
    const share = ((pairs.get(from * size + next) ?? 0) + prior) / (followed[from]! + PRIOR);
    return token === vocabulary.unseen ? share / (CODE_POINTS - characters.length) : share;
  }
}

function sum(counts: Int32Array): number {
  return counts.reduce((all, count) => all + count, 0);
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
