import assert from "node:assert/strict";
import { middle } from "../../../lib/kinds/refine/middle.ts";

Deno.test("numbers are medians, and words are those of the answer whose numbers are nearest", () => {
  const answers = [{ score: 9, note: "high" }, { score: 4, note: "low" }, { score: 6, note: "fair" }];
  assert.deepEqual(middle(answers), { score: 6, note: "fair" });
});

Deno.test("of two answers the numbers are means and the words those of the first", () => {
  assert.deepEqual(middle([{ score: 2, note: "a" }, { score: 4, note: "b" }]), { score: 3, note: "a" });
});

Deno.test("one answer is itself, several numbers are their median, and a field that is no number everywhere is no median", () => {
  assert.deepEqual(middle([{ a: 1, b: [1] }]), { a: 1, b: [1] });
  assert.equal(middle([3, 1, 2]), 2);
  assert.deepEqual(middle([{ a: 1, b: null }, { a: 3, b: 2 }, { a: 3, b: 4 }]), { a: 3, b: 2 });
  assert.deepEqual(middle(["x", "y"]), "x");
});
