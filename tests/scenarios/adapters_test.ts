/** A: what answers of the Anthropic SDK cost. O: of the OpenAI SDK. */
import assert from "node:assert/strict";
import { anthropicCost, compile, meter, openaiCost } from "../../mod.ts";
import { made } from "./code_form.ts";
import { errorsOf, planOf, specOf } from "./spec_form.ts";

/** An answer of Anthropic's that used so many tokens. */
function message(model: string, input: number, output: number): unknown {
  return { type: "message", model, usage: { input_tokens: input, output_tokens: output } };
}

/** One of OpenAI's. */
function completion(model: string, input: number, output: number): unknown {
  return { object: "chat.completion", model, usage: { prompt_tokens: input, completion_tokens: output } };
}

/** Dollars that a million tokens in and a million out cost by the price that a plan was compiled with. */
async function priceInPlan(use: string): Promise<number | undefined> {
  const { models } = await planOf({ models: `{writer: {use: ${use}}}`, budget: "{usd: 1}" });
  const { price } = models["writer"]!.facts;
  return price && (price.input + price.output) / 1e9;
}

Deno.test("[A1] a million tokens in and a million out of Sonnet cost 18.00, by the price in the plan (spec)", async () => {
  assert.equal(await priceInPlan("anthropic/claude-sonnet-4-6"), 18);
});

Deno.test("[A1] a million tokens in and a million out of Sonnet cost 18.00 (library)", () => {
  assert.deepEqual(anthropicCost(message("claude-sonnet-4-6", 1e6, 1e6)), { usd: 18, tokens: 2e6, calls: 1 });
});

// Prices change: what a model costs is what the table of this version says, unless a price is given.
Deno.test("[A2] a dated Haiku costs what the table says of it, 6.00 and not 4.80 (spec)", async () => {
  assert.equal(await priceInPlan("anthropic/claude-haiku-4-5-20251001"), 6);
});

Deno.test("[A2] a dated Haiku costs what the table says of it, 6.00, and 4.80 with the old price given (library)", () => {
  const answer = message("claude-haiku-4-5-20251001", 1e6, 1e6);
  assert.equal(anthropicCost(answer).usd, 6);
  assert.equal(anthropicCost(answer, { price: { input: 0.8, output: 4 } }).usd, 4.8);
});

Deno.test("[A3] half a million in and a quarter of a million out of Sonnet, booked by a step, cost 5.25 (library)", async () => {
  const { fix } = made<number>({ budget: { iterations: 1 } }, (n) => {
    meter(message("claude-sonnet-4-6", 500_000, 250_000));
    return n + 1;
  });
  assert.deepEqual((await fix(0)).spent, { usd: 5.25, tokens: 750_000, calls: 1 });
});

// What is not known is not taken for nothing: whoever knows better says so.
Deno.test("[A4] without an answer there is no cost, and that is an error rather than a cost of 0 (library)", () => {
  assert.throws(() => anthropicCost(undefined), { name: "RangeError", message: /^Cannot tell what an answer cost: / });
  assert.equal(anthropicCost(undefined, { usd: 0 }).usd, 0);
});

Deno.test("[A5] an answer without its usage is an error rather than a cost of 0, unless its cost is given (library)", () => {
  const answer = { type: "message", model: "claude-sonnet-4-6" };
  assert.throws(() => anthropicCost(answer), /of `claude-sonnet-4-6` cost: it has no `usage`; .* or give `usd`$/);
  assert.deepEqual(anthropicCost(answer, { usd: 0.02 }), { usd: 0.02, tokens: 0, calls: 1 });
});

Deno.test("[A6] a model whose price is not known is an error rather than a price of 3.00, unless its price is given (library)", () => {
  const answer = message("claude-of-tomorrow", 1e6, 0);
  assert.throws(() => anthropicCost(answer), /of `claude-of-tomorrow` cost: its price is not known; give `price/);
  assert.equal(anthropicCost(answer, { price: { input: 3, output: 15 } }).usd, 3);
});

Deno.test("[A6] under a budget of money a model whose price is not known is an error of the spec, unless its price is given (spec)", async () => {
  const budget = "{usd: 1}", unknown = "{writer: {use: anthropic/claude-of-tomorrow}}";
  const [error] = await errorsOf({ models: unknown, budget });
  assert.match(error?.message ?? "", /price/);
  const priced = "{writer: {use: anthropic/claude-of-tomorrow, price: {input: 3, output: 15}}}";
  const { plan } = await compile(specOf({ models: priced, budget }));
  assert.equal(plan?.models["writer"]?.facts.price?.input, 3e9);
});

Deno.test("[O1] a million tokens in and a million out of GPT-4o cost 12.50, by the price in the plan (spec)", async () => {
  assert.equal(await priceInPlan("openai/gpt-4o"), 12.5);
});

Deno.test("[O1] a million tokens in and a million out of GPT-4o cost 12.50 (library)", () => {
  assert.deepEqual(openaiCost(completion("gpt-4o", 1e6, 1e6)), { usd: 12.5, tokens: 2e6, calls: 1 });
});

Deno.test("[O2] a million tokens in and a million out of GPT-4o mini cost 0.75, by the price in the plan (spec)", async () => {
  assert.equal(await priceInPlan("openai/gpt-4o-mini"), 0.75);
});

Deno.test("[O2] a million tokens in and a million out of GPT-4o mini cost 0.75 (library)", () => {
  assert.equal(openaiCost(completion("gpt-4o-mini", 1e6, 1e6)).usd, 0.75);
});

Deno.test("[O3] a hundred thousand in and fifty thousand out of GPT-4o, booked by a step, cost 0.75 (library)", async () => {
  const { fix } = made<number>({ budget: { iterations: 1 } }, (n) => {
    meter(completion("gpt-4o", 100_000, 50_000));
    return n + 1;
  });
  assert.deepEqual((await fix(0)).spent, { usd: 0.75, tokens: 150_000, calls: 1 });
});

Deno.test("[O4] without an answer there is no cost, and that is an error rather than a cost of 0 (library)", () => {
  assert.throws(() => openaiCost(null), { name: "RangeError", message: /^Cannot tell what an answer cost: / });
  assert.equal(openaiCost(null, { usd: 0 }).usd, 0);
});

Deno.test("[defect R8] what an answer has cost is booked without the answer being part of the state (library)", async () => {
  class Answer {
    readonly model = "gpt-4o";
    readonly usage = { prompt_tokens: 1_000, completion_tokens: 1_000 };
    readonly text = "better";
  }
  const { fix } = made<{ text: string }>({ budget: { iterations: 2 } }, () => ({ text: meter(new Answer()).text }));
  const end = await fix({ text: "" });
  assert.deepEqual([end.kind, end.last?.state, end.spent.usd], ["exhausted", { text: "better" }, 0.025]);
  assert.throws(() => meter(new Answer()), /^RangeError: Cannot meter an answer: no step of a loop is running here/);
});
