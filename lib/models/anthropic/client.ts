import type { JsonObject } from "../../base/json.ts";
import { guardedFetch } from "../remote/guarded_fetch.ts";
import { idempotencyHeader } from "../remote/idempotency.ts";
import type { RemoteOptions } from "../remote/remote_options.ts";
import { OFFICIAL } from "./options.ts";
import { streamed } from "./whole_message.ts";

/** How one call is made. */
export interface CallHow {
  /** Aborts it. */
  readonly signal: AbortSignal;
  /** Lets the host tell a repeat. */
  readonly idempotencyKey?: string | undefined;
  /** The version of the protocol; absent: the SDK's own. */
  readonly version?: string | undefined;
}

/** The official SDK, with no policy of its own. Throws what the SDK throws: see `modelErrorOf`. */
export interface Client {
  /** Events of an answer. */
  stream(body: JsonObject, how: CallHow): Promise<AsyncIterable<unknown>>;
}

/** The longest that a timer can wait: silence is the guard's business. */
const NEVER = 2 ** 31 - 1;

/** Headers of the SDK that are sent; what else it adds tells of the machine or comes from the environment. */
const KEPT = ["accept", "content-type", "user-agent", "anthropic-version", "idempotency-key"];

/** Loads the SDK. */
export async function openClient(options: RemoteOptions, id: string): Promise<Client> {
  const { default: Sdk } = await import("@anthropic-ai/sdk");
  const sdk = new Sdk({
    baseURL: baseOf(options.baseUrl),
    // Everything that the SDK would else look up in the environment. The key goes past it.
    apiKey: "none",
    webhookKey: null,
    openTelemetry: false,
    logLevel: "off",
    maxRetries: 0,
    timeout: NEVER,
    fetch: kept(headed(streamed(guardedFetch({ id, query: options.query, idle: options.idle })), options)),
  });
  return {
    // Past `messages.create`, which writes warnings about models to the console.
    stream: async (body, how) =>
      await sdk.post<AsyncIterable<unknown>>("/v1/messages", {
        body,
        stream: true,
        signal: how.signal,
        headers: headersOf(how),
      }),
  };
}

/** The SDK adds the `/v1` that many write. */
export function baseOf(url: string | undefined): string {
  return url === undefined ? OFFICIAL : url.replace(/\/+$/, "").replace(/\/v1$/, "");
}

function headersOf({ idempotencyKey, version }: CallHow): Record<string, string> {
  return {
    ...(version === undefined ? {} : { "anthropic-version": version }),
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyHeader(idempotencyKey) }),
  };
}

/** The SDK forgets an error that speaks of a timeout itself or in its cause; deeper it does not look. */
function kept(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (cause) {
      throw new Error("the call failed", { cause: new Error("before it was answered", { cause }) });
    }
  };
}

/** Sends the key and the headers of the model, and of the SDK's only those that a host needs. */
function headed(fetch: typeof globalThis.fetch, { key, headers }: RemoteOptions): typeof globalThis.fetch {
  // Hosts differ in where they look for the key.
  const ours = { ...(key === undefined ? {} : { "x-api-key": key, authorization: `Bearer ${key}` }), ...headers };
  return (input, init) => {
    const given = new Headers(init?.headers), sent = new Headers(ours);
    for (const name of KEPT) if (given.has(name) && !sent.has(name)) sent.set(name, given.get(name)!);
    return fetch(input, { ...init, headers: sent });
  };
}
