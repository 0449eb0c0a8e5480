import assert from "node:assert/strict";
import type { EchoedToken } from "../../../lib/models/openai/echoed_tokens.ts";
import { echoedTokens, scoreBeyond, scoreOf, tokensOf } from "../../../lib/models/openai/echoed_tokens.ts";

const tokens = (...parts: readonly (readonly [string, number | null])[]): readonly EchoedToken[] =>
  parts.map(([token, logprob]) => ({ token, logprob }));

/** `Once upon a time` and one generated token. */
const TALE = tokens(["Once", null], [" upon", -1], [" a", -2], [" time", -4], [",", -8]);

Deno.test("the tokens of a text are found at the end of what is repeated, the generated one left out", () => {
  assert.deepEqual(scoreOf(tokensOf(" a time", TALE)!), { logprob: -6, tokens: 2 });
  assert.deepEqual(
    scoreOf(tokensOf("Once upon a time", TALE)!),
    { logprob: -7, tokens: 3 },
    "the first has no probability",
  );
  assert.deepEqual(scoreOf(tokensOf("", TALE)!), { logprob: 0, tokens: 0 });
});

Deno.test("a token that the text begins in the middle of counts", () => {
  assert.deepEqual(scoreOf(tokensOf("pon a time", TALE)!), { logprob: -7, tokens: 3 });
});

Deno.test("a host that generates nothing beside is read as well", () => {
  assert.deepEqual(scoreOf(tokensOf(" a time", TALE.slice(0, 4))!), { logprob: -6, tokens: 2 });
});

Deno.test("a text that is not there is not found", () => {
  assert.equal(tokensOf(" a dime", TALE), undefined);
  assert.equal(tokensOf("and long before, Once upon a time", TALE), undefined);
});

Deno.test("what comes after a prompt is the whole without the prompt, from where their tokens part", () => {
  const prompt = tokens(["<s>", null], ["Say ", -1], ["�", -2], ["�", -3], ["x", -9]);
  const whole = tokens(["<s>", null], ["Say ", -1], ["�", -2], ["�", -3], ["�", -4], ["!", -5], ["y", -9]);
  assert.deepEqual(scoreBeyond(prompt, whole), { logprob: -9, tokens: 2 });
});

Deno.test("tokens that grow together at the seam are weighed against what they replace", () => {
  const prompt = tokens(["a", null], ["b", -1], ["?", -9]),
    whole = tokens(["a", null], ["bc", -5], ["d", -2], ["?", -9]);
  assert.deepEqual(scoreBeyond(prompt, whole), { logprob: -6, tokens: 1 });
});

Deno.test("both forms of the protocol are read, and what is neither has no tokens", () => {
  assert.deepEqual(echoedTokens({ tokens: ["a", "b"], token_logprobs: [null, -1] }), tokens(["a", null], ["b", -1]));
  assert.deepEqual(echoedTokens({ content: [{ token: "a", logprob: -1 }, null] }), tokens(["a", -1], ["", null]));
  for (const told of [null, undefined, 1, {}, { tokens: ["a"] }, { content: {} }]) {
    assert.deepEqual(echoedTokens(told), []);
  }
});
