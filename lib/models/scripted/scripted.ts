import { stringify } from "../../base/json.ts";
import { nanos } from "../../base/money.ts";
import type { Abilities, ModelFacts, Price } from "../../plan/mod.ts";
import { hashedEmbedding } from "../hashed_embedding.ts";
import type { Finish, Model, ModelEvent, ModelRequest, Prompt, ScoreResult, ToolUse } from "../model.ts";
import { ModelError } from "../model.ts";
import { splitPieces } from "../ngram/pieces.ts";
import type { StopGate, Told } from "../stops.ts";
import { stopGate } from "../stops.ts";
import type { Replying } from "./follow.ts";
import { replyOf } from "./follow.ts";
import type { Reply, ReplyFailure } from "./options.ts";

/** What a scripted model can do: everything, for tests play every part. */
export const SCRIPTED_ABILITIES: Abilities = {
  complete: true,
  chat: true,
  instructs: true,
  logprobs: true,
  score: true,
  embed: true,
  seed: true,
  structured: true,
  prefill: true,
  tools: true,
  images: true,
  reasoning: true,
};

/** A model made of a function. */
export interface ScriptedOptions {
  /** `provider/model`. Default `scripted/own`. */
  readonly id?: string;
  /** Answers a request; `index` counts them from 0. */
  readonly reply: Replying;
  /** Dollars for a million tokens. Default: free. */
  readonly price?: { readonly input: number; readonly output: number };
}

/** A model that answers as a function says: for tests, and for models of one's own that need nothing more. */
export function scripted({ id = "scripted/own", reply, price }: ScriptedOptions): Model {
  const priced: Price | undefined = price && { input: nanos(price.input), output: nanos(price.output), source: "own" };
  const facts: ModelFacts = {
    id,
    provider: "scripted",
    local: true,
    counter: "pieces",
    supports: SCRIPTED_ABILITIES,
    ...(priced ? { price: priced } : {}),
  };
  return scriptedModel(facts, reply);
}

/** A model of these facts that answers as `reply` says. Tokens are words with the space before them. */
export function scriptedModel(facts: ModelFacts, reply: Replying): Model {
  let asked = 0;
  return {
    facts,
    count,
    generate: (request, signal) => answer(() => Promise.resolve(reply(request, asked++)), request, signal),
    score: ({ prompt, texts }) => Promise.resolve(scored(prompt, texts)),
    embed: (texts) =>
      Promise.resolve({ vectors: texts.map(hashedEmbedding), usage: { input: total(texts), output: 0 } }),
  };
}

function count(text: string): number {
  return splitPieces(text).length;
}

function total(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + count(text), 0);
}

/** One token in ten, whatever it is. */
function scored(prompt: string, texts: readonly string[]): ScoreResult {
  const scores = texts.map((text) => ({ logprob: -Math.log(10) * count(text), tokens: count(text) }));
  return { scores, usage: { input: texts.length * count(prompt) + total(texts), output: 0 } };
}

async function* answer(
  ask: () => Promise<string | Reply>,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  signal.throwIfAborted();
  const reply = replyOf(await ask()), chunks = chunksOf(reply);
  if (reply.delay_ms) await pause(reply.delay_ms, signal);
  if (reply.fail) {
    for (const text of chunks.slice(0, reply.fail.after ?? 0)) yield { type: "text", text };
    throw failureOf(reply.fail);
  }
  if (reply.reasoning) yield { type: "reasoning", text: reply.reasoning };
  yield* told(reply, { chunks, request, signal });
}

interface Telling {
  readonly chunks: readonly string[];
  readonly request: ModelRequest;
  readonly signal: AbortSignal;
}

async function* told(reply: Reply, { chunks, request, signal }: Telling): AsyncGenerator<ModelEvent> {
  const gate = stopGate(request.stop), pieces = chunks.flatMap(splitPieces), each = logprobOf(reply, pieces.length);
  let output = 0, finish: Finish = "end";
  for (const piece of pieces) {
    signal.throwIfAborted();
    if (output === request.maxTokens) {
      finish = "length";
      break;
    }
    output++;
    const { stopped, ...text } = gate.push(piece, { token: piece, logprob: each });
    yield* textEvent(text, request);
    if (stopped) {
      finish = "stop";
      break;
    }
  }
  yield* rest(gate, finish, request);
  const calls = callsOf(reply, request);
  for (const call of calls) {
    output += count(call.name) + count(call.arguments);
    yield { type: "call", call };
  }
  if (calls.length > 0 && finish === "end") finish = "tools";
  const usage = reply.usage === null ? undefined : reply.usage ?? { input: count(promptText(request.prompt)), output };
  yield {
    type: "end",
    finish: reply.finish ?? finish,
    ...(usage ? { usage } : {}),
    ...(reply.cost === undefined ? {} : { cost: nanos(reply.cost) }),
    ...(reply.model === undefined ? {} : { model: reply.model }),
  };
}

/** Ids differ from turn to turn of a conversation, and are the same when it is asked again. */
function callsOf({ calls = [] }: Reply, { prompt }: ModelRequest): readonly ToolUse[] {
  const turns = prompt.form === "chat" ? prompt.messages.length : 0;
  return calls.map(({ id, name, arguments: given = {} }, i) => ({
    id: id ?? `call_${turns}_${i}`,
    name,
    arguments: typeof given === "string" ? given : stringify(given),
  }));
}

function* rest(gate: StopGate, finish: Finish, request: ModelRequest): Generator<ModelEvent> {
  if (finish !== "stop") yield* textEvent(gate.flush(), request);
}

function* textEvent({ text, logprobs }: Told, request: ModelRequest): Generator<ModelEvent> {
  if (text === "") return;
  yield request.logprobs === undefined || logprobs.length === 0
    ? { type: "text", text }
    : { type: "text", text, logprobs };
}

function logprobOf({ logprob }: Reply, pieces: number): number {
  return logprob === undefined ? -1 : logprob / Math.max(1, pieces);
}

function chunksOf({ chunks, text, json }: Reply): readonly string[] {
  return chunks ?? [text ?? (json === undefined ? "" : stringify(json))];
}

function failureOf({ failure, message, retry_after, status, usage, after }: ReplyFailure): ModelError {
  return new ModelError(failure, message ?? `The scripted model fails: ${failure}`, {
    ...(retry_after === undefined ? {} : { retryAfter: retry_after }),
    ...(status === undefined ? {} : { status }),
    ...(usage === undefined ? {} : { usage }),
    ...(after === undefined ? {} : { mayBill: true }),
  });
}

function promptText(prompt: Prompt): string {
  return prompt.form === "text" ? prompt.text : prompt.messages.map(({ text }) => text).join("\n");
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", abort, { once: true });
  });
}
