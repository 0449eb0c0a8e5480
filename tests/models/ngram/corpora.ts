import { builtin } from "../../../lib/models/ngram/builtin.ts";
import type { Continuations } from "../../../lib/models/ngram/continuations.ts";
import { probabilityOf } from "../../../lib/models/ngram/continuations.ts";
import { CORPUS } from "../../../lib/models/ngram/corpus.ts";
import { type LanguageModel, learn } from "../../../lib/models/ngram/language_model.ts";

/** A corpus with what prose seldom has: tabs, runs of spaces, other alphabets, a piece too long to be a word. */
export const ODD: readonly string[] = [
  'a rose is a rose.\ta  rose \'tis "a rose", 3 roses; 42 roses!\n\nà la rose\r\n\r\nрозы цветут. 薔薇が咲いた。',
  `a rose ${"x".repeat(60)} is a rose. 🌹🌹 don't, don’t`,
  "an end",
];

/** The models that promises are tried on. */
export const MODELS: readonly LanguageModel[] = [builtin(), learn(ODD, 3), learn(["x"], 2), learn(CORPUS, 7)];

/** The probability of every word, one by one. */
export function dense(model: LanguageModel, next: Continuations): number[] {
  return model.vocabulary.words.map((_, word) => probabilityOf(next, word));
}

/** The sum of numbers. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
