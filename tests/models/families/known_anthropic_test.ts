import assert from "node:assert/strict";
import { knownAnthropic } from "../../../lib/models/families/known_anthropic.ts";

Deno.test("models go on with answers that have begun up to 4.5, and draw as they please from 4.7 on", () => {
  const told = (model: string) => {
    const { supports: { prefill }, ignores } = knownAnthropic(model, {});
    return [prefill, ignores !== undefined];
  };
  assert.deepEqual(["claude-opus-4-1", "claude-haiku-4-5-20251001"].map(told), [[true, false], [true, false]]);
  assert.deepEqual(["claude-opus-4-6", "claude-sonnet-4-6"].map(told), [[false, false], [false, false]]);
  assert.deepEqual(["claude-opus-4-7", "claude-sonnet-5-5", "claude-haiku-5-5"].map(told), [
    [false, true],
    [false, true],
    [false, true],
  ]);
});

Deno.test("tokens are bounded by bytes and estimated, more for the newer tokenizer", () => {
  assert.deepEqual([knownAnthropic("claude-opus-4-6", {}).counter, knownAnthropic("claude-opus-4-6", {}).estimate], [
    "bytes",
    "o200k+15%",
  ]);
  assert.equal(knownAnthropic("claude-opus-4-7", {}).estimate, "o200k+50%");
});

Deno.test("only Anthropic's own address has Anthropic's prices", () => {
  assert.equal(knownAnthropic("claude-opus-5-5", {}).price!.input, 4e9);
  assert.equal(knownAnthropic("claude-opus-5-5", { base_url: "https://api.anthropic.com" }).price!.output, 20e9);
  for (const base_url of ["https://example.net", "http://localhost:4000", { env: "URL" }]) {
    assert.equal(knownAnthropic("claude-opus-5-5", { base_url }).price, undefined);
  }
  assert.equal(knownAnthropic("claude-opus-5-5", { base_url: "http://localhost:4000" }).local, true);
});

Deno.test("a model that no table has answers messages, takes no beginning of an answer, and has no price", () => {
  const { supports, price } = knownAnthropic("claude-future-9", {});
  assert.deepEqual([supports.chat, supports.prefill, supports.complete, price], [true, false, false, undefined]);
});
