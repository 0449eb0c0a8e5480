import fc from "../../properties.ts";
import { builtin } from "../../../lib/models/ngram/builtin.ts";
import { type Continuations, probabilityOf } from "../../../lib/models/ngram/continuations.ts";
import { CORPUS } from "../../../lib/models/ngram/corpus.ts";
import { type LanguageModel, learn } from "../../../lib/models/ngram/language_model.ts";

/** A corpus with what prose seldom has: tabs, runs of spaces, other alphabets, a piece too long to be a word. */
export const ODD: readonly string[] = [
  'a rose is a rose.\ta  rose \'tis "a rose", 3 roses; 42 roses!\n\nà la rose\r\n\r\nрозы цветут. 薔薇が咲いた。',
  `a rose ${"x".repeat(60)} is a rose. 🌹🌹 don't, don’t`,
  "an end",
];

/** Any characters at all, halves of pairs among them. */
export const ANY_TEXT: fc.Arbitrary<string> = fc.array(fc.nat({ max: 0x10ffff }), { maxLength: 20 })
  .map((points) => String.fromCodePoint(...points));

const PROSE = CORPUS[0]!;

/** Texts the models know well, hardly and not at all. */
export const TEXT: fc.Arbitrary<string> = fc.oneof(
  fc.nat({ max: PROSE.length - 200 }).chain((from) =>
    fc.nat({ max: 120 }).map((length) => PROSE.slice(from, from + length))
  ),
  fc.array(fc.constantFrom(" the", " rose", "a", "'", ".", "\n\n", " 3", "薔", "\t", "  ", "Zz", "🌹", "é"), {
    maxLength: 12,
  }).map((parts) => parts.join("")),
  ANY_TEXT,
);

/** Texts to go on from: some end within a word, or with the space before one. */
export const PROMPT: fc.Arbitrary<string> = fc.tuple(
  TEXT,
  fc.constantFrom("", "", " ", " a ro", "'", "\n", "\u{10fffd}"),
).map((parts) => parts.join(""));

/** The models that promises are tried on. */
export const MODELS: readonly LanguageModel[] = [
  builtin(),
  learn(ODD, 3),
  learn(["x"], 2),
  learn(CORPUS.slice(0, 1), 7),
];

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
