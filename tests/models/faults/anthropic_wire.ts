import type { Json, JsonObject } from "../../../lib/base/json.ts";
import type { Answer, Asked, Wire } from "./wire.ts";

/** The protocol of Anthropic: messages. */
export const ANTHROPIC_WIRE: Wire = {
  provider: "anthropic",
  base: "",
  streamType: "text/event-stream; charset=utf-8",
  garbage: 'event: content_block_delta\ndata: {"type":"content_block_delta","ind\n\n',
  trouble: event({ type: "error", error: { type: "overloaded_error", message: "too many at once" } }),
  read(path, body) {
    if (path !== "/v1/messages") return undefined;
    const { model, max_tokens: most, stream } = body;
    return {
      model: String(model),
      prompt: promptOf(body),
      maxTokens: typeof most === "number" ? most : 16,
      stream: stream === true,
      body,
      path,
    };
  },
  frames(answer, asked) {
    const { content: _, stop_reason, usage, ...message } = messageOf(answer, asked);
    const deltas = answer.pieces.map((text) => ({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text },
    }));
    const start = usage === undefined ? message : { ...message, usage: { ...usage as JsonObject, output_tokens: 1 } };
    return [
      { type: "message_start", message: { ...start, content: [], stop_reason: null } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "ping" },
      ...deltas,
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: stop_reason! }, ...(usage === undefined ? {} : { usage }) },
      { type: "message_stop" },
    ].map(event);
  },
  whole: messageOf,
  complaint: (message, type) => ({ type: "error", error: { type, message }, request_id: "r1" }),
};

/** One event of a stream. */
export function event(data: JsonObject): string {
  return `event: ${String(data["type"])}\ndata: ${JSON.stringify(data)}\n\n`;
}

function promptOf({ system, messages }: JsonObject): string {
  const said = Array.isArray(messages) ? messages.map((message: JsonObject) => wordsOf(message["content"])) : [];
  return [...(system === undefined ? [] : [wordsOf(system)]), ...said].join("\n");
}

function wordsOf(content: Json | undefined): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

function messageOf({ pieces, model, usage }: Answer, { maxTokens }: Asked): JsonObject {
  return {
    id: "m1",
    type: "message",
    role: "assistant",
    model,
    content: [{ type: "text", text: pieces.join("") }],
    stop_reason: pieces.length >= maxTokens ? "max_tokens" : "end_turn",
    ...(usage ? { usage: { input_tokens: usage.input, output_tokens: usage.output } } : {}),
  };
}
