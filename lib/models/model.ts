/**
 * What every provider adapts to. A provider is one method and some facts; retries, prices, limits and logging are
 * not its business: retry is the engine's, the rest are wrappers `(Model) => Model`.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { Image, ModelFacts, Sampling, ToolOffer, ToolUse } from "../plan/mod.ts";

/** One turn of a conversation. */
export interface Message {
  /** Who speaks. */
  readonly role: "system" | "user" | "assistant" | "tool";
  /** What is said. */
  readonly text: string;
  /** What is shown beside it, by a `user`. */
  readonly images?: readonly Image[];
  /** What an `assistant` asked for. */
  readonly calls?: readonly ToolUse[];
  /** Of a `tool`: the id of the call that this answers. */
  readonly answers?: string;
}

export type { Image, ToolOffer, ToolUse } from "../plan/mod.ts";

/** What the model is shown: raw text to continue, or a conversation to answer. */
export type Prompt =
  | { readonly form: "text"; readonly text: string }
  | { readonly form: "chat"; readonly messages: readonly Message[] };

/** One request for text. */
export interface ModelRequest {
  /** What the model is shown. */
  readonly prompt: Prompt;
  /** The most tokens to generate. */
  readonly maxTokens: number;
  /** How tokens are drawn. */
  readonly sampling: Sampling;
  /** Generation ends before the first of these; at most four where a provider limits them. */
  readonly stop: readonly string[];
  /** The same request and seed give the same answer, where the model honours seeds. */
  readonly seed?: number;
  /** How many alternatives to tell for every token; absent: no log-probabilities are asked for. */
  readonly logprobs?: number;
  /** JSON Schema of the answer, for models that honour one: sent where `facts.supports.structured`. */
  readonly schema?: JsonObject;
  /** Tools that it may ask for, where `facts.supports.tools`. */
  readonly tools?: readonly ToolOffer[];
  /**
   * Made of the run, the step and the attempts that came to an end: the same where a call is repeated because its process
   * died and nothing is known of it, so that a provider may recognise the repeat; another one after a failure.
   */
  readonly idempotencyKey?: string;
}

/** One token and how likely it was. */
export interface TokenLogprob {
  /** The token as text. */
  readonly token: string;
  /** Natural logarithm of its probability, before sampling. */
  readonly logprob: number;
  /** The likeliest tokens at this place, best first. */
  readonly top?: readonly { readonly token: string; readonly logprob: number }[];
}

/** Tokens as the provider bills them. */
export interface Usage {
  /** Tokens of the prompt, those read from a cache included. */
  readonly input: number;
  /** Tokens generated, reasoning included. */
  readonly output: number;
  /** Those of the prompt that were read from a cache, where the provider tells. */
  readonly cached?: number;
  /** Those of the prompt that were written to a cache, where the provider tells. */
  readonly written?: number;
  /** Those generated that are reasoning, where the provider tells. */
  readonly reasoning?: number;
}

/** Why a model stopped: its own end, a stop text, the token limit, a provider's filter, or to ask for tools. */
export type Finish = "end" | "stop" | "length" | "filter" | "tools";

/** What arrives while a model answers; exactly one `end`, last. */
export type ModelEvent =
  | { readonly type: "text"; readonly text: string; readonly logprobs?: readonly TokenLogprob[] }
  | { readonly type: "reasoning"; readonly text: string }
  | { readonly type: "call"; readonly call: ToolUse }
  | {
    readonly type: "end";
    readonly finish: Finish;
    /** Absent where the provider did not tell. */
    readonly usage?: Usage;
    /** Nano-dollars, where the provider tells what it billed. */
    readonly cost?: number;
    /** The model that really answered, where the provider tells. */
    readonly model?: string;
  };

/** Log-probabilities of given texts after a given prompt. */
export interface ScoreRequest {
  /** What comes before, not scored. */
  readonly prompt: string;
  /** Each is scored as the continuation of the prompt. */
  readonly texts: readonly string[];
}

/** One score for each text asked about. */
export interface ScoreResult {
  /** Sum of natural logarithms and the number of tokens it runs over. */
  readonly scores: readonly { readonly logprob: number; readonly tokens: number }[];
  /** Tokens as billed. */
  readonly usage: Usage;
  /** Nano-dollars, where the provider tells. */
  readonly cost?: number;
}

/** One vector for each text asked about, all of one length. */
export interface EmbedResult {
  /** One for each text, in order. */
  readonly vectors: readonly (readonly number[])[];
  /** Tokens as billed. */
  readonly usage: Usage;
  /** Nano-dollars, where the provider tells. */
  readonly cost?: number;
}

/** What a call takes beside its prompt and its answer. */
export interface Overhead {
  /** Tokens sent with the prompt: instructions, and what of it is said twice. */
  readonly input: number;
  /** Tokens generated that are not of the answer: what is said again, and thoughts. */
  readonly output: number;
}

/** A language model. */
export interface Model {
  /** What is known of it without calling it. */
  readonly facts: ModelFacts;
  /** Streams an answer. Throws {@link ModelError}, or the signal's reason when aborted. */
  generate(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** Scores given texts; present when `facts.supports.score`. */
  score?(request: ScoreRequest, signal: AbortSignal): Promise<ScoreResult>;
  /** Embeds texts; present when `facts.supports.embed`. */
  embed?(texts: readonly string[], signal: AbortSignal): Promise<EmbedResult>;
  /** Tokens in a text: exact, or never less than exact when `facts.counter` is a bound. */
  count(text: string): number;
  /** Tokens in a text, about: texts are cut by it where {@link count} is a bound that lies far off. */
  estimate?(text: string): number;
  /** The most that a call takes beside the tokens of its prompt and `maxTokens`; absent: nothing. */
  overhead?(prompt: Prompt): Overhead;
}

/** What a failed call is, which decides whether it is asked again. */
export type ModelFailure =
  | "rate" // too many requests: wait as told, then again until it is let in
  | "server" // 5xx, 408, overloaded: again, with growing pauses, until it is back
  | "network" // no answer at all: again, with growing pauses, until it is back
  | "malformed" // truncated or not what the protocol says: again, a bounded number of times
  | "auth" // key missing or refused: stop
  | "money" // the provider wants to be paid: stop
  | "request" // the request itself is wrong: stop
  | "model"; // no such model, or it cannot do this: stop

/** A model call that failed, with the policy it carries. */
export class ModelError extends Error {
  /** Tells it from other errors. */
  override readonly name = "ModelError";
  /** What kind of failure it is, which decides what happens next. */
  readonly failure: ModelFailure;
  /** Milliseconds the provider asks to wait, where it does. */
  readonly retryAfter?: number;
  /** HTTP status, where there was one. */
  readonly status?: number;
  /** What the failed call used, where the provider told; absent: unknown. */
  readonly usage?: Usage;
  /** The provider may bill what nobody has seen: the call was taken on and then lost. Such a call books its reservation. */
  readonly mayBill: boolean;

  /** `message` says what failed and what to do, and never holds a key. */
  constructor(failure: ModelFailure, message: string, more: {
    readonly retryAfter?: number;
    readonly status?: number;
    readonly usage?: Usage;
    /** Default: for a malformed answer alone. */
    readonly mayBill?: boolean;
    readonly cause?: unknown;
  } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.failure = failure;
    this.mayBill = more.mayBill ?? failure === "malformed";
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter;
    if (more.status !== undefined) this.status = more.status;
    if (more.usage !== undefined) this.usage = more.usage;
  }
}

/** Whether asking again can help. */
export function canRetry(failure: ModelFailure): boolean {
  return failure === "rate" || failure === "server" || failure === "network" || failure === "malformed";
}

/** Settings a provider takes when it makes a model; what each means is the provider's to say. */
export interface ModelOptions {
  /** A setting by name. */
  readonly [key: string]: Json | undefined;
}
