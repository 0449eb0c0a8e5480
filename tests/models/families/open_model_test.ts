import assert from "node:assert/strict";
import { openModel } from "../../../lib/models/families/open_model.ts";

Deno.test("names give away base models, and those that follow instructions", () => {
  const base = [
    "deepseek/deepseek-v3.1-base",
    "meta-llama/llama-3.1-405b",
    "meta-llama/Llama-2-7b-hf",
    "Qwen/Qwen2.5-7B",
    "Qwen/Qwen3-8B-Base",
    "mistralai/Mistral-7B-v0.1",
    "google/gemma-3-27b-pt",
    "llama3:text",
  ];
  for (const id of base) assert.equal(openModel(id).sort, "base", id);
  const instruct = [
    "meta-llama/llama-3.1-405b-instruct",
    "meta-llama/Llama-2-7b-chat-hf",
    "google/gemma-3-27b-it:free",
    "deepseek/deepseek-r1",
    "moonshotai/kimi-k2",
    "qwen/qwen3-235b-a22b-2507",
    "nousresearch/hermes-3-llama-3.1-405b",
    "gpt-oss:20b",
  ];
  for (const id of instruct) assert.equal(openModel(id).sort, "instruct", id);
  for (const id of ["local", "default", "neversleep/llama-3-lumimaid-70b", "context-ual", "databases/x"]) {
    assert.equal(openModel(id).sort, "unknown", id);
  }
});

Deno.test("names give away models that think", () => {
  const thinks = (id: string) => openModel(id).reasons;
  assert.ok(
    ["deepseek/deepseek-r1", "Qwen/Qwen3-8B", "openai/gpt-oss-120b", "moonshotai/kimi-k2-thinking"].every(thinks),
  );
  assert.ok(!["deepseek/deepseek-v3.1-base", "Qwen/Qwen3-8B-Base", "moonshotai/kimi-k2"].some(thinks));
});

Deno.test("a model with OpenAI's tokenizer is counted exactly, others are bounded and estimated", () => {
  assert.deepEqual(openModel("openai/gpt-oss-20b").counting, { counter: "o200k" });
  assert.deepEqual(openModel("Qwen/Qwen3-8B").counting, { estimate: "o200k+10%" });
  assert.deepEqual(openModel("mistralai/Mistral-7B-v0.1").counting, { estimate: "o200k+25%" });
});
