import type { Model, ModelEvent, ModelRequest, TokenLogprob } from "../../lib/models/model.ts";

/** Everything a model told. */
export interface Collected {
  readonly text: string;
  readonly reasoning: string;
  readonly logprobs: readonly TokenLogprob[];
  readonly end: Extract<ModelEvent, { type: "end" }>;
  readonly events: readonly ModelEvent[];
}

/** A request that asks for nothing in particular. */
export function request(prompt: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return { prompt: { form: "text", text: prompt }, maxTokens: 64, sampling: {}, stop: [], seed: 1, ...more };
}

/** Reads an answer to its end; there has to be exactly one end, last. */
export async function collect(
  model: Model,
  asked: ModelRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<Collected> {
  const events = await Array.fromAsync(model.generate(asked, signal));
  const ends = events.filter((event) => event.type === "end");
  if (ends.length !== 1 || events.at(-1) !== ends[0]) {
    throw new Error(`expected one end, last: ${JSON.stringify(events.slice(-3))}`);
  }
  return {
    text: events.flatMap((event) => event.type === "text" ? event.text : []).join(""),
    reasoning: events.flatMap((event) => event.type === "reasoning" ? event.text : []).join(""),
    logprobs: events.flatMap((event) => event.type === "text" ? event.logprobs ?? [] : []),
    end: ends[0]!,
    events,
  };
}
