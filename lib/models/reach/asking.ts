import type { JsonObject } from "../../base/json.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import type { ModelOptions } from "../model.ts";
import { ModelError } from "../model.ts";
import { guardedFetch } from "../remote/guarded_fetch.ts";
import { modelErrorOf } from "../remote/model_error_of.ts";
import type { RemoteOptions } from "../remote/remote_options.ts";

/** A model that is asked for. */
export interface Asking {
  /** What is known of it. */
  readonly facts: ModelFacts;
  /** Its settings, secrets in their place. */
  readonly options: ModelOptions;
  /** Those that every provider over a network takes. */
  readonly remote: RemoteOptions;
  /** Ends the asking. */
  readonly signal: AbortSignal;
}

/** A list of models is never longer. */
const MAX_BYTES = 16 * 2 ** 20;

/** What a server answers to a GET, or to a POST where there is a body. Throws a ModelError where it does not answer JSON. */
export async function ask(
  { facts: { id }, remote: { key, headers, query }, signal }: Asking,
  url: string,
  { body, also = {} }: { readonly body?: JsonObject; readonly also?: { readonly [header: string]: string } } = {},
): Promise<unknown> {
  const sent = {
    accept: "application/json",
    ...(body ? { "content-type": "application/json" } : {}),
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...also,
    ...headers,
  };
  const posted = body ? { method: "POST", body: JSON.stringify(body) } : {};
  try {
    const response = await guardedFetch({ id, query, maxBytes: MAX_BYTES })(url, { headers: sent, signal, ...posted });
    return JSON.parse(await response.text()) as unknown;
  } catch (error) {
    throw error instanceof SyntaxError ? unreadable(id, url) : modelErrorOf(error, id);
  }
}

/** The host of an address, for messages: what else stands in it may be secret. */
export function hostIn(url: string): string {
  return new URL(url).host;
}

/** Whether an error says that there is nothing at an address. */
export function isNotThere(error: unknown): boolean {
  return error instanceof ModelError && error.failure === "model";
}

function unreadable(id: string, url: string): ModelError {
  const message = `Cannot read what ${
    hostIn(url)
  } answers for \`${id}\`: it is not JSON; check \`base_url\` of the model`;
  return new ModelError("request", message);
}
