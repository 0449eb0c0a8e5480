import assert from "node:assert/strict";
import { isRepeated } from "../../../lib/kinds/autoloom/repeats.ts";

const TEXT = "The lamp went out at four, and nobody in the house was awake to see it. ";

Deno.test("a piece that says again what the text has said repeats it", () => {
  assert.ok(isRepeated(" The lamp went out at four, and nobody in the house was awake", TEXT));
  assert.ok(isRepeated(" it went on and on and on and on and on and on and on", "It went on and on and on. "));
});

Deno.test("a piece made of words that have occurred, in another order, does not", () => {
  assert.equal(isRepeated(" Nobody awake at the house, the lamp in four; it was to see.", TEXT), false);
  assert.equal(
    isRepeated("昨日の夜、灯が消えた家の前に誰もいなかった。", "誰も家の灯を見なかった。夜は前の日より長かった。"),
    false,
  );
});

Deno.test("a new piece does not, however short or long the text before it is", () => {
  assert.equal(isRepeated(" A dog barked twice", ""), false);
  assert.equal(isRepeated(" A dog barked twice", TEXT), false);
  assert.equal(isRepeated(" yes", "No."), false);
});

Deno.test("a piece without a word adds nothing", () => {
  assert.ok(isRepeated(" … !!!", TEXT));
});

Deno.test("what was said long ago is forgotten", () => {
  const between = Array.from({ length: 1_000 }, (_, i) => `word${i}`).join(" ");
  assert.equal(isRepeated(TEXT, `${TEXT} ${between}`), false);
});
