import type {
  AbortableAsyncIterator,
  ChatRequest,
  ChatResponse,
  EmbedRequest,
  GenerateRequest,
  GenerateResponse,
} from "ollama";
import type { JsonObject } from "../../base/json.ts";
import { guardedFetch } from "../remote/guarded_fetch.ts";
import { idempotencyHeader } from "../remote/idempotency.ts";
import type { RemoteOptions } from "../remote/remote_options.ts";
import { LOCAL } from "./options.ts";
import { strictLines } from "./strict_lines.ts";

/** How one call is made. */
export interface CallHow {
  /** Aborts it. */
  readonly signal: AbortSignal;
  /** Lets the host tell a repeat. */
  readonly idempotencyKey?: string | undefined;
}

/** The official SDK, with no policy of its own. Throws what the SDK throws: see `modelErrorOf`. */
export interface Client {
  /** Parts of an answer. */
  stream(path: "generate" | "chat", body: JsonObject, how: CallHow): AsyncIterable<unknown>;
  /** Vectors for texts. */
  embed(body: JsonObject, how: CallHow): Promise<unknown>;
}

/** Headers of the SDK that are sent; what else it adds tells of the machine or comes from the environment. */
const KEPT = ["accept", "content-type"];

/** Loads the SDK: its form for browsers, which does not look for files where it is given images. */
export async function openClient(options: RemoteOptions, id: string): Promise<Client> {
  const { Ollama } = await import("ollama/browser");
  const guarded = guardedFetch({ id, query: options.query, idle: options.idle }), host = baseOf(options.baseUrl);

  return {
    async *stream(path, body, how) {
      // The SDK takes no signal and lets go of nothing when it is left early.
      const own = new AbortController(), { signal } = own, forward = () => own.abort(how.signal.reason);
      if (how.signal.aborted) forward();
      how.signal.addEventListener("abort", forward, { once: true });
      const sdk = new Ollama({ host, fetch: strictLines(headed(guarded, options, { ...how, signal }), id) });
      try {
        yield* await answering(sdk, path, body);
      } finally {
        how.signal.removeEventListener("abort", forward);
        own.abort();
      }
    },
    embed: async (body, how) =>
      await new Ollama({ host, fetch: headed(guarded, options, how) })
        .embed(body as unknown as EmbedRequest),
  };
}

interface Answering {
  generate(request: GenerateRequest & { stream: true }): Promise<AbortableAsyncIterator<GenerateResponse>>;
  chat(request: ChatRequest & { stream: true }): Promise<AbortableAsyncIterator<ChatResponse>>;
}

async function answering(sdk: Answering, path: "generate" | "chat", body: JsonObject): Promise<AsyncIterable<unknown>> {
  return path === "generate"
    ? await sdk.generate(body as unknown as GenerateRequest & { stream: true })
    : await sdk.chat(body as unknown as ChatRequest & { stream: true });
}

/** The SDK adds the path that some write. */
export function baseOf(url: string | undefined): string {
  return url === undefined ? LOCAL : url.replace(/\/+$/, "").replace(/\/(?:api|v1)$/, "");
}

/** Sends the key and the headers of the model, and of the SDK's only those that the host needs. */
function headed(
  fetch: typeof globalThis.fetch,
  { key, headers }: RemoteOptions,
  { signal, idempotencyKey }: CallHow,
): typeof globalThis.fetch {
  const ours = { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...headers };
  return (input, init) => {
    const given = new Headers(init?.headers), sent = new Headers(ours);
    for (const name of KEPT) if (given.has(name) && !sent.has(name)) sent.set(name, given.get(name)!);
    if (idempotencyKey !== undefined) sent.set("idempotency-key", idempotencyHeader(idempotencyKey));
    return fetch(input, { ...init, headers: sent, signal });
  };
}
