import assert from "node:assert/strict";
import { knownOllama } from "../../../lib/models/families/known_ollama.ts";

function can(model: string): readonly string[] {
  return Object.entries(knownOllama(model, {}).supports).filter(([, does]) => does).map(([ability]) => ability);
}

Deno.test("every model continues texts; it answers messages too unless its name says that it is a base model", () => {
  assert.deepEqual(can("gemma3:12b"), ["complete", "chat", "instructs", "seed", "structured"]);
  assert.deepEqual(can("llama3.1:8b-text-q4_K_M"), ["complete", "seed", "structured"]);
  assert.deepEqual(can("qwen2.5-coder:7b-base"), ["complete", "seed", "structured"]);
  assert.ok(can("gpt-oss:20b").includes("reasoning"));
});

Deno.test("a model for embeddings makes nothing else", () => {
  for (const model of ["nomic-embed-text", "mxbai-embed-large:335m", "all-minilm", "bge-m3"]) {
    assert.deepEqual(can(model), ["embed"], model);
  }
});

Deno.test("what runs here or on a machine of one's own is free, Ollama's cloud is not", () => {
  assert.equal(knownOllama("gemma3", {}).local, true);
  assert.equal(knownOllama("gemma3", { base_url: "http://10.0.0.7:11434" }).local, true);
  assert.equal(knownOllama("gpt-oss:120b-cloud", {}).local, false);
  assert.equal(knownOllama("kimi-k2:cloud", {}).local, false);
  assert.equal(knownOllama("gpt-oss:120b", { base_url: "https://ollama.com" }).local, false);
});
