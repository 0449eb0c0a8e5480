import assert from "node:assert/strict";
import { CLAUDE } from "../../../lib/models/families/claude.ts";
import { familyOf, toldBy, undated } from "../../../lib/models/families/family.ts";
import { GPT } from "../../../lib/models/families/gpt.ts";
import { loadCounter } from "../../../lib/models/counters.ts";
import { pricedModels } from "../../../lib/models/prices.ts";

const TABLES = { openai: GPT, anthropic: CLAUDE };

Deno.test("every model is in one family, with room for its answers and one way to count", async () => {
  const bytes = await loadCounter("bytes");
  for (const [provider, families] of Object.entries(TABLES)) {
    const names = families.flatMap((family) => family.names);
    assert.equal(new Set(names).size, names.length, provider);
    for (const { names: [name = ""], can, context, maxOutput, counter, estimate } of families) {
      assert.ok(can.length > 0 && new Set(can).size === can.length, name);
      assert.ok(context !== undefined && (maxOutput ?? 0) < context, name);
      assert.notEqual(counter === undefined, estimate === undefined, name);
      assert.notEqual((await loadCounter(counter ?? estimate!))("the lamp went out"), bytes("the lamp went out"), name);
    }
  }
});

Deno.test("what is priced has a family", () => {
  for (const { provider, model } of pricedModels()) {
    assert.ok(familyOf(TABLES[provider as "openai" | "anthropic"], model), model);
  }
});

Deno.test("a snapshot is of the family of its model, and no other name is", () => {
  assert.equal(familyOf(GPT, "gpt-5.4-2026-03-05"), familyOf(GPT, "gpt-5.4"));
  assert.equal(familyOf(CLAUDE, "claude-opus-4-20250514"), familyOf(CLAUDE, "claude-opus-4-0"));
  assert.equal(familyOf(CLAUDE, "claude-3-5-haiku-latest"), familyOf(CLAUDE, "claude-3-5-haiku"));
  for (const name of ["gpt-5.4-pro", "gpt-4o-audio-preview", "gpt", ""]) assert.equal(familyOf(GPT, name), undefined);
  assert.equal(undated("gpt-4.1"), "gpt-4.1");
});

Deno.test("what a family does not tell is not in the facts", () => {
  assert.deepEqual(Object.keys(toldBy({ can: ["embed"] })), ["supports", "counter"]);
});
