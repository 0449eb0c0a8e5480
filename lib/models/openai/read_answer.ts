import type { Finish, ModelEvent, TokenLogprob } from "../model.ts";
import { ModelError } from "../model.ts";
import type { AnswerText } from "../remote/answer_text.ts";
import { answerText } from "../remote/answer_text.ts";
import type { CallAssembly } from "../remote/call_assembly.ts";
import { callAssembly } from "../remote/call_assembly.ts";
import { complaintOf } from "../remote/complaint.ts";
import { modelErrorOf } from "../remote/model_error_of.ts";
import { complained } from "../remote/refused.ts";
import { unwrapped } from "../remote/wrapper.ts";
import type { Told } from "../stops.ts";
import type { Chunk } from "./read_chunk.ts";
import { readChunk } from "./read_chunk.ts";
import { readUsage } from "./read_usage.ts";

/** How an answer is read. */
export interface Reading {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** Aborts the reading. */
  readonly signal: AbortSignal;
  /** Every stop text. */
  readonly stop: readonly string[];
  /** Those of them that the host does not know. */
  readonly unsent: readonly string[];
  /** How many alternatives to a token were asked for; absent: no log-probabilities were. */
  readonly logprobs?: number;
  /** The answer goes on with what has begun, so that it does not begin with thoughts. */
  readonly continues: boolean;
  /** Field that the answer is wrapped in. */
  readonly wrapped?: string;
}

/** Reads an answer chunk by chunk. One that ends without saying why was cut off. */
export async function* readAnswer(chunks: AsyncIterable<unknown>, reading: Reading): AsyncGenerator<ModelEvent> {
  const state: State = { text: answerText(reading), calls: callAssembly(), held: "", last: {} };
  try {
    for await (const value of readable(chunks, reading)) {
      const chunk = chunkOf(value, reading);
      yield* told(chunk, { state, reading });
      state.last = { ...state.last, ...kept(chunk) };
      if (state.text.stopped && reading.unsent.length > 0) break;
    }
  } catch (error) {
    if (reading.signal.aborted) throw reading.signal.reason;
    // The answer is whole once its end is told: what breaks after that is news of its tokens at most.
    if (state.last.finish === undefined) throw modelErrorOf(error, reading.id);
  }
  reading.signal.throwIfAborted();
  yield* ending(state, reading);
}

/** The SDK looks into chunks before anybody has checked them. */
async function* readable(chunks: AsyncIterable<unknown>, { id }: Reading): AsyncGenerator<unknown> {
  try {
    yield* chunks;
  } catch (error) {
    throw error instanceof TypeError ? unreadable(id) : error;
  }
}

function unreadable(id: string): ModelError {
  const message = `Cannot read the answer of \`${id}\`: it is not what the protocol says; it is asked again`;
  return new ModelError("malformed", message, { status: 200 });
}

type Kept = Pick<Chunk, "finish" | "stoppedBy" | "usage" | "model">;

interface State {
  readonly text: AnswerText;
  readonly calls: CallAssembly;
  /** The answer so far, where it is told at once: it has to come out of its wrapper first. */
  held: string;
  /** What is told last counts. */
  last: Kept;
}

interface Telling {
  readonly state: State;
  readonly reading: Reading;
}

function chunkOf(value: unknown, { id, logprobs = 0 }: Reading): Chunk {
  const chunk = readChunk(value, logprobs);
  if (!chunk) throw unreadable(id);
  if (chunk.error !== undefined) throw complained(complaintOf(chunk.error), id);
  return chunk;
}

function kept({ finish, stoppedBy, usage, model }: Chunk): Kept {
  return {
    ...(finish === undefined ? {} : { finish }),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    ...(usage === undefined ? {} : { usage }),
    ...(model === undefined ? {} : { model }),
  };
}

function* told(chunk: Chunk, { state, reading }: Telling): Generator<ModelEvent> {
  if (chunk.reasoning !== "") yield { type: "reasoning", text: chunk.reasoning };
  const { reasoning, ...text } = state.text.push(chunk.text + chunk.refusal, chunk.logprobs);
  if (reasoning !== "") yield { type: "reasoning", text: reasoning };
  yield* textEvent(text, { state, reading });
  chunk.calls.forEach((piece) => state.calls.push(piece));
}

function* textEvent({ text, logprobs }: Told, { state, reading }: Telling): Generator<ModelEvent> {
  if (reading.wrapped !== undefined) state.held += text;
  else if (text !== "") yield textOf(text, reading.logprobs === undefined ? [] : logprobs);
}

function textOf(text: string, logprobs: readonly TokenLogprob[]): ModelEvent {
  return logprobs.length === 0 ? { type: "text", text } : { type: "text", text, logprobs };
}

function* ending(state: State, reading: Reading): Generator<ModelEvent> {
  const { finish, stoppedBy, usage, model } = state.last, { id, wrapped } = reading;
  if (finish === undefined && !state.text.stopped) {
    throw new ModelError("malformed", `The answer of \`${id}\` was cut off before its end; it is asked again`, {
      status: 200,
    });
  }
  const { reasoning, ...rest } = state.text.flush();
  if (reasoning !== "") yield { type: "reasoning", text: reasoning };
  yield* textEvent(rest, { state, reading });
  if (wrapped !== undefined && state.held !== "") yield { type: "text", text: unwrapped(state.held, wrapped) };
  const calls = state.calls.calls();
  for (const call of calls) yield { type: "call", call };
  yield {
    type: "end",
    finish: state.text.stopped || stoppedBy !== undefined ? "stop" : finishOf(finish ?? "", calls.length > 0),
    ...readUsage(usage),
    ...(model === undefined ? {} : { model }),
  };
}

const FINISHES: { readonly [name: string]: Finish } = {
  length: "length",
  max_tokens: "length",
  content_filter: "filter",
  tool_calls: "tools",
  function_call: "tools",
  stop_sequence: "stop",
};

/** Some hosts say no more than that the model stopped when it asks for tools. */
function finishOf(name: string, asksForTools: boolean): Finish {
  const finish = (Object.hasOwn(FINISHES, name) ? FINISHES[name] : undefined) ?? "end";
  return finish === "end" && asksForTools ? "tools" : finish;
}
