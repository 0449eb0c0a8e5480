import { setImmediate } from "node:timers/promises";
import type { ModelFacts } from "../../plan/mod.ts";
import { hashedEmbedding } from "../hashed_embedding.ts";
import type { EmbedResult, Finish, Model, ModelEvent, ModelRequest, ScoreRequest, ScoreResult } from "../model.ts";
import { stopGate, type Told } from "../stops.ts";
import { scoreAfter } from "./beginning.ts";
import { textToContinue } from "./check_request.ts";
import type { LanguageModel, Score } from "./language_model.ts";
import { write } from "./write.ts";

/** Words written before other work gets its turn. */
const STRETCH = 32;

/**
 * A base model that runs anywhere: it continues text the way its corpus goes on, and follows no instructions. A prompt
 * that ends within a word, or with the space before one, is continued there. `learned` is first asked when the model is
 * first used.
 */
export function ngram(facts: ModelFacts, learned: () => LanguageModel): Model {
  return {
    facts,
    generate: (request, signal) => generate(textToContinue(request, facts.id), learned(), { request, signal }),
    score: (request, signal) => score(learned(), request, signal),
    embed: (texts, signal) => embed(learned(), texts, signal),
    count: (text) => learned().vocabulary.count(text),
  };
}

async function* generate(
  prompt: string,
  model: LanguageModel,
  { request, signal }: { request: ModelRequest; signal: AbortSignal },
): AsyncGenerator<ModelEvent> {
  const gate = stopGate(request.stop);
  let finish: Finish = "length", output = 0;
  signal.throwIfAborted();
  for (const written of write(model, prompt, request)) {
    if (written.type === "end") {
      finish = "end";
      break;
    }
    const told = gate.push(written.text, written.logprob);
    output++;
    yield* textEvent(told);
    if (told.stopped) {
      finish = "stop";
      break;
    }
    if (output % STRETCH === 0) await setImmediate();
    signal.throwIfAborted();
  }
  if (finish !== "stop") yield* textEvent(gate.flush());
  yield { type: "end", finish, usage: { input: model.vocabulary.count(prompt), output } };
}

function* textEvent({ text, logprobs }: Told): Generator<ModelEvent> {
  if (text === "") return;
  yield logprobs.length === 0 ? { type: "text", text } : { type: "text", text, logprobs };
}

async function score(model: LanguageModel, request: ScoreRequest, signal: AbortSignal): Promise<ScoreResult> {
  const scoreOf = scoreAfter(model, request.prompt), scores: Score[] = [];
  for (const text of request.texts) {
    await setImmediate();
    signal.throwIfAborted();
    scores.push(scoreOf(text));
  }
  return { scores, usage: { input: tokensOf(model, [request.prompt, ...request.texts]), output: 0 } };
}

async function embed(model: LanguageModel, texts: readonly string[], signal: AbortSignal): Promise<EmbedResult> {
  const vectors: number[][] = [];
  for (const text of texts) {
    await setImmediate();
    signal.throwIfAborted();
    vectors.push(hashedEmbedding(text));
  }
  return { vectors, usage: { input: tokensOf(model, texts), output: 0 } };
}

function tokensOf({ vocabulary }: LanguageModel, texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + vocabulary.count(text), 0);
}
