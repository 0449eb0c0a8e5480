import assert from "node:assert/strict";
import { readUsage } from "../../../lib/models/openai/read_usage.ts";

Deno.test("tokens are read with those that came from a cache and those that are thoughts", () => {
  assert.deepEqual(
    readUsage({
      prompt_tokens: 100,
      completion_tokens: 30,
      total_tokens: 130,
      prompt_tokens_details: { cached_tokens: 64, cache_write_tokens: 16 },
      completion_tokens_details: { reasoning_tokens: 20 },
    }),
    { usage: { input: 100, output: 30, cached: 64, written: 16, reasoning: 20 } },
  );
  assert.deepEqual(readUsage({ prompt_tokens: 9, completion_tokens: 1, prompt_cache_hit_tokens: 8 }), {
    usage: { input: 9, output: 1, cached: 8 },
  });
});

Deno.test("thoughts that a host counts beside the answer are part of what was generated", () => {
  const told = { prompt_tokens: 10, completion_tokens: 5, completion_tokens_details: { reasoning_tokens: 40 } };
  assert.equal(readUsage({ ...told, total_tokens: 55 }).usage?.output, 45);
  assert.equal(readUsage({ ...told, completion_tokens: 45, total_tokens: 55 }).usage?.output, 45);
});

Deno.test("embeddings have a prompt and no answer", () => {
  assert.deepEqual(readUsage({ prompt_tokens: 8, total_tokens: 8 }), { usage: { input: 8, output: 0 } });
});

Deno.test("what was billed is read in dollars; with a customer's own key the provider's bill comes on top of the fee", () => {
  const tokens = { prompt_tokens: 1, completion_tokens: 1 };
  assert.equal(readUsage({ ...tokens, cost: 0.00095 }).cost, 950_000);
  assert.equal(readUsage({ ...tokens, cost: 0 }).cost, 0);
  assert.equal(readUsage({ ...tokens, cost: 0.0001, cost_details: { upstream_inference_cost: 0.002 } }).cost, 100_000);
  assert.equal(
    readUsage({ ...tokens, is_byok: true, cost: 0.0001, cost_details: { upstream_inference_cost: 0.002 } }).cost,
    2_100_000,
  );
});

Deno.test("what is not told, or makes no sense, is absent and not zero", () => {
  for (
    const told of [
      undefined,
      null,
      "many",
      {},
      { prompt_tokens: 5 },
      { completion_tokens: 5 },
      {
        prompt_tokens: -1,
        completion_tokens: 2,
      },
      { prompt_tokens: NaN, completion_tokens: 2 },
      { prompt_tokens: "5", completion_tokens: 2 },
    ]
  ) assert.deepEqual(readUsage(told), {}, JSON.stringify(told));
  assert.deepEqual(readUsage({ cost: 1 }), { cost: 1e9 }, "money without tokens");
});
