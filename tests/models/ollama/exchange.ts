import type { JsonObject } from "../../../lib/base/json.ts";
import type { Message, ModelOptions, ModelRequest } from "../../../lib/models/model.ts";
import { openOllama } from "../../../lib/models/ollama/open_ollama.ts";
import type { Abilities, ModelFacts } from "../../../lib/plan/mod.ts";
import type { Collected } from "../collect.ts";
import { collect } from "../collect.ts";
import type { Behaviour, Seen } from "../faults/fault_server.ts";
import { faultServer } from "../faults/fault_server.ts";
import { line, OLLAMA_WIRE } from "../faults/ollama_wire.ts";
import { factsOf } from "../faults/subject.ts";

/** What went back and forth. */
export interface Exchange extends Collected {
  /** What was sent, and where to. */
  readonly sent: Seen;
  /** Its body. */
  readonly body: JsonObject;
}

/** How a model is opened and what it is answered. */
export interface Exchanging {
  readonly options?: ModelOptions;
  readonly supports?: Partial<Abilities>;
  readonly facts?: Partial<ModelFacts>;
  readonly behave?: Behaviour;
}

/** Asks a model of a server on this machine once. */
export async function exchange(request: ModelRequest, exchanging: Exchanging = {}): Promise<Exchange> {
  const { options, supports, facts, behave = { do: "answer" } } = exchanging;
  await using server = faultServer({ wire: OLLAMA_WIRE, behave: [behave] });
  const model = await openOllama(factsOf("ollama/gauge:8b", supports, facts), { base_url: server.url, ...options });
  const collected = await collect(model, request);
  const [sent] = server.seen as readonly [Seen];
  return { ...collected, sent, body: sent.body };
}

/** A request in a conversation. */
export function chat(messages: string | readonly Message[], more: Partial<ModelRequest> = {}): ModelRequest {
  const said: readonly Message[] = typeof messages === "string" ? [{ role: "user", text: messages }] : messages;
  return { prompt: { form: "chat", messages: said }, maxTokens: 64, sampling: {}, stop: [], ...more };
}

/** An answer part by part, with its end. */
export function answering(parts: readonly JsonObject[], end: JsonObject = {}): Behaviour {
  const last = { done: true, done_reason: "stop", prompt_eval_count: 10, eval_count: 5, ...end };
  return { do: "answer", frames: [...parts, last].map((part) => line({ model: "gauge:8b", done: false, ...part })) };
}

/** A part of an answer in a conversation. */
export function said(content: string, more: JsonObject = {}): JsonObject {
  return { message: { role: "assistant", content, ...more } };
}
