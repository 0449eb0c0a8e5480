import assert from "node:assert/strict";
import type { Declared } from "../../../lib/models/reach/settings_told.ts";
import { settingsTold } from "../../../lib/models/reach/settings_told.ts";
import { modelFacts } from "../../../lib/models/registry.ts";
import type { ModelFacts } from "../../../lib/plan/mod.ts";

const known = modelFacts("openai/m", { base_url: "http://localhost:8000/v1" });
assert.ok(known.ok);
const FACTS: ModelFacts = known.facts;

/** What is taken to be true of a model, and what of it is written down. */
function declared(more: Partial<ModelFacts> = {}, entry: Partial<Omit<Declared, "facts">> = {}): Declared {
  return { facts: { ...FACTS, ...more }, keys: [], abilities: {}, ...entry };
}

Deno.test("a window that nobody knew, or that is less than was thought, is to be written down", () => {
  const told = { context: 8_192, supports: {} };
  assert.deepEqual(settingsTold(told, declared()), ["context = 8192"]);
  assert.deepEqual(settingsTold(told, declared({ context: 8_192 })), []);
  assert.deepEqual(settingsTold(told, declared({ context: 4_096 })), ["context = 8192"]);
  assert.deepEqual(settingsTold(told, declared({ context: 32_768 }, { keys: ["context"] })), ["context = 8192"]);
});

Deno.test("an entry may ask for less than there is", () => {
  const told = { context: 8_192, maxOutput: 2_048, supports: {} };
  const less = declared({ context: 4_096, maxOutput: 1_024 }, { keys: ["context", "max_output"] });
  assert.deepEqual(settingsTold(told, less), []);
  assert.deepEqual(settingsTold(told, declared({ context: 8_192 })), ["max_output = 2048"]);
});

Deno.test("what a model could hold is offered where nobody says what it is to hold, and is a bound where somebody does", () => {
  const told = { holds: 40_960, supports: {} };
  assert.deepEqual(settingsTold(told, declared()), ["context = 40960  # the most: it takes memory for all of it"]);
  assert.deepEqual(settingsTold(told, declared({ context: 8_192 })), []);
  assert.deepEqual(settingsTold(told, declared({ context: 65_536 }, { keys: ["context"] })), ["context = 40960"]);
  const giving = { ...told, gives: 16_384 };
  assert.deepEqual(settingsTold(giving, declared()), ["context = 16384"]);
  assert.deepEqual(settingsTold(giving, declared({ context: 32_768 }, { keys: ["context"] })), []);
});

Deno.test("a price that is not known or too low is to be written down, one that is high enough is not", () => {
  const told = { price: { input: 5e8, output: 2e9 }, supports: {} }, remote = { local: false };
  assert.deepEqual(settingsTold(told, declared(remote)), ["price = { input = 0.5, output = 2 }"]);
  const at = (input: number, output: number) => declared({ ...remote, price: { input, output, source: "loom.toml" } });
  assert.deepEqual(settingsTold(told, at(5e8, 1e9)), ["price = { input = 0.5, output = 2 }"]);
  assert.deepEqual(settingsTold(told, at(5e8, 3e9)), []);
  assert.deepEqual(settingsTold(told, declared({ local: true })), []);
});

Deno.test("abilities that differ are written beside those that the entry has", () => {
  const told = { supports: { images: true, tools: false, seed: true } };
  assert.equal(FACTS.supports.seed, true);
  assert.deepEqual(settingsTold(told, declared()), ["abilities = { images = true }"]);
  assert.deepEqual(settingsTold(told, declared({}, { abilities: { chat: false, images: false } })), [
    "abilities = { chat = false, images = true }",
  ]);
});

Deno.test("what a server is comes first, for more follows from it", () => {
  assert.deepEqual(settingsTold({ host: "vllm", context: 1_024, supports: {} }, declared()), [
    'host = "vllm"',
    "context = 1024",
  ]);
});
