import type { JsonObject } from "../../base/json.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import { counting } from "../counting.ts";
import type { EmbedResult, Model, ModelEvent, ModelOptions, ModelRequest, Prompt } from "../model.ts";
import { modelErrorOf } from "../remote/model_error_of.ts";
import { remoteOptions } from "../remote/remote_options.ts";
import { advised } from "./advised.ts";
import type { Client } from "./client.ts";
import { openClient } from "./client.ts";
import { embed } from "./embed.ts";
import { PATIENCE } from "./options.ts";
import { readAnswer } from "./read_answer.ts";
import { nameOf, requestBody } from "./request_body.ts";

/** Opens a model that Ollama serves, here or elsewhere. */
export async function openOllama(facts: ModelFacts, options: ModelOptions): Promise<Model> {
  const remote = remoteOptions({ timeout: PATIENCE, ...options }, facts.id);
  const [client, counts] = await Promise.all([openClient(remote, facts.id), counting(facts)]);
  const asking = { client, facts, options };
  return {
    facts,
    ...counts,
    generate: (request, signal) => generate(request, { ...asking, signal }),
    ...(facts.supports.embed && {
      embed: (texts, signal) => embedding(texts, { ...asking, signal, count: counts.count }),
    }),
  };
}

interface Asking {
  readonly client: Client;
  readonly facts: ModelFacts;
  readonly options: ModelOptions;
  readonly signal: AbortSignal;
}

async function* generate(
  request: ModelRequest,
  { client, facts, options, signal }: Asking,
): AsyncGenerator<ModelEvent> {
  signal.throwIfAborted();
  const { path, body } = requestBody(request, { facts, options }), { idempotencyKey, logprobs, prompt } = request;
  const continues = isBegun(prompt, facts);
  try {
    yield* readAnswer(client.stream(path, body, { signal, idempotencyKey }), {
      id: facts.id,
      continues,
      ...(logprobs === undefined ? {} : { logprobs }),
    });
  } catch (error) {
    throw failureOf(error, facts, signal);
  }
}

async function embedding(
  texts: readonly string[],
  { client, facts, options, signal, count }: Asking & { readonly count: (text: string) => number },
): Promise<EmbedResult> {
  signal.throwIfAborted();
  const { keep_alive } = options;
  const body: JsonObject = { model: nameOf(facts), ...(keep_alive === undefined ? {} : { keep_alive }) };
  try {
    return await embed(texts, { id: facts.id, body, count, ask: (asked) => client.embed(asked, { signal }) });
  } catch (error) {
    throw failureOf(error, facts, signal);
  }
}

/** A text, or an answer of which the beginning is given. */
function isBegun(prompt: Prompt, { supports }: ModelFacts): boolean {
  return prompt.form === "text" || (supports.prefill && prompt.messages.at(-1)?.role === "assistant");
}

function failureOf(error: unknown, facts: ModelFacts, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : advised(modelErrorOf(error, facts.id), nameOf(facts));
}
