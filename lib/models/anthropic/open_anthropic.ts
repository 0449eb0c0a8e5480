import type { JsonObject } from "../../base/json.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import { counting } from "../counting.ts";
import type { Model, ModelEvent, ModelOptions, ModelRequest } from "../model.ts";
import { ModelError } from "../model.ts";
import { modelErrorOf } from "../remote/model_error_of.ts";
import type { RemoteOptions } from "../remote/remote_options.ts";
import { remoteOptions } from "../remote/remote_options.ts";
import type { Client } from "./client.ts";
import { openClient } from "./client.ts";
import type { Thinking } from "./options.ts";
import { isOfficial, thinkingOf } from "./options.ts";
import { readAnswer } from "./read_answer.ts";
import { requestBody } from "./request_body.ts";
import { hasSamplers } from "./samplers.ts";

/** Opens a model of Anthropic or of a host that speaks its protocol. */
export async function openAnthropic(facts: ModelFacts, options: ModelOptions): Promise<Model> {
  const remote = remoteOptions(options, facts.id), thinking = thinkingOf(options);
  requireKey(remote, facts.id);
  const [client, counts] = await Promise.all([openClient(remote, facts.id), counting(facts)]);
  return { facts, ...counts, generate: (request, signal) => generate(request, { client, facts, thinking, signal }) };
}

/** Other hosts may need no key; the official one says so at the first call, which may be hours away. */
function requireKey({ baseUrl, key, headers }: RemoteOptions, id: string): void {
  const isGiven = key !== undefined || headers["x-api-key"] !== undefined || headers["authorization"] !== undefined;
  if (isGiven || !isOfficial(baseUrl)) return;
  throw new ModelError(
    "auth",
    `Cannot open \`${id}\`: it has no key; give the model \`key: {env: ANTHROPIC_API_KEY}\` in the spec or in \`loom.toml\``,
  );
}

interface Asking {
  readonly client: Client;
  readonly facts: ModelFacts;
  readonly thinking: Thinking;
  readonly signal: AbortSignal;
}

async function* generate(
  request: ModelRequest,
  { client, facts, thinking, signal }: Asking,
): AsyncGenerator<ModelEvent> {
  signal.throwIfAborted();
  const { body, version, ...rest } = requestBody(request, { facts, thinking }), { idempotencyKey } = request;
  let events: AsyncIterable<unknown>;
  try {
    events = await client.stream(body, { signal, idempotencyKey, version });
  } catch (error) {
    throw signal.aborted ? signal.reason : advised(modelErrorOf(error, facts.id), body);
  }
  yield* readAnswer(events, { ...rest, id: facts.id, signal });
}

/** Newer models draw as they please, and nobody but the host knows which those are. */
function advised(error: unknown, body: JsonObject): unknown {
  if (!(error instanceof ModelError) || error.failure !== "request" || !hasSamplers(body)) return error;
  if (!/\b(?:temperature|top_p|top_k|sampling)\b/.test(error.message)) return error;
  const message = `${error.message}; a model that takes no samplers is given \`abilities: {reasoning: true}\`, ` +
    "and they are left out";
  return new ModelError("request", message, {
    ...(error.status === undefined ? {} : { status: error.status }),
    cause: error,
  });
}
