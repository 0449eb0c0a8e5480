/**
 * Whether a model can be had: it is opened as a run would open it, and then its server is asked what costs nothing.
 *
 * @module
 */
import { formatDuration } from "../../base/duration.ts";
import type { ModelFacts } from "../../plan/mod.ts";
import type { ModelOptions } from "../model.ts";
import { ModelError } from "../model.ts";
import { openModel } from "../registry.ts";
import { remoteOptions } from "../remote/remote_options.ts";
import type { Asking } from "./asking.ts";
import type { Reach } from "./told.ts";

/** Milliseconds that a server may take to answer. */
const PATIENCE = 10_000;

/** Providers that have somebody to ask. */
const SERVERS: { readonly [provider: string]: () => Promise<(asking: Asking) => Promise<Reach>> } = {
  openai: async () => (await import("./reach_openai.ts")).reachOpenai,
  ollama: async () => (await import("./reach_ollama.ts")).reachOllama,
  anthropic: async () => (await import("./reach_anthropic.ts")).reachAnthropic,
};

/** Asks for a model. `options` are its settings, secrets in their place. Where it has no key to ask with, nobody is asked. */
export async function reach(
  facts: ModelFacts,
  options: ModelOptions,
  { patience = PATIENCE }: { readonly patience?: number } = {},
): Promise<Reach> {
  try {
    await openModel(facts, options);
  } catch (error) {
    return failed(error, "key-missing");
  }
  const server = Object.hasOwn(SERVERS, facts.provider) ? SERVERS[facts.provider] : undefined;
  if (!server) return { state: "here" };
  const remote = remoteOptions(options, facts.id), late = new AbortController();
  const timer = setTimeout(() => late.abort(tooLate(facts.id, patience)), patience);
  try {
    return await (await server())({ facts, options, remote, signal: late.signal });
  } catch (error) {
    return failed(error, "key-refused");
  } finally {
    clearTimeout(timer);
  }
}

function failed(error: unknown, auth: "key-missing" | "key-refused"): Reach {
  if (!(error instanceof ModelError)) throw error;
  // Nobody asks again here, whatever a run would do.
  const why = error.message.split("; it is asked again")[0]!;
  return { state: error.failure === "auth" ? auth : "unreachable", why };
}

function tooLate(id: string, patience: number): ModelError {
  return new ModelError("server", `Cannot wait for \`${id}\` any longer: no answer within ${formatDuration(patience)}`);
}
