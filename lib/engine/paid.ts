/**
 * Calls that cost: what they may cost at most, making them, and what they cost in the end.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { fit as fitInto } from "../models/fit.ts";
import type { Model, ModelRequest, Prompt, TokenLogprob, Usage } from "../models/model.ts";
import { ModelError } from "../models/model.ts";
import type { Booking, Embed, Fit, Generate, Generated, Outcome, Part, PromptParts, Score } from "../plan/mod.ts";
import { readAnswer } from "./answer.ts";
import type { Texts } from "./texts.ts";

/** An effect that books on budgets. */
export type Paid = Generate | Score | Embed;

/** A call ready to be made. */
export interface Prepared {
  readonly model: Model;
  /** Tokens of everything sent, or a bound on them. */
  readonly input: number;
  /** The most tokens that may be generated. */
  readonly output: number;
  /** Makes the call with at most `maxTokens` generated. */
  make(options: CallOptions): Promise<Paidback>;
}

/** How a prepared call is made. */
export interface CallOptions {
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  /** The same only where a call is repeated of which nothing is known: see {@link ModelRequest.idempotencyKey}. */
  readonly idempotencyKey: string;
  /** Text as it arrives. */
  readonly onText: (text: string) => void;
}

/** What came of a call and what is known of its use. */
export interface Paidback {
  readonly outcome: Outcome<Json>;
  readonly usage?: Usage;
  /** Nano-dollars, where the provider tells. */
  readonly cost?: number;
  /** What is woven, when the effect asks for it. */
  readonly text?: string;
}

/** Whether an effect is paid for. */
export function isPaid(effect: { readonly do: string }): effect is Paid {
  return effect.do === "generate" || effect.do === "score" || effect.do === "embed";
}

/** Resolves an effect's texts and opens its model. */
export async function prepare(effect: Paid, texts: Texts, open: (name: string) => Promise<Model>): Promise<Prepared> {
  const model = await open(effect.model);
  switch (effect.do) {
    case "generate":
      return await prepareGenerate(effect, texts, model);
    case "score": {
      const fit = fitterOf(model);
      const prompt = await join(texts, effect.prompt, fit),
        asked = await Promise.all(effect.texts.map((part) => texts.part(part, fit)));
      const input = asked.reduce((sum, text) => sum + tokensOf(model, prompt) + tokensOf(model, text), 0);
      return { model, input, output: 0, make: ({ signal }) => callScore(model, { prompt, texts: asked }, signal) };
    }
    case "embed": {
      const asked = await Promise.all(effect.texts.map((part) => texts.part(part, fitterOf(model))));
      const input = asked.reduce((sum, text) => sum + tokensOf(model, text), 0);
      return { model, input, output: 0, make: ({ signal }) => callEmbed(model, asked, signal) };
    }
  }
}

/** Tokens a conversation costs beyond its texts: the words of its frame, at most. */
const FRAME = 8;

async function prepareGenerate(effect: Generate, texts: Texts, model: Model): Promise<Prepared> {
  const { maxTokens } = effect;
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
    throw new ModelError("request", `Cannot generate ${maxTokens} tokens: ask for a whole number of them, from 1 on`);
  }
  const prompt = await promptOf(effect.prompt, texts, fitterOf(model));
  const input = prompt.form === "text"
    ? tokensOf(model, prompt.text)
    : prompt.messages.reduce((sum, { text }) => sum + tokensOf(model, text) + FRAME, FRAME);
  return {
    model,
    input,
    output: maxTokens,
    make: (options) => callGenerate({ effect, model, prompt }, options),
  };
}

async function promptOf(parts: PromptParts, texts: Texts, fit: (text: string, fit: Fit) => string): Promise<Prompt> {
  if (parts.form === "text") return { form: "text", text: await join(texts, parts.parts, fit) };
  const messages = await Promise.all(
    parts.messages.map(async ({ role, parts }) => ({ role, text: await join(texts, parts, fit) })),
  );
  return { form: "chat", messages };
}

async function join(texts: Texts, parts: readonly Part[], fit: (text: string, fit: Fit) => string): Promise<string> {
  return (await Promise.all(parts.map((part) => texts.part(part, fit)))).join("");
}

function fitterOf(model: Model): (text: string, fit: Fit) => string {
  return (text, fit) => fitInto(text, fit, { count: (piece) => model.count(piece) });
}

/** Budgets are kept in whole numbers, and a bound that is none would let everything pass. */
function tokensOf(model: Model, text: string): number {
  const tokens = Math.ceil(model.count(text));
  if (tokens >= 0 && tokens <= Number.MAX_SAFE_INTEGER) return tokens;
  throw new ModelError(
    "model",
    `Cannot tell what \`${model.facts.id}\` may cost: it counts ${tokens} tokens in a text`,
  );
}

/** The worst a call may book. */
export function boundOf({ model, input }: Prepared, output: number): Booking {
  return { usd: costOf(model, { input, output }), tokens: input + output, calls: 1 };
}

/** What a call books in the end; where its use is not known or makes no sense, what was reserved for it. */
export function spendOf({ model }: Prepared, back: Pick<Paidback, "usage" | "cost">, reserved: Booking): Booking {
  const cost = amountOf(back.cost), input = amountOf(back.usage?.input), output = amountOf(back.usage?.output);
  if (input === undefined || output === undefined) return { ...reserved, usd: cost ?? reserved.usd };
  return { usd: cost ?? costOf(model, { input, output }), tokens: input + output, calls: 1 };
}

/** What a provider tells, as a whole number from 0 on. */
function amountOf(told: number | undefined): number | undefined {
  const amount = Math.ceil(told ?? NaN);
  return amount >= 0 && amount <= Number.MAX_SAFE_INTEGER ? amount : undefined;
}

function costOf(model: Model, { input, output }: Usage): number {
  const { price } = model.facts;
  return price ? Math.ceil((input * price.input + output * price.output) / 1e6) : 0;
}

/** The most tokens a call may generate inside what is left; less than none when even the prompt is too dear. */
export function affordable(prepared: Prepared, left: { readonly usd: number; readonly tokens: number }): number {
  const { input, output, model: { facts: { price } } } = prepared;
  const byUsd = price && price.output > 0 ? Math.floor((left.usd * 1e6 - input * price.input) / price.output) : output;
  let most = Math.min(output, left.tokens - input, byUsd);
  // Large sums of money are not exact in between: the bound that is reserved decides.
  while (most >= 0 && boundOf(prepared, most).usd > Math.max(0, left.usd)) most--;
  return most;
}

async function callGenerate(
  { effect, model, prompt }: { effect: Generate; model: Model; prompt: Prompt },
  { maxTokens, signal, idempotencyKey, onText }: CallOptions,
): Promise<Paidback> {
  let text = "", logprob = 0, scored = false;
  let end: { finish: Generated["finish"]; usage?: Usage; cost?: number } | undefined;
  const request: ModelRequest = {
    prompt,
    maxTokens,
    sampling: effect.sampling,
    stop: effect.stop ?? [],
    seed: effect.seed,
    idempotencyKey,
    ...(effect.logprobs === undefined ? {} : { logprobs: effect.logprobs }),
  };
  for await (const event of model.generate(request, signal)) {
    if (event.type === "text") {
      text += event.text;
      if (event.logprobs) logprob += sum(event.logprobs), scored = true;
      onText(event.text);
    } else if (event.type === "end") end = event;
  }
  if (!end) throw new ModelError("malformed", `The answer of \`${model.facts.id}\` was cut off; it is asked again`);
  const generated: Generated = {
    text,
    finish: end.finish,
    tokens: {
      input: end.usage?.input ?? model.count(promptText(prompt)),
      output: end.usage?.output ?? model.count(text),
    },
    ...(scored ? { logprob } : {}),
    ...(maxTokens < effect.maxTokens ? { clamped: maxTokens } : {}),
  };
  return { outcome: parsed(effect, generated), text, ...known(end) };
}

function promptText(prompt: Prompt): string {
  return prompt.form === "text" ? prompt.text : prompt.messages.map((message) => message.text).join("\n");
}

function known({ usage, cost }: { readonly usage?: Usage; readonly cost?: number }): Pick<Paidback, "usage" | "cost"> {
  return { ...(usage ? { usage } : {}), ...(cost === undefined ? {} : { cost }) };
}

function sum(logprobs: readonly TokenLogprob[]): number {
  return logprobs.reduce((total, { logprob }) => total + logprob, 0);
}

function parsed(effect: Generate, generated: Generated): Outcome<Json> {
  const value = generated as unknown as Json;
  if (effect.returns === undefined) return { type: "value", value };
  const answer = readAnswer(generated.text, effect.returns);
  if ("problem" in answer) return { type: "unparsed", text: generated.text, problem: answer.problem };
  return { type: "value", value: { ...(value as { [key: string]: Json }), value: answer.value } };
}

async function callScore(
  model: Model,
  request: { prompt: string; texts: readonly string[] },
  signal: AbortSignal,
): Promise<Paidback> {
  if (!model.score) {
    throw new ModelError(
      "model",
      `Cannot score texts with \`${model.facts.id}\`: it does not tell log-probabilities of given texts; use a model that does`,
    );
  }
  const { scores, usage, cost } = await model.score(request, signal);
  return {
    outcome: { type: "value", value: { scores } as unknown as Json },
    usage,
    ...(cost === undefined ? {} : { cost }),
  };
}

async function callEmbed(model: Model, texts: readonly string[], signal: AbortSignal): Promise<Paidback> {
  if (!model.embed) {
    throw new ModelError(
      "model",
      `Cannot embed texts with \`${model.facts.id}\`: it makes no embeddings; use a model that does`,
    );
  }
  const { vectors, usage, cost } = await model.embed(texts, signal);
  return {
    outcome: { type: "value", value: { vectors } as unknown as Json },
    usage,
    ...(cost === undefined ? {} : { cost }),
  };
}
