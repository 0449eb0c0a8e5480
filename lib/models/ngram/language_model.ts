import { ModelError } from "../model.ts";
import { type Base, baseOf } from "./base.ts";
import type { Continuations } from "./continuations.ts";
import { chainOf, interpolate, probabilityAfter } from "./interpolation.ts";
import { type PieceEnd, pieceEnd, splitPieces } from "./pieces.ts";
import { smoothingOf } from "./smoothing.ts";
import { spellingOf } from "./spelling.ts";
import { PARAGRAPH, type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** As much of a text as decides what may come next. */
export interface Context {
  /** The last words, at most one fewer than the order; nothing before what was spelled. */
  readonly words: readonly number[];
  /** What the text ends with. */
  readonly end: PieceEnd;
  /** The last token, where it is a spelled one. */
  readonly spelled?: number;
}

/** How likely a text is. */
export interface Score {
  /** Sum of the natural logarithms of the probabilities of its tokens; always finite. */
  readonly logprob: number;
  readonly tokens: number;
}

/** An n-gram model of a corpus: interpolated modified Kneser–Ney over words, and spelling for what is no word. */
export interface LanguageModel {
  readonly vocabulary: Vocabulary;
  /** The most tokens of an n-gram. */
  readonly order: number;
  /** What stands before every text: the beginning of a paragraph. */
  readonly start: Context;
  /** The context once a word more has been read. */
  after(context: Context, word: number): Context;
  /** The distribution over words, given that a word comes next. */
  next(context: Context): Continuations;
  /** Logarithm of the probability that a word and not a spelled piece comes next. */
  wordLogprob(context: Context): number;
  /** The context at the end of a text that stands where a paragraph begins. */
  read(text: string): Context;
  /** How likely a text is where the context ends. */
  score(context: Context, text: string): Score;
}

/** Learns a corpus: texts that have nothing to do with each other. Throws {@link ModelError} where all are blank. */
export function learn(corpus: readonly string[], order: number): LanguageModel {
  const texts = corpus.map((text) => text.replace(/\r\n?/g, "\n").trim()).filter((text) => text !== "");
  if (texts.length === 0) {
    throw new ModelError("model", "Cannot learn from `files`: all are blank; give at least one that has text in it");
  }
  const vocabulary = vocabularyOf(texts), encoded = texts.map(vocabulary.encode);
  const smoothing = smoothingOf(encoded, vocabulary, order);
  const spelling = spellingOf(vocabulary, occurrencesOf(encoded, vocabulary.words.length));
  const start: Context = { words: [PARAGRAPH], end: "newline" }, after = contexts(vocabulary, order);
  const baseAfter = bases(vocabulary.words, smoothing.words);

  function next({ words, end }: Context): Continuations {
    return interpolate(smoothing, chainOf(smoothing, words), baseAfter(end));
  }

  function wordLogprob({ spelled }: Context): number {
    return Math.log1p(-(spelled === undefined ? spelling.start : spelling.goOn));
  }

  function logprobOf(context: Context, token: number): number {
    const { words, end, spelled } = context;
    if (token >= vocabulary.words.length) {
      return Math.log((spelled === undefined ? spelling.start : spelling.goOn) * spelling.share(token, spelled));
    }
    const p = probabilityAfter(smoothing, chainOf(smoothing, words), { word: token, base: baseAfter(end) });
    return wordLogprob(context) + Math.log(p);
  }

  function read(text: string): Context {
    return splitPieces(text).slice(-order).reduce((context, piece) => {
      const word = vocabulary.wordOf(piece);
      return word === undefined ? afterSpelled(vocabulary, piece) : after(context, word);
    }, start);
  }

  function score(context: Context, text: string): Score {
    let logprob = 0, tokens = 0;
    for (const piece of splitPieces(text)) {
      const word = vocabulary.wordOf(piece), stands = word !== undefined && baseAfter(context.end).p[word]! > 0;
      for (const token of stands ? [word] : vocabulary.spell(piece)) {
        logprob += logprobOf(context, token), tokens++;
        context = stands ? after(context, token) : { ...context, spelled: token };
      }
      if (!stands) context = afterSpelled(vocabulary, piece);
    }
    return { logprob, tokens };
  }

  return { vocabulary, order, start, after, next, wordLogprob, read, score };
}

function contexts(vocabulary: Vocabulary, order: number): LanguageModel["after"] {
  const ends = vocabulary.words.map(pieceEnd);
  return ({ words }, word) => ({
    words: [...words.length < order - 1 ? words : words.slice(1), word],
    end: ends[word]!,
  });
}

/** The context after a piece that is no word, whatever stands before it. */
function afterSpelled(vocabulary: Vocabulary, piece: string): Context {
  return { words: [], end: pieceEnd(piece), spelled: vocabulary.spell(piece).at(-1)! };
}

function bases(words: readonly string[], p: Float64Array): (end: PieceEnd) => Base {
  const made = new Map<PieceEnd, Base>();
  return (end) => {
    const base = made.get(end) ?? baseOf(words, p, end);
    made.set(end, base);
    return base;
  };
}

/** How often each word occurs; the last place counts everything spelled. */
function occurrencesOf(texts: readonly (readonly number[])[], size: number): Int32Array {
  const occurrences = new Int32Array(size + 1);
  for (const text of texts) for (const token of text) occurrences[Math.min(token, size)]!++;
  return occurrences;
}
