import assert from "node:assert/strict";
import fc from "../properties.ts";
import { evaluate } from "../../lib/expr/evaluate.ts";
import { indexOf, lastIndexOf, split } from "../../lib/expr/text_search.ts";

/** Texts and parts long enough for the linear search, made of so few letters that they nearly match everywhere. */
const periodic = fc.tuple(
  fc.stringMatching(/^[ab]{1,3}$/),
  fc.integer({ min: 12, max: 40 }),
  fc.stringMatching(/^[abc]{0,4}$/),
)
  .map(([piece, times, end]) => piece.repeat(times) + end);
const texts = fc.array(fc.oneof(periodic, fc.string()), { maxLength: 6 }).map((pieces) => pieces.join(""));

Deno.test("a part is found where the engine finds it, however long it is", () => {
  fc.assert(
    fc.property(texts, periodic, fc.nat(200), (text, part, from) => {
      for (const whole of [text, text + part, part + text + part]) {
        assert.equal(indexOf(whole, part), whole.indexOf(part));
        assert.equal(indexOf(whole, part, from), whole.indexOf(part, from));
        assert.equal(lastIndexOf(whole, part), whole.lastIndexOf(part));
        assert.deepEqual(split(whole, part), whole.split(part));
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("long parts that nearly match everywhere are searched for in one pass", () => {
  const half = "a".repeat(200_000),
    text = half + half,
    parts = [`${half}b`, `b${half}`, `${half.slice(1000)}b${half.slice(1000)}`];
  for (const part of parts) {
    const values = { text, part };
    assert.equal(evaluate("text.contains(part) || part in [text]", values), false);
    assert.equal(evaluate("text.indexOf(part) + text.lastIndexOf(part)", values), -2);
    assert.equal(evaluate("text.split(part).size()", values), 1);
    assert.equal(evaluate("text.replace(part, '') == text", values), true);
  }
});
