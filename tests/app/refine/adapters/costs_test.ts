import assert from "node:assert/strict";
import { anthropicCost } from "../../../../lib/app/refine/adapters/anthropic_cost.ts";
import { meter } from "../../../../lib/app/refine/adapters/meter.ts";
import { openaiCost } from "../../../../lib/app/refine/adapters/openai_cost.ts";
import { kept } from "../loops.ts";

const MILLION = 1_000_000;

function chat(model: string, input: number, output: number, details: object = {}): unknown {
  return { object: "chat.completion", model, usage: { prompt_tokens: input, completion_tokens: output, ...details } };
}

function message(model: string, input: number, output: number, cache: object = {}): unknown {
  return { type: "message", model, usage: { input_tokens: input, output_tokens: output, ...cache } };
}

Deno.test("O1–O3: an answer of the OpenAI SDK costs its tokens at the list price, its date left aside", () => {
  assert.deepEqual(openaiCost(chat("gpt-4o", MILLION, MILLION)), { usd: 12.5, tokens: 2 * MILLION, calls: 1 });
  assert.equal(openaiCost(chat("gpt-4o-mini", MILLION, MILLION)).usd, 0.75);
  assert.equal(openaiCost(chat("gpt-4o-2024-08-06", 100_000, 50_000)).usd, 0.75);
});

Deno.test("A1–A3: an answer of the Anthropic SDK costs its tokens at the list price, its date left aside", () => {
  assert.equal(anthropicCost(message("claude-sonnet-4-6", MILLION, MILLION)).usd, 18);
  assert.equal(anthropicCost(message("claude-haiku-4-5-20251001", MILLION, MILLION)).usd, 6);
  assert.equal(anthropicCost(message("claude-sonnet-4-6", 500_000, 250_000)).usd, 5.25);
});

Deno.test("the Responses API tells the same under other names", () => {
  const response = {
    object: "response",
    model: "gpt-4o",
    usage: {
      input_tokens: MILLION,
      input_tokens_details: { cached_tokens: MILLION / 2 },
      output_tokens: 100_000,
      output_tokens_details: { reasoning_tokens: 50_000 },
      total_tokens: 1_100_000,
    },
  };
  assert.deepEqual(openaiCost(response), { usd: 1.25 + 0.625 + 1, tokens: 1_100_000, calls: 1 });
});

Deno.test("tokens out of a cache, and those written to one, have prices of their own", () => {
  const cached = { prompt_tokens_details: { cached_tokens: MILLION / 2 } };
  assert.equal(openaiCost(chat("gpt-4o", MILLION, 0, cached)).usd, 1.25 + 0.625);
  const caches = { cache_read_input_tokens: MILLION, cache_creation_input_tokens: MILLION };
  assert.equal(anthropicCost(message("claude-sonnet-4-6", MILLION, 0, caches)).usd, 3 + 0.3 + 3.75);
  const hours = { cache_creation_input_tokens: MILLION, cache_creation: { ephemeral_1h_input_tokens: MILLION } };
  assert.equal(anthropicCost(message("claude-sonnet-4-6", 0, 0, hours)).usd, 6);
});

Deno.test("A4, A5, O4: an answer that does not tell what it used is an error: a cost is never guessed", () => {
  for (const none of [undefined, null, {}, { model: "gpt-4o" }, { usage: {} }, "text"]) {
    assert.throws(() => openaiCost(none), /^RangeError: Cannot tell what an answer.* cost: it has no `usage`; /);
    assert.throws(() => anthropicCost(none), /^RangeError: Cannot tell what an answer.* cost: it has no `usage`; /);
  }
});

Deno.test("A6: a model whose price is not known is an error, unless its price or the cost is given", () => {
  assert.throws(
    () => openaiCost(chat("my-own", MILLION, 0)),
    /of `my-own` cost: its price is not known; give `price: \{input, output\}`/,
  );
  assert.throws(() => openaiCost({ usage: { prompt_tokens: 1, completion_tokens: 1 } }), /its price is not known/);
  const price = { input: 1, output: 2, cached: 0.5 };
  assert.equal(openaiCost(chat("my-own", MILLION, MILLION), { price }).usd, 3);
  assert.deepEqual(openaiCost(chat("my-own", 10, 5), { usd: 0.02 }), { usd: 0.02, tokens: 15, calls: 1 });
  assert.deepEqual(anthropicCost(undefined, { usd: 0.02 }), { usd: 0.02, tokens: 0, calls: 1 });
  assert.equal(openaiCost(chat("alias", MILLION, 0), { model: "gpt-4o" }).usd, 2.5);
  assert.throws(() => openaiCost(chat("x", 1, 1), { price: { input: -1, output: 1 } }), /`price.input` is -1/);
  assert.throws(() => openaiCost(chat("x", 1, 1), { usd: NaN }), /`usd` is NaN/);
});

Deno.test("what a router says that it costs counts", () => {
  assert.equal(openaiCost(chat("vendor/model", 10, 10, { cost: 0.0123 })).usd, 0.0123);
});

Deno.test("`meter` books on the step that runs, however deep in it, and gives the answer back", async () => {
  const ask = async () => {
    await Promise.resolve();
    return meter(chat("gpt-4o", 100_000, 0)) as object;
  };
  const { fix } = kept<string>({ budget: { iterations: 1 } }, async () => {
    assert.ok("usage" in await ask());
    meter(message("claude-sonnet-4-6", 100_000, 0));
    return "done";
  });
  assert.deepEqual((await fix("")).spent, { usd: 0.55, tokens: 200_000, calls: 2 });
  assert.throws(
    () => meter(chat("gpt-4o", 1, 1)),
    /^RangeError: Cannot meter an answer: no step of a loop is running here/,
  );
});
