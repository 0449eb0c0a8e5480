/**
 * Calls that cost: what they are made of, what they may cost at most, and what they cost in the end.
 *
 * @module
 */
import { countPrompt } from "../models/count_prompt.ts";
import { fit as fitInto } from "../models/fit.ts";
import type { Model, Prompt } from "../models/model.ts";
import { ModelError } from "../models/model.ts";
import type { Booking, Embed, Fit, Generate, Part, PromptParts, Score } from "../plan/mod.ts";
import { dearest, mostCost, spentCost } from "../plan/price.ts";
import { answerSchema } from "./answer_schema.ts";
import type { CallOptions, Paidback } from "./call_model.ts";
import { callEmbed, callGenerate, callScore } from "./call_model.ts";
import type { Texts } from "./texts.ts";

/** An effect that books on budgets. */
export type PaidCall = Generate | Score | Embed;

/** A call ready to be made, and what it may cost. */
export interface Prepared {
  /** The most tokens that may be generated; none where there is nothing to cut. */
  readonly output: number;
  /** The model that is called; absent for a function of a user. */
  readonly model?: Model;
  /** The worst it may book with at most so many tokens generated. */
  bound(output: number): Booking;
  /** The most tokens it may generate inside what is left; less than none when even the least is too dear. */
  affordable(left: Left): number;
  /** Makes the call with at most `maxTokens` generated; `spend` of what comes back is what it books. */
  make(options: CallOptions, reserved: Booking): Promise<Paidback & { readonly spend: Booking }>;
  /** What a failed attempt books. */
  wasted(error: unknown, reserved: Booking): Booking;
}

/** What may still be reserved, in nano-dollars, tokens and calls. */
export interface Left {
  readonly usd: number;
  readonly tokens: number;
  readonly calls: number;
}

/** What a call of a model is made of. */
interface ModelCall {
  readonly model: Model;
  /** Tokens of everything sent, or a bound on them. */
  readonly input: number;
  /** The most tokens that may be generated. */
  readonly output: number;
  /** Tokens that may be generated beside them, whatever `output` is cut to. */
  readonly beside: number;
  make(options: CallOptions): Promise<Paidback>;
}

/** Resolves an effect's texts and opens its model. */
export async function prepare(
  effect: PaidCall,
  texts: Texts,
  open: (name: string) => Promise<Model>,
): Promise<Prepared> {
  const call = await modelCall(effect, texts, await open(effect.model));
  return {
    output: call.output,
    model: call.model,
    bound: (output) => boundOf(call, output),
    affordable: (left) => affordable(call, left),
    make: async (options, reserved) => {
      const back = await call.make(options);
      return { ...back, spend: spendOf(call, back, reserved) };
    },
    wasted: (error, reserved) => wastedBy(error, call, reserved),
  };
}

async function modelCall(effect: PaidCall, texts: Texts, model: Model): Promise<ModelCall> {
  switch (effect.do) {
    case "generate":
      return await generateCall(effect, texts, model);
    case "score":
      return await scoreCall(effect, texts, model);
    case "embed": {
      const asked = await Promise.all(effect.texts.map((part) => texts.part(part, fitterOf(model))));
      const input = asked.reduce((sum, text) => sum + tokensOf(model, text), 0);
      return { model, input, output: 0, beside: 0, make: ({ signal }) => callEmbed(model, asked, signal) };
    }
  }
}

async function generateCall(effect: Generate, texts: Texts, model: Model): Promise<ModelCall> {
  const { maxTokens, returns } = effect, { facts } = model;
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 1) {
    throw new ModelError("request", `Cannot generate ${maxTokens} tokens: ask for a whole number of them, from 1 on`);
  }
  const prompt = await promptOf(effect.prompt, texts, fitterOf(model));
  const schema = returns && facts.supports.structured ? answerSchema(returns) : undefined,
    shape = schema ? { schema } : {},
    offered = effect.tools ? { tools: effect.tools } : {};
  const overhead = model.overhead?.(prompt) ?? { input: 0, output: 0 };
  return {
    model,
    input: checked(model, countPrompt({ prompt, ...shape, ...offered }, model) + overhead.input),
    output: Math.min(maxTokens, facts.maxOutput ?? Infinity),
    beside: checked(model, overhead.output),
    make: (options) => callGenerate({ effect, model, prompt, ...shape }, options),
  };
}

/** A host may say the prompt once more by itself, and write a token after every text. */
async function scoreCall(effect: Score, texts: Texts, model: Model): Promise<ModelCall> {
  const fit = fitterOf(model), prompt = await join(texts, effect.prompt, fit);
  const asked = await Promise.all(effect.texts.map((part) => texts.part(part, fit))), said = tokensOf(model, prompt);
  return {
    model,
    input: asked.reduce((sum, text) => sum + said + tokensOf(model, text), said),
    output: asked.length,
    beside: 0,
    make: ({ signal }) => callScore(model, { prompt, texts: asked }, signal),
  };
}

async function promptOf(parts: PromptParts, texts: Texts, fit: (text: string, fit: Fit) => string): Promise<Prompt> {
  if (parts.form === "text") return { form: "text", text: await join(texts, parts.parts, fit) };
  const messages = await Promise.all(
    parts.messages.map(async ({ parts, ...turn }) => ({ ...turn, text: await join(texts, parts, fit) })),
  );
  return { form: "chat", messages };
}

async function join(texts: Texts, parts: readonly Part[], fit: (text: string, fit: Fit) => string): Promise<string> {
  return (await Promise.all(parts.map((part) => texts.part(part, fit)))).join("");
}

function fitterOf(model: Model): (text: string, fit: Fit) => string {
  const count = (piece: string) => model.estimate ? model.estimate(piece) : model.count(piece);
  return (text, fit) => fitInto(text, fit, { count });
}

/** Budgets are kept in whole numbers, and a bound that is none would let everything pass. */
function tokensOf(model: Model, text: string): number {
  return checked(model, model.count(text));
}

function checked(model: Model, count: number): number {
  const tokens = Math.ceil(count);
  if (tokens >= 0 && tokens <= Number.MAX_SAFE_INTEGER) return tokens;
  throw new ModelError(
    "model",
    `Cannot tell what \`${model.facts.id}\` may cost: it counts ${tokens} tokens in a text`,
  );
}

/** The worst a call may book. */
function boundOf({ model: { facts: { price } }, input, beside }: ModelCall, output: number): Booking {
  const most = { input, output: output + beside };
  return { usd: price ? mostCost(price, most) : 0, tokens: input + most.output, calls: 1 };
}

/** What a call books in the end; where its use is not known or makes no sense, what was reserved for it. */
function spendOf(
  { model: { facts: { price } } }: ModelCall,
  { usage, cost }: Pick<Paidback, "usage" | "cost">,
  reserved: Booking,
): Booking {
  const told = amountOf(cost), input = amountOf(usage?.input), output = amountOf(usage?.output);
  if (input === undefined || output === undefined) return { ...reserved, usd: told ?? reserved.usd };
  const cached = amountOf(usage?.cached), written = amountOf(usage?.written);
  const billed = {
    input,
    output,
    ...(cached === undefined ? {} : { cached }),
    ...(written === undefined ? {} : { written }),
  };
  return { usd: told ?? (price ? spentCost(price, billed) : 0), tokens: input + output, calls: 1 };
}

/** What a failed call cost: what the provider told; nothing when it refused it; else its reservation. */
function wastedBy(error: unknown, call: ModelCall, reserved: Booking): Booking {
  const refused: Booking = { usd: 0, tokens: 0, calls: 1 };
  if (!(error instanceof ModelError)) return reserved;
  if (error.usage) return spendOf(call, { usage: error.usage }, reserved);
  return error.mayBill ? reserved : refused;
}

/** What a provider tells, as a whole number from 0 on. */
function amountOf(told: number | undefined): number | undefined {
  const amount = Math.ceil(told ?? NaN);
  return amount >= 0 && amount <= Number.MAX_SAFE_INTEGER ? amount : undefined;
}

function affordable(call: ModelCall, left: Left): number {
  const { input, output, beside, model: { facts: { price } } } = call;
  const rates = price && dearest(price, input);
  const byUsd = rates && rates.output > 0
    ? Math.floor((left.usd * 1e6 - input * rates.input) / rates.output) - beside
    : output;
  let most = Math.min(output, left.tokens - input - beside, byUsd);
  // Large sums of money are not exact in between: the bound that is reserved decides.
  while (most >= 0 && boundOf(call, most).usd > Math.max(0, left.usd)) most--;
  return left.calls < 1 ? -1 : most;
}
