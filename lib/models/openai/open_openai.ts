import type { ModelFacts } from "../../plan/mod.ts";
import { counting } from "../counting.ts";
import type { Model, ModelEvent, ModelOptions, ModelRequest } from "../model.ts";
import { ModelError } from "../model.ts";
import { modelErrorOf } from "../remote/model_error_of.ts";
import type { RemoteOptions } from "../remote/remote_options.ts";
import { remoteOptions } from "../remote/remote_options.ts";
import type { Client } from "./client.ts";
import { openClient } from "./client.ts";
import { embed } from "./embed.ts";
import type { Host } from "./options.ts";
import { baseOf, hostOf } from "./options.ts";
import { readAnswer } from "./read_answer.ts";
import { requestBody } from "./request_body.ts";
import { score } from "./score.ts";

/** Opens a model of OpenAI or of any host that speaks its protocol. */
export async function openOpenai(facts: ModelFacts, options: ModelOptions): Promise<Model> {
  const remote = remoteOptions(options, facts.id), host = hostOf(options), baseUrl = baseOf(remote.baseUrl, host);
  requireKey(remote, { host, id: facts.id });
  const [client, counts] = await Promise.all([openClient({ ...remote, baseUrl }, facts.id), counting(facts)]);
  const asking = { client, facts, host, count: counts.count };
  return {
    facts,
    ...counts,
    generate: (request, signal) => generate(request, { ...asking, signal }),
    ...(facts.supports.score && { score: (request, signal) => score(request, { ...asking, signal }) }),
    ...(facts.supports.embed && { embed: (texts, signal) => embed(texts, { ...asking, signal }) }),
  };
}

/** Local servers need no key; the public ones say so at the first call, which may be hours away. */
function requireKey({ key, headers }: RemoteOptions, { host, id }: { readonly host: Host; readonly id: string }): void {
  const names: { readonly [H in Host]?: string } = {
    openai: "OPENAI_API_KEY",
    openrouter: "OPENROUTER_API_KEY",
    deepseek: "DEEPSEEK_API_KEY",
  };
  const name = names[host];
  if (name === undefined || key !== undefined || headers["authorization"] !== undefined) return;
  throw new ModelError(
    "auth",
    `Cannot open \`${id}\`: it has no key; give the model \`key: {env: ${name}}\` in the spec or in \`loom.toml\``,
  );
}

interface Asking {
  readonly client: Client;
  readonly facts: ModelFacts;
  readonly host: Host;
  readonly signal: AbortSignal;
}

async function* generate(request: ModelRequest, { client, facts, host, signal }: Asking): AsyncGenerator<ModelEvent> {
  signal.throwIfAborted();
  const { path, body, ...rest } = requestBody(request, { facts, host }), { stop, logprobs, idempotencyKey } = request;
  let chunks: AsyncIterable<unknown>;
  try {
    chunks = await client.stream(path, body, { signal, idempotencyKey });
  } catch (error) {
    throw signal.aborted ? signal.reason : modelErrorOf(error, facts.id);
  }
  yield* readAnswer(chunks, { ...rest, id: facts.id, signal, stop, ...(logprobs === undefined ? {} : { logprobs }) });
}
