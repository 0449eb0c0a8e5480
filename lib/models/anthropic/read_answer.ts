import type { Finish, ModelEvent, ToolUse, Usage } from "../model.ts";
import { ModelError } from "../model.ts";
import { modelErrorOf } from "../remote/model_error_of.ts";
import { complained } from "../remote/refused.ts";
import { complaintOf } from "../remote/complaint.ts";
import { unwrapped } from "../remote/wrapper.ts";
import type { StopGate } from "../stops.ts";
import { stopGate } from "../stops.ts";
import { afterBlank } from "./prefill.ts";
import { laterUsage, readUsage } from "./read_usage.ts";

/** How an answer is read. */
export interface Reading {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** Aborts the reading. */
  readonly signal: AbortSignal;
  /** Stop texts that the host does not know. */
  readonly unsent: readonly string[];
  /** Blank space that the answer may repeat. */
  readonly blank: string;
  /** Field that the answer is wrapped in. */
  readonly wrapped?: string;
}

/** Reads an answer event by event. One that does not come to its last event was cut off. */
export async function* readAnswer(events: AsyncIterable<unknown>, reading: Reading): AsyncGenerator<ModelEvent> {
  const state: State = {
    behind: afterBlank(reading.blank),
    gate: stopGate(reading.unsent),
    stopped: false,
    done: false,
    held: "",
    blocks: new Map(),
    calls: [],
    usage: {},
  };
  try {
    for await (const event of events) {
      yield* told(eventOf(event, reading.id), state, reading);
      if (state.stopped) break;
    }
  } catch (error) {
    if (reading.signal.aborted) throw reading.signal.reason;
    // The answer is whole once its last event has come.
    if (!state.done) throw modelErrorOf(error, reading.id);
  }
  // An aborted stream of the SDK just ends.
  reading.signal.throwIfAborted();
  yield* ending(state, reading);
}

type Fields = { readonly [key: string]: unknown };

/** A call for a tool, as it arrives. */
interface Block {
  readonly id: string;
  readonly name: string;
  /** Arguments told at once. */
  readonly input: unknown;
  /** Arguments told in pieces. */
  json: string;
}

interface State {
  readonly behind: (piece: string) => string;
  readonly gate: StopGate;
  /** A stop text has been met that the host does not know. */
  stopped: boolean;
  /** The last event has come. */
  done: boolean;
  /** The answer so far, where it is told at once: it has to come out of its wrapper first. */
  held: string;
  readonly blocks: Map<unknown, Block>;
  readonly calls: ToolUse[];
  usage: Fields;
  model?: string;
  reason?: string;
}

function eventOf(event: unknown, id: string): Fields {
  const fields = fieldsOf(event);
  if (fields["type"] === "error") throw complained(complaintOf(fields), id);
  if (typeof fields["type"] === "string") return fields;
  throw new ModelError("malformed", `Cannot read the answer of \`${id}\`: it is no event; it is asked again`, {
    status: 200,
  });
}

function* told(event: Fields, state: State, reading: Reading): Generator<ModelEvent> {
  switch (event["type"]) {
    case "message_start": {
      const { model, usage } = fieldsOf(event["message"]);
      if (typeof model === "string" && model !== "") state.model = model;
      // Only the end tells how much was written.
      state.usage = laterUsage(state.usage, { ...fieldsOf(usage), output_tokens: null });
      return;
    }
    case "content_block_start":
      return yield* begun(event, state, reading);
    case "content_block_delta":
      return yield* gone(event, state, reading);
    case "content_block_stop": {
      const block = state.blocks.get(event["index"]);
      if (block) state.calls.push(callOf(block));
      return;
    }
    case "message_delta": {
      const reason = fieldsOf(event["delta"])["stop_reason"];
      if (typeof reason === "string") state.reason = reason;
      state.usage = laterUsage(state.usage, event["usage"]);
      return;
    }
    case "message_stop":
      state.done = true;
  }
}

function* begun(event: Fields, state: State, reading: Reading): Generator<ModelEvent> {
  const block = fieldsOf(event["content_block"]);
  if (block["type"] === "tool_use") {
    const { id, name, input } = block;
    state.blocks.set(event["index"], { id: textOf(id), name: textOf(name), input, json: "" });
  } else if (block["type"] === "text") yield* textTold(textOf(block["text"]), state, reading);
  else if (block["type"] === "thinking") yield* reasoningTold(textOf(block["thinking"]));
}

function* gone(event: Fields, state: State, reading: Reading): Generator<ModelEvent> {
  const delta = fieldsOf(event["delta"]);
  switch (delta["type"]) {
    case "text_delta":
      return yield* textTold(textOf(delta["text"]), state, reading);
    case "thinking_delta":
      return yield* reasoningTold(textOf(delta["thinking"]));
    case "input_json_delta": {
      const block = state.blocks.get(event["index"]);
      if (block) block.json += textOf(delta["partial_json"]);
    }
  }
}

function* reasoningTold(text: string): Generator<ModelEvent> {
  if (text !== "") yield { type: "reasoning", text };
}

function* textTold(piece: string, state: State, { wrapped }: Reading): Generator<ModelEvent> {
  if (state.stopped) return;
  const { text, stopped } = state.gate.push(state.behind(piece));
  state.stopped = stopped;
  if (wrapped !== undefined) state.held += text;
  else if (text !== "") yield { type: "text", text };
}

function callOf({ id, name, input, json }: Block): ToolUse {
  return { id, name, arguments: json === "" ? JSON.stringify(input ?? {}) : json };
}

function* ending(state: State, { id, wrapped }: Reading): Generator<ModelEvent> {
  if (!state.stopped && (!state.done || state.reason === undefined)) {
    throw new ModelError("malformed", `The answer of \`${id}\` was cut off before its end; it is asked again`, {
      status: 200,
    });
  }
  const rest = state.stopped ? "" : state.gate.flush().text;
  const text = wrapped === undefined ? rest : unwrapped(state.held + rest, wrapped);
  if (text !== "") yield { type: "text", text };
  for (const call of state.calls) yield { type: "call", call };
  const usage: Usage | undefined = readUsage(state.usage), { model } = state;
  yield {
    type: "end",
    finish: state.stopped ? "stop" : FINISHES[state.reason ?? ""] ?? "end",
    ...(usage ? { usage } : {}),
    ...(model === undefined ? {} : { model }),
  };
}

/** A turn that pauses, and one that fills the context, are as unfinished as one that is too long. */
const FINISHES: { readonly [reason: string]: Finish } = {
  end_turn: "end",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  pause_turn: "length",
  tool_use: "tools",
  refusal: "filter",
};

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
