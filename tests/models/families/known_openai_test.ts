import assert from "node:assert/strict";
import { knownOpenai } from "../../../lib/models/families/known_openai.ts";

const OPENROUTER = { base_url: "https://openrouter.ai/api/v1" };

function can(model: string, options: Parameters<typeof knownOpenai>[1] = {}): readonly string[] {
  return Object.entries(knownOpenai(model, options).supports).filter(([, does]) => does).map(([ability]) => ability);
}

Deno.test("models of OpenAI are known with their window, counter and price", () => {
  const { price, context, maxOutput, counter, estimate, local } = knownOpenai("gpt-4.1-mini", {});
  assert.deepEqual([price!.input, price!.output], [0.4e9, 1.6e9]);
  assert.deepEqual([context, maxOutput, counter, estimate, local], [1_047_576, 32_768, "o200k", undefined, false]);
  assert.deepEqual(can("gpt-4.1-mini"), ["chat", "instructs", "logprobs", "structured", "tools", "images"]);
});

Deno.test("a model that thinks ignores samplers, and no model of OpenAI has those of other hosts", () => {
  const { refuses, ignores } = knownOpenai("gpt-6.1-sol", {});
  assert.deepEqual(refuses, ["top_k", "min_p", "typical_p", "repetition_penalty"]);
  assert.deepEqual(ignores, ["temperature", "top_p", "frequency_penalty", "presence_penalty"]);
  assert.deepEqual(knownOpenai("gpt-4o", {}).refuses, refuses);
  assert.equal(knownOpenai("gpt-4o", {}).ignores, undefined);
});

Deno.test("the completion models of OpenAI continue texts, and only the last of them follows instructions", () => {
  assert.deepEqual(can("davinci-002"), ["complete", "logprobs"]);
  assert.deepEqual(can("gpt-3.5-turbo-instruct"), ["complete", "instructs", "logprobs"]);
  assert.deepEqual(can("text-embedding-3-small"), ["embed"]);
});

Deno.test("a model that no table has answers messages, has no price, and is bounded by its bytes", () => {
  const { price, counter, estimate, context } = knownOpenai("gpt-99", {});
  assert.deepEqual([price, counter, estimate, context], [undefined, "bytes", "o200k+50%", undefined]);
  assert.deepEqual(can("gpt-99"), ["chat", "instructs", "structured"]);
});

Deno.test("a fine-tuned model can do what its model can, and what it costs is not known", () => {
  assert.deepEqual(can("ft:gpt-4o-mini-2024-07-18:lab::abc"), can("gpt-4o-mini"));
  assert.equal(knownOpenai("ft:gpt-4o-mini-2024-07-18:lab::abc", {}).price, undefined);
});

Deno.test("only OpenAI's own address has OpenAI's prices", () => {
  const priced = (base_url: string) => knownOpenai("gpt-4o", { base_url }).price !== undefined;
  assert.ok(priced("https://api.openai.com/v1"));
  for (
    const url of [
      "http://api.openai.com/v1",
      "https://eu.api.openai.com/v1",
      "https://api.openai.com.example.net/v1",
      "https://example.net/api.openai.com",
      "https://openrouter.ai/api/v1",
      "http://localhost:8000/v1",
      "nonsense",
    ]
  ) assert.ok(!priced(url), url);
  assert.equal(knownOpenai("gpt-4o", { base_url: { env: "URL" } }).price, undefined);
  assert.equal(knownOpenai("gpt-4o", { base_url: "https://example.net/v1", host: "openai" }).price, undefined);
});

Deno.test("base models of OpenRouter continue texts and no more, others answer messages and no more", () => {
  for (const model of ["deepseek/deepseek-v3.1-base", "meta-llama/llama-3.1-405b", "mistralai/mixtral-8x7b"]) {
    assert.deepEqual(can(model, OPENROUTER), ["complete"], model);
  }
  for (const model of ["moonshotai/kimi-k2-0905", "meta-llama/llama-3.1-405b-instruct", "x/unheard-of"]) {
    assert.deepEqual(can(model, OPENROUTER), ["chat", "instructs"], model);
  }
});

Deno.test("models of known makers on OpenRouter are of their families, without prices and refusals", () => {
  const claude = knownOpenai("anthropic/claude-opus-4.5", OPENROUTER),
    gpt = knownOpenai("openai/gpt-4o:nitro", OPENROUTER);
  assert.deepEqual([claude.context, claude.supports.prefill, claude.price], [200_000, true, undefined]);
  assert.deepEqual([gpt.counter, gpt.price, gpt.refuses], ["o200k", undefined, undefined]);
});

Deno.test("a server of one's own continues texts and answers messages, as far as the model's name allows", () => {
  const here = { base_url: "http://127.0.0.1:9999/v1" };
  assert.deepEqual(can("whatever", here), ["complete", "chat", "instructs"]);
  assert.deepEqual(can("meta-llama/Llama-3.1-8B", here), ["complete"]);
  assert.deepEqual(can("Qwen/Qwen3-8B", here), ["complete", "chat", "instructs", "reasoning"]);
  assert.deepEqual(can("nomic-embed-text", here), ["embed"]);
  assert.equal(knownOpenai("whatever", here).local, true);
  assert.equal(knownOpenai("whatever", { base_url: "http://10.0.0.7:8000/v1" }).local, false);
});

Deno.test("what a server's software offers is known by `host`, or by its usual port here", () => {
  const vllm = { base_url: "https://gpu.example.net/v1", host: "vllm" },
    llama = { base_url: "http://localhost:8080/v1" };
  assert.ok(["score", "logprobs", "seed", "structured", "prefill"].every((one) => can("whatever", vllm).includes(one)));
  assert.ok(!can("meta-llama/Llama-3.1-8B", vllm).includes("prefill"));
  assert.ok(!can("whatever", llama).includes("score"));
  assert.ok(can("whatever", llama).includes("logprobs"));
});

Deno.test("DeepSeek's own host takes answers that have begun, and no texts to continue", () => {
  assert.deepEqual(can("deepseek-chat", { base_url: "https://api.deepseek.com" }), [
    "chat",
    "instructs",
    "prefill",
    "tools",
  ]);
});
