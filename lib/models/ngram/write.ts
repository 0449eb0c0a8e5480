import type { ModelRequest, TokenLogprob } from "../model.ts";
import { beginningOf } from "./beginning.ts";
import { candidates } from "./candidates.ts";
import { type Continuations, probabilityOf } from "./continuations.ts";
import { draw } from "./draw.ts";
import type { LanguageModel } from "./language_model.ts";
import { anySeed, randomNumbers } from "./random.ts";
import { END } from "./vocabulary.ts";

/** A word as it is written, or the model's own end. */
export type Written =
  | { readonly type: "word"; readonly text: string; readonly logprob?: TokenLogprob }
  | { readonly type: "end" };

/** Writes on from a prompt, word by word, until the model ends or has written `maxTokens`. */
export function* write(model: LanguageModel, prompt: string, request: ModelRequest): Generator<Written> {
  const { words } = model.vocabulary, random = randomNumbers(request.seed ?? anySeed());
  const written = new Map<number, number>(), shown = shownIn(model, prompt, request);
  let { context, owed, next } = beginningOf(model, prompt);
  for (let i = 0; i < request.maxTokens; i++) {
    const word = draw(next, request.sampling, { written, shown, random });
    if (word === END) return yield { type: "end" };
    const certainty = owed === "" ? model.wordLogprob(context) : 0;
    const tell = (some: number) =>
      tokenOf(words[some]!.slice(owed.length), certainty + Math.log(probabilityOf(next, some)));
    const text = words[word]!.slice(owed.length);
    yield request.logprobs === undefined
      ? { type: "word", text }
      : { type: "word", text, logprob: withTop(tell(word), likeliest(next, request.logprobs).map(tell)) };
    written.set(word, (written.get(word) ?? 0) + 1);
    context = model.after(context, word), next = model.next(context), owed = "";
  }
}

/** The words of the prompt, which only the repetition penalty asks for. */
function shownIn({ vocabulary }: LanguageModel, prompt: string, { sampling }: ModelRequest): ReadonlySet<number> {
  return new Set((sampling.repetition_penalty ?? 1) === 1 ? [] : vocabulary.encode(prompt));
}

function likeliest(next: Continuations, count: number): readonly number[] {
  return candidates(next, 1).ranked(({ words }) => words.length >= count).words;
}

function tokenOf(token: string, logprob: number): TokenLogprob {
  return { token, logprob };
}

function withTop(token: TokenLogprob, top: readonly TokenLogprob[]): TokenLogprob {
  return top.length === 0 ? token : { ...token, top };
}
