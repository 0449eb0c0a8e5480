import assert from "node:assert/strict";
import { lastAnswers } from "../../lib/app/last_answers.ts";

Deno.test("what the last tasks said is one text of whole lines: that of one alone, those of several under their names", () => {
  for (const text of ["one", "one\n\n"]) assert.equal(lastAnswers({ a: { text, changed: [] } }), "one\n");
  assert.equal(lastAnswers({ a: { text: "one\n" }, gone: null, b: { text: "two" } }), "a:\none\n\nb:\ntwo\n");
});

Deno.test("what is no text, or not text alone, is none", () => {
  for (
    const outputs of [null, "x", [], {}, { a: null }, { a: 1 }, { a: { text: "x" }, b: { data: 1 } }, {
      a: [{ text: "x" }],
    }]
  ) {
    assert.equal(lastAnswers(outputs), undefined, JSON.stringify(outputs));
  }
});
