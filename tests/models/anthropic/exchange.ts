import type { JsonObject } from "../../../lib/base/json.ts";
import { openAnthropic } from "../../../lib/models/anthropic/open_anthropic.ts";
import type { Message, ModelOptions, ModelRequest } from "../../../lib/models/model.ts";
import type { Abilities } from "../../../lib/plan/mod.ts";
import type { Collected } from "../collect.ts";
import { collect } from "../collect.ts";
import { ANTHROPIC_WIRE, event } from "../faults/anthropic_wire.ts";
import type { Behaviour, Seen } from "../faults/fault_server.ts";
import { faultServer } from "../faults/fault_server.ts";
import { factsOf } from "../faults/subject.ts";

/** What went back and forth. */
export interface Exchange extends Collected {
  /** The body that was sent. */
  readonly body: JsonObject;
  /** The headers that were sent, names in lower case. */
  readonly headers: Seen["headers"];
}

/** How a model is opened and what it is answered. */
export interface Exchanging {
  readonly options?: ModelOptions;
  readonly supports?: Partial<Abilities>;
  readonly behave?: Behaviour;
  readonly id?: string;
}

/** Asks a model of a server on this machine once. */
export async function exchange(request: ModelRequest, exchanging: Exchanging = {}): Promise<Exchange> {
  const { options, supports, behave = { do: "answer" }, id = "anthropic/gauge" } = exchanging;
  await using server = faultServer({ wire: ANTHROPIC_WIRE, behave: [behave] });
  const model = await openAnthropic(factsOf(id, supports), { base_url: server.url, ...options });
  const collected = await collect(model, request);
  const [{ body, headers }] = server.seen as readonly [Seen];
  return { ...collected, body, headers };
}

/** A request in a conversation. */
export function chat(messages: string | readonly Message[], more: Partial<ModelRequest> = {}): ModelRequest {
  const said: readonly Message[] = typeof messages === "string" ? [{ role: "user", text: messages }] : messages;
  return { prompt: { form: "chat", messages: said }, maxTokens: 64, sampling: {}, stop: [], ...more };
}

/** An answer event by event, from the start of its message to its end. */
export function answering(events: readonly JsonObject[], end: JsonObject = {}): Behaviour {
  const usage = { input_tokens: 10, output_tokens: 5 };
  const frames = [
    { type: "message_start", message: { model: "gauge-1", usage: { ...usage, output_tokens: 1 } } },
    ...events,
    { type: "message_delta", delta: { stop_reason: "end_turn" }, usage, ...end },
    { type: "message_stop" },
  ];
  return { do: "answer", frames: frames.map(event) };
}

/** A piece of text, or of thoughts. */
export function piece(text: string, type: "text" | "thinking" = "text"): JsonObject {
  return { type: "content_block_delta", index: 0, delta: { type: `${type}_delta`, [type]: text } };
}
