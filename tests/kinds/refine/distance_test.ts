import assert from "node:assert/strict";
import { cosineDistance, textDistance } from "../../../lib/kinds/refine/distance.ts";

Deno.test("the same text is no distance away, one without a phrase in common as far as can be", () => {
  const text = "the lamp went out at four and nobody saw it go";
  assert.equal(textDistance(text, text), 0);
  assert.equal(textDistance(text, "a wholly other tale was told here"), 1);
  const near = textDistance(text, "the lamp went out at five and nobody saw it go");
  assert.ok(near > 0 && near < 0.5, String(near));
});

Deno.test("texts without a word are the same or not at all", () => {
  assert.equal(textDistance("", ""), 0);
  assert.equal(textDistance("{}", "[]"), 1);
  assert.equal(textDistance("", "word"), 1);
});

Deno.test("vectors that point the same way are near, square ones far, and one that points nowhere is far from all", () => {
  assert.ok(Math.abs(cosineDistance([1, 2], [2, 4])) < 1e-12);
  assert.ok(Math.abs(cosineDistance([1, 0], [0, 3]) - 1) < 1e-12);
  assert.ok(Math.abs(cosineDistance([1, 0], [-1, 0]) - 2) < 1e-12);
  assert.equal(cosineDistance([0, 0], [1, 0]), 1);
  assert.equal(cosineDistance([0, 0], [0, 0]), 1);
  assert.equal(cosineDistance([1], [1, 0]), 1);
});

Deno.test("vectors that point the same way are no distance apart, whatever arithmetic leaves over", () => {
  for (const vector of [[0.1, 0.2, 0.3], [1, 1, -1], [3, 7, 11], [1e-3, 2, 5e2]]) {
    assert.equal(cosineDistance(vector, vector), 0);
    assert.equal(cosineDistance(vector, vector.map((x) => 3 * x)), 0);
  }
});
