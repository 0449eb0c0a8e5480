import assert from "node:assert/strict";
import { builtInPrice, pricedModels, PRICES_DATE } from "../../lib/models/prices.ts";
import type { Rates } from "../../lib/plan/mod.ts";

const priceOf = ({ provider, model }: { readonly provider: string; readonly model: string }) =>
  builtInPrice(provider, model)!;

Deno.test("every price is whole nano-dollars, dated, for one model, and dearer for output and for long prompts", () => {
  const models = pricedModels(), names = models.map(({ provider, model }) => `${provider}/${model}`);
  assert.equal(new Set(names).size, names.length);
  assert.ok(models.length > 40);
  for (const one of models) {
    const { source, long, ...rates } = priceOf(one), label = JSON.stringify(one);
    assert.match(source, /^built-in table of \d{4}-\d{2}-\d{2}$/);
    assertSound(rates, label);
    assert.ok(rates.output === 0 || rates.output >= rates.input, label);
    if (!long) continue;
    assertSound(long, label);
    assert.ok(long.over > 0 && long.input > rates.input && long.output > rates.output, label);
  }
});

function assertSound({ input, output, cached = 0, written = input }: Rates, label: string): void {
  for (const rate of [input, output, cached, written]) assert.ok(Number.isSafeInteger(rate) && rate >= 0, label);
  assert.ok(input > 0 && cached < input && written >= input, label);
}

Deno.test("the table bears the day it was last compared", () => {
  assert.ok(Date.parse(PRICES_DATE) > Date.parse("2026-11-01"));
  assert.match(builtInPrice("openai", "gpt-4o")!.source, new RegExp(PRICES_DATE));
});

Deno.test("a snapshot costs what its model costs, unless it has a price of its own", () => {
  const same = [["openai", "gpt-4o", "gpt-4o-2024-11-20"], [
    "anthropic",
    "claude-haiku-4-5",
    "claude-haiku-4-5-20251001",
  ]];
  for (const [provider = "", model = "", snapshot = ""] of same) {
    assert.deepEqual(builtInPrice(provider, snapshot), builtInPrice(provider, model));
  }
  assert.equal(builtInPrice("openai", "gpt-4o-2024-05-13")!.input, 5e9);
});

Deno.test("a model that is not in the table has no price, however like one its name is", () => {
  for (
    const model of ["gpt-5.4-pro", "gpt-4o-audio-preview", "ft:gpt-4o-mini:me::1", "gpt-4", "GPT-4o", "", "constructor"]
  ) {
    assert.equal(builtInPrice("openai", model), undefined, model);
  }
  assert.equal(builtInPrice("anthropic", "gpt-4o"), undefined);
  assert.equal(builtInPrice("ollama", "gpt-4o"), undefined);
});

Deno.test("prices are those of their makers' pages", () => {
  const { input, output, cached, written, long } = builtInPrice("openai", "gpt-6.1-sol")!;
  assert.deepEqual([input, output, cached, written], [2e9, 10e9, 0.1e9, 2.5e9]);
  assert.deepEqual(long, { over: 272_000, input: 4e9, output: 15e9, cached: 0.2e9, written: 5e9 });
  assert.deepEqual(builtInPrice("anthropic", "claude-haiku-5-5")!.long, {
    over: 100_000,
    input: 0.5e9,
    output: 2.5e9,
    cached: 0.05e9,
  });
});
