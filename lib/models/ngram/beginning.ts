import { type Continuations, probabilityOf } from "./continuations.ts";
import type { Context, LanguageModel, Score } from "./language_model.ts";
import { splitPieces } from "./pieces.ts";

/**
 * Where a prompt leaves off. A prompt that ends within a word, or with the space that belongs to the next one, is taken
 * back to where that word begins: the first word to come has to begin with `owed`, which is already written.
 */
export interface Beginning {
  readonly context: Context;
  readonly owed: string;
  /** What the first word is drawn from; its probabilities sum to 1. */
  readonly next: Continuations;
}

/** Reads a prompt to the place where the next word begins. */
export function beginningOf(model: LanguageModel, prompt: string): Beginning {
  const owed = unfinished(model, prompt);
  if (owed !== "") {
    const context = model.read(prompt.slice(0, prompt.length - owed.length));
    const next = completions(model, context, owed);
    if (next) return { context, owed, next };
  }
  const context = model.read(prompt);
  return { context, owed: "", next: model.next(context) };
}

/** The last piece of a prompt, where it is no word but a space or something that a word may begin with. */
function unfinished({ vocabulary }: LanguageModel, prompt: string): string {
  const last = splitPieces(prompt.slice(-LOOK_BACK)).at(-1) ?? "";
  return last === " " || vocabulary.wordOf(last) === undefined ? last : "";
}

/** No word is longer than this. */
const LOOK_BACK = 64;

/** The distribution over the words that go on from `owed`; undefined: there are none. */
function completions(model: LanguageModel, context: Context, owed: string): Continuations | undefined {
  const all = model.next(context), { words } = model.vocabulary;
  const ids = Int32Array.from(words.keys()).filter((word) =>
    words[word]!.length > owed.length && words[word]!.startsWith(owed)
  );
  const p = Float64Array.from(ids, (word) => probabilityOf(all, word));
  const sum = p.reduce((total, share) => total + share, 0);
  return sum > 0 ? { ids, p: p.map((share) => share / sum), rest: 0, base: all.base } : undefined;
}

/** Log-probability of a text after a prompt, and over how many tokens: just what writing it there would have told. */
export function scoreAfter(model: LanguageModel, prompt: string): (text: string) => Score {
  const { context, owed, next } = beginningOf(model, prompt), plain = owed === "" ? context : model.read(prompt);
  return (text) => {
    const first = splitPieces(owed + text)[0] ?? "", word = model.vocabulary.wordOf(first);
    const p = owed === "" || word === undefined ? 0 : probabilityOf(next, word);
    if (word === undefined || p === 0) return model.score(plain, text);
    const { logprob, tokens } = model.score(model.after(context, word), text.slice(first.length - owed.length));
    return { logprob: Math.log(p) + logprob, tokens: 1 + tokens };
  };
}
