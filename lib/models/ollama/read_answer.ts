import type { Finish, ModelEvent, ToolUse } from "../model.ts";
import { ModelError } from "../model.ts";
import type { ToldText } from "../remote/answer_text.ts";
import { answerText } from "../remote/answer_text.ts";
import { readLogprobs } from "../remote/read_logprobs.ts";
import { readUsage } from "./read_usage.ts";

/** How an answer is read. */
export interface Reading {
  /** `provider/model`, for messages. */
  readonly id: string;
  /** How many alternatives to a token were asked for; absent: no log-probabilities were. */
  readonly logprobs?: number;
  /** The answer goes on with what has begun, so that it does not begin with thoughts. */
  readonly continues: boolean;
}

type Fields = { readonly [key: string]: unknown };

/** Reads an answer part by part; the last part says that it is done. */
export async function* readAnswer(parts: AsyncIterable<unknown>, reading: Reading): AsyncGenerator<ModelEvent> {
  const text = answerText({ stop: [], continues: reading.continues }), calls: ToolUse[] = [];
  for await (const part of parts) {
    const fields = fieldsOf(part), message = fieldsOf(fields["message"] ?? fields);
    const thinking = textOf(message["thinking"]), said = textOf(message["content"] ?? message["response"]);
    if (thinking !== "") yield { type: "reasoning", text: thinking };
    // Tokens that come without text are thoughts.
    yield* told(text.push(said, said === "" ? [] : tokensOf(fields, reading)), reading);
    for (const call of listOf(message["tool_calls"])) calls.push(callOf(fieldsOf(call), calls.length));
    if (fields["done"] !== true) continue;
    yield* told(text.flush(), reading);
    for (const call of calls) yield { type: "call", call };
    return yield ending(fields, calls.length > 0, reading);
  }
}

function tokensOf({ logprobs }: Fields, reading: Reading): ReturnType<typeof readLogprobs> {
  return readLogprobs({ content: logprobs }, reading.logprobs ?? 0);
}

function* told({ reasoning, text, logprobs }: ToldText, reading: Reading): Generator<ModelEvent> {
  if (reasoning !== "") yield { type: "reasoning", text: reasoning };
  if (text === "") return;
  yield reading.logprobs === undefined || logprobs.length === 0
    ? { type: "text", text }
    : { type: "text", text, logprobs };
}

/** Calls without an id are given one. */
function callOf({ id, function: named }: Fields, index: number): ToolUse {
  const { name, arguments: args } = fieldsOf(named);
  return {
    id: textOf(id) || `call_${index}`,
    name: textOf(name),
    arguments: typeof args === "string" ? args : JSON.stringify(args ?? {}),
  };
}

function ending(fields: Fields, asksForTools: boolean, { id }: Reading): ModelEvent {
  const reason = textOf(fields["done_reason"]), model = textOf(fields["model"]), usage = readUsage(fields);
  if (reason === "load" || reason === "unload") {
    throw new ModelError("malformed", `\`${id}\` was loaded or let go and answered nothing; it is asked again`, {
      status: 200,
    });
  }
  // Ollama does not tell its model's own end from a stop text.
  const finish: Finish = reason === "length" ? "length" : asksForTools ? "tools" : "end";
  return { type: "end", finish, ...(usage ? { usage } : {}), ...(model === "" ? {} : { model }) };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
