import type OpenAI from "openai";
import type { JsonObject } from "../../base/json.ts";
import { guardedFetch } from "../remote/guarded_fetch.ts";
import { idempotencyHeader } from "../remote/idempotency.ts";
import type { RemoteOptions } from "../remote/remote_options.ts";

/** How one call is made. */
export interface CallHow {
  /** Aborts it. */
  readonly signal: AbortSignal;
  /** Lets the host tell a repeat. */
  readonly idempotencyKey?: string | undefined;
}

/** The official SDK, with no policy of its own. Throws what the SDK throws: see `modelErrorOf`. */
export interface Client {
  /** Chunks of an answer. */
  stream(path: "/completions" | "/chat/completions", body: JsonObject, how: CallHow): Promise<AsyncIterable<unknown>>;
  /** One whole answer. */
  ask(path: "/completions" | "/embeddings", body: JsonObject, how: CallHow): Promise<unknown>;
}

/** The longest that a timer can wait: silence is the guard's business. */
const NEVER = 2 ** 31 - 1;

/** Headers of the SDK that are sent; what else it adds tells of the machine or comes from the environment. */
const KEPT = ["accept", "content-type", "user-agent", "idempotency-key"];

/** Where a client asks, and how. */
export interface ClientOptions extends RemoteOptions {
  /** The address that paths are put behind. */
  readonly baseUrl: string;
}

/** Loads the SDK. */
export async function openClient(options: ClientOptions, id: string): Promise<Client> {
  const { default: Sdk } = await import("openai");
  const sdk = new Sdk({
    baseURL: options.baseUrl,
    // Everything that the SDK would else look up in the environment. The key goes past it.
    apiKey: "none",
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: NEVER,
    logLevel: "off",
    fetch: headed(streamed(guardedFetch({ id, query: options.query, idle: options.idle })), options),
  });
  return {
    stream: async (path, body, how) =>
      path === "/completions"
        ? await sdk.completions.create(body as unknown as OpenAI.CompletionCreateParamsStreaming, requestOf(how))
        : await sdk.chat.completions.create(
          body as unknown as OpenAI.ChatCompletionCreateParamsStreaming,
          requestOf(how),
        ),
    ask: async (path, body, how) =>
      path === "/completions"
        ? await sdk.completions.create(body as unknown as OpenAI.CompletionCreateParamsNonStreaming, requestOf(how))
        : await sdk.embeddings.create(body as unknown as OpenAI.EmbeddingCreateParams, requestOf(how)),
  };
}

function requestOf({ signal, idempotencyKey }: CallHow): OpenAI.RequestOptions {
  return {
    signal,
    ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyHeader(idempotencyKey) } }),
  };
}

/** Sends the key and the headers of the model, and of the SDK's only those that a host needs. */
function headed(fetch: typeof globalThis.fetch, { key, headers }: RemoteOptions): typeof globalThis.fetch {
  const ours = { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers };
  return (input, init) => {
    const given = new Headers(init?.headers), sent = new Headers(ours);
    for (const name of KEPT) if (given.has(name) && !sent.has(name)) sent.set(name, given.get(name)!);
    return fetch(input, { ...init, headers: sent });
  };
}

/** A host that does not stream answers at once: its answer is read as a stream of one chunk. */
function streamed(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init), type = response.headers.get("content-type") ?? "";
    if (!asksForStream(init?.body) || !/json\s*(?:;|$)/i.test(type)) return response;
    const answer = JSON.stringify(JSON.parse(await response.text()));
    return new Response(`data: ${answer}\n\ndata: [DONE]\n\n`, { headers: { "content-type": "text/event-stream" } });
  };
}

/** Inside a text of the body the quotation marks would be escaped. */
function asksForStream(body: BodyInit | null | undefined): boolean {
  return typeof body === "string" && body.includes('"stream":true');
}
