import assert from "node:assert/strict";
import { overlapOf } from "../../../lib/models/emulate/overlap.ts";
import fc from "../../properties.ts";

const words = fc.array(fc.constantFrom("the", "lamp", "went", "out", "house", "a"), { minLength: 1, maxLength: 30 });

Deno.test("the longest beginning of an answer that is the end of the text is found, as by trying all", () => {
  fc.assert(fc.property(words, words, fc.nat(12), (before, after, repeats) => {
    const stem = before.join(" "), answer = [...before.slice(before.length - repeats), ...after].join(" ");
    let longest = 0;
    for (let length = 1; length <= answer.length; length++) {
      const isWord = !/\w/.test(answer[length] ?? "") && !/\w$/.test(stem.slice(0, -length));
      if (isWord && stem.endsWith(answer.slice(0, length))) longest = length;
    }
    const overlap = overlapOf(stem, answer, true), length = overlap.found === "some" ? overlap.length : 0;
    // The beginning of a long word may be the end of a text that breaks off in it.
    assert.ok(length === longest || (length > longest && stem.endsWith(answer.slice(0, length))), `${stem}|${answer}`);
  }));
});

Deno.test("while an answer is all of the text it is open what it becomes, and only then", () => {
  const stem = "nobody in the house had seen";
  for (const answer of ["", "n", "nobody", "the house had", "the house had seen"]) {
    assert.equal(overlapOf(stem, answer, false).found, "open", answer);
  }
  assert.deepEqual(overlapOf(stem, "the house had seen", true), { found: "some", length: 18 });
  assert.deepEqual(overlapOf(stem, "the house had seen it", false), { found: "some", length: 18 });
  assert.deepEqual(overlapOf(stem, "the house was", false), { found: "none" });
});

Deno.test("of a text that repeats itself without an end the work stays bounded", () => {
  const stem = "a ".repeat(200_000).trim();
  assert.deepEqual(overlapOf(stem, "a ".repeat(200_000), true).found, "some");
});
