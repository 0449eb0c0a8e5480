import { CORPUS } from "./corpus.ts";
import { type LanguageModel, learn } from "./language_model.ts";

/** Tokens of the n-grams of `ngram/builtin`, and of models that give no order. */
export const ORDER = 5;

let learned: LanguageModel | undefined;

/** The built-in model, which learns its corpus when first asked for, once in a process. */
export function builtin(): LanguageModel {
  return learned ??= learn(CORPUS, ORDER);
}
