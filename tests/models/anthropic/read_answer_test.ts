import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { readAnswer } from "../../../lib/models/anthropic/read_answer.ts";
import type { ModelEvent } from "../../../lib/models/model.ts";
import { ModelError } from "../../../lib/models/model.ts";
import { answering, chat, exchange, piece } from "./exchange.ts";

function ended(reason: string): JsonObject {
  return { delta: { stop_reason: reason } };
}

Deno.test("text arrives piece by piece and ends with tokens and the model's own name", async () => {
  const { events } = await exchange(chat("Hi"), { behave: answering([piece("It"), piece(" is")]) });
  assert.deepEqual(events, [
    { type: "text", text: "It" },
    { type: "text", text: " is" },
    { type: "end", finish: "end", usage: { input: 10, output: 5 }, model: "gauge-1" },
  ]);
});

Deno.test("text that a block begins with is told", async () => {
  const block = { type: "content_block_start", index: 0, content_block: { type: "text", text: "It" } };
  const { text } = await exchange(chat("Hi"), { behave: answering([block, piece(" is")]) });
  assert.equal(text, "It is");
});

Deno.test("thoughts are told apart from the answer and counted", async () => {
  const usage = { input_tokens: 10, output_tokens: 25, output_tokens_details: { thinking_tokens: 20 } };
  const behave = answering([
    { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } },
    piece("Let me", "thinking"),
    piece(" see", "thinking"),
    { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "c2lnbg==" } },
    { type: "content_block_start", index: 1, content_block: { type: "redacted_thinking", data: "aGlkZGVu" } },
    piece("Yes"),
  ], { usage });
  const { text, reasoning, end } = await exchange(chat("Hi"), { behave });
  assert.deepEqual([text, reasoning], ["Yes", "Let me see"]);
  assert.deepEqual(end.usage, { input: 10, output: 25, reasoning: 20 });
});

Deno.test("what is written to a cache and read from one is input", async () => {
  const usage = { input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 100, cache_creation_input_tokens: 30 };
  const { end } = await exchange(chat("Hi"), { behave: answering([piece("Yes")], { usage }) });
  assert.deepEqual(end.usage, { input: 140, output: 5, cached: 100, written: 30 });
});

Deno.test("what the end does not tell of tokens, the beginning did", async () => {
  const usage = { output_tokens: 7, input_tokens: null };
  const { end } = await exchange(chat("Hi"), { behave: answering([piece("Yes")], { usage }) });
  assert.deepEqual(end.usage, { input: 10, output: 7 });
});

Deno.test("where the end does not tell what was written, usage is not known", async () => {
  const { end } = await exchange(chat("Hi"), { behave: answering([piece("Yes")], { usage: {} }) });
  assert.equal(end.usage, undefined);
});

Deno.test("calls for tools are put together from their pieces", async () => {
  const behave = answering([
    { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "c1", name: "look", input: {} } },
    { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '{"whe' } },
    { type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: 're":1}' } },
    { type: "content_block_stop", index: 0 },
    { type: "content_block_start", index: 1, content_block: { type: "tool_use", id: "c2", name: "wait", input: {} } },
    { type: "content_block_stop", index: 1 },
  ], ended("tool_use"));
  const { events, end } = await exchange(chat("Hi"), { behave });
  assert.deepEqual(events.slice(0, -1), [
    { type: "call", call: { id: "c1", name: "look", arguments: '{"where":1}' } },
    { type: "call", call: { id: "c2", name: "wait", arguments: "{}" } },
  ]);
  assert.equal(end.finish, "tools");
});

for (
  const [reason, finish] of [
    ["end_turn", "end"],
    ["stop_sequence", "stop"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["pause_turn", "length"],
    ["tool_use", "tools"],
    ["refusal", "filter"],
    ["a_new_reason", "end"],
  ] as const
) {
  Deno.test(`an answer that stops for ${reason} finishes with ${finish}`, async () => {
    const { end } = await exchange(chat("Hi"), { behave: answering([piece("So")], ended(reason)) });
    assert.equal(end.finish, finish);
  });
}

Deno.test("a stop text of blank space ends the answer before it, though the host does not know it", async () => {
  const behave = answering([piece("One line\n"), piece("\nand another")]);
  const { text, end } = await exchange(chat("Hi", { stop: ["\n\n"] }), { behave });
  assert.deepEqual([text, end.finish], ["One line", "stop"]);
});

Deno.test("what only looked like the beginning of a stop text is told at the end", async () => {
  const { text, end } = await exchange(chat("Hi", { stop: ["\n\n"] }), { behave: answering([piece("One line\n")]) });
  assert.deepEqual([text, end.finish], ["One line\n", "end"]);
});

Deno.test("an answer that is no object comes out of the one it was asked for in", async () => {
  const asked = chat("Which?", { schema: { type: "integer", minimum: 1 } });
  const { body, text } = await exchange(asked, { behave: answering([piece('{"answ'), piece('er": 3}')]) });
  assert.deepEqual(body["output_config"], {
    format: {
      type: "json_schema",
      schema: {
        type: "object",
        properties: { answer: { type: "integer", description: "minimum: 1" } },
        required: ["answer"],
        additionalProperties: false,
      },
    },
  });
  assert.equal(text, "3");
});

for (
  const [type, failure] of [
    ["overloaded_error", "server"],
    ["api_error", "server"],
    ["rate_limit_error", "rate"],
    ["billing_error", "money"],
    ["authentication_error", "auth"],
    ["permission_error", "auth"],
    ["not_found_error", "model"],
    ["invalid_request_error", "request"],
  ] as const
) {
  Deno.test(`${type} in the middle of an answer is a failure of the kind ${failure}`, async () => {
    const trouble = { type: "error", error: { type, message: "Not now." } };
    await assert.rejects(
      exchange(chat("Hi"), { behave: answering([piece("It"), trouble]) }),
      (error) => error instanceof ModelError && error.failure === failure && /broke off: Not now;/.test(error.message),
    );
  });
}

Deno.test("an answer without a reason for its end was cut off", async () => {
  await assert.rejects(
    exchange(chat("Hi"), { behave: answering([piece("It")], { delta: {} }) }),
    (error) => error instanceof ModelError && error.failure === "malformed" && /was cut off/.test(error.message),
  );
});

Deno.test("an event that is none is malformed", async () => {
  await assert.rejects(
    read([["no event"]]),
    (error) => error instanceof ModelError && error.failure === "malformed" && /it is no event/.test(error.message),
  );
});

Deno.test("what breaks after the last event does not undo the answer", async () => {
  const events = await read([{ type: "message_delta", delta: { stop_reason: "end_turn" } }, { type: "message_stop" }], {
    breaks: true,
  });
  assert.deepEqual(events, [{ type: "end", finish: "end" }]);
});

Deno.test("an answer that is aborted throws the signal's reason, though the SDK's stream just ends", async () => {
  const aborting = new AbortController(), reason = new Error("enough");
  const events = (async function* () {
    yield await Promise.resolve(piece("It"));
    aborting.abort(reason);
  })();
  const reading = { id: "anthropic/gauge", signal: aborting.signal, unsent: [], blank: "" };
  await assert.rejects(Array.fromAsync(readAnswer(events, reading)), (error) => error === reason);
});

async function read(
  told: readonly unknown[],
  { breaks = false }: { readonly breaks?: boolean } = {},
): Promise<readonly ModelEvent[]> {
  const events = (async function* () {
    yield* await Promise.resolve(told);
    if (breaks) throw new Error("the connection broke");
  })();
  const { signal } = new AbortController();
  return await Array.fromAsync(readAnswer(events, { id: "anthropic/gauge", signal, unsent: [], blank: "" }));
}
