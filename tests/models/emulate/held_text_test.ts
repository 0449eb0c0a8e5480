import assert from "node:assert/strict";
import { heldText } from "../../../lib/models/emulate/held_text.ts";
import fc from "../../properties.ts";

const token = (text: string) => ({ token: text, logprob: -text.length });

Deno.test("text that is let go in parts tells each token once, and none that was dropped in part", () => {
  const tokens = fc.array(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(tokens, fc.array(fc.nat(6)), fc.nat(8), (tokens, cuts, dropped) => {
    const held = heldText(), whole = tokens.join("");
    held.push({ type: "text", text: tokens[0]!, logprobs: [token(tokens[0]!)] });
    held.push({ type: "text", text: tokens.slice(1).join(""), logprobs: tokens.slice(1).map(token) });
    held.drop(dropped);
    const told = [...cuts, whole.length].flatMap((length) => held.take(length));
    assert.equal(told.map(({ text }) => text).join(""), whole.slice(dropped));
    let at = 0;
    const kept = tokens.filter((text) => (at += text.length) - text.length >= dropped);
    assert.deepEqual(told.flatMap(({ logprobs = [] }) => logprobs), kept.map(token));
  }));
});

Deno.test("tokens that run ahead of the text, or do not spell it, stand where they belong", () => {
  const held = heldText();
  held.push({ type: "text", text: "", logprobs: [token("ab")] });
  held.push({ type: "text", text: "abc", logprobs: [token("c")] });
  held.drop(1);
  assert.deepEqual(held.take(2), [{ type: "text", text: "bc", logprobs: [token("c")] }]);
  held.push({ type: "text", text: "é!", logprobs: [token("\\xc3"), token("\\xa9"), token("!")] });
  assert.deepEqual(held.take(1), [{ type: "text", text: "é" }]);
  assert.equal(held.take(1)[0]!.logprobs!.length, 3);
  assert.deepEqual(held.take(9), []);
});
