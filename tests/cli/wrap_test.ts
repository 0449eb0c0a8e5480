import assert from "node:assert/strict";
import { wrap, wrapWhole } from "../../lib/cli/wrap.ts";

Deno.test("lines hold as many words as fit, and a word that is too long has a line of its own", () => {
  assert.deepEqual(wrap("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrap("one abcdefghijkl two", 7), ["one", "abcdefghijkl", "two"]);
  assert.deepEqual(wrap("", 7), [""]);
});

Deno.test("what stands in backticks is not taken apart, however long it is", () => {
  const text = "failed · `loom resume one` tries again";
  assert.deepEqual(wrapWhole(text, 16), ["failed ·", "`loom resume one`", "tries again"]);
  assert.deepEqual(wrapWhole(text, 20), ["failed ·", "`loom resume one`", "tries again"]);
  assert.deepEqual(wrapWhole("a ` that is alone", 8), ["a ` that", "is alone"]);
});
