import assert from "node:assert/strict";
import { templateTokens } from "../../lib/compile/template_tokens.ts";
import { refinePlanOf } from "./refining.ts";

const plan = await refinePlanOf({
  more: "inputs: {a: {type: text, default: été}, b: text, n: {type: int, default: 12}}",
  score: "score: {judge: {model: ollama/x, ask: a, returns: {score: number, note: string}}}",
});

function tokens(template: string): number | null {
  return templateTokens(template, { plan, text: 1_000, answer: 50 });
}

Deno.test("a text has no more tokens than bytes", () => {
  assert.equal(tokens("abc é"), 6);
  assert.equal(tokens("${{ 'abc' }}${{ inputs.a }}"), 3 + 5);
});

Deno.test("texts of the run and of a judge are as long as they can be", () => {
  assert.equal(tokens("${{ best.text }}-${{ candidate.text }}${{ text }}"), 3_001);
  assert.equal(tokens("${{ last.note }}"), 50);
  assert.equal(tokens("${{ last.note == '' ? best.text : last.note + 'ab' }}"), 1_000);
});

Deno.test("numbers and names are short, and what people say is not counted", () => {
  assert.ok(tokens("${{ best.total }}${{ round }}${{ i + 1 }}${{ inputs.n }}${{ best.valid }}")! <= 6 * 24);
  assert.ok(tokens("${{ last.model }} ${{ spec.name }} ${{ run.date }}")! <= 3 * 64 + 2);
  assert.equal(tokens("a${{ guidance }}"), 1);
});

Deno.test("what nobody can tell beforehand is not known", () => {
  for (const hole of ["inputs.b", "last.error", "last.output", "json(best)", "best", "inputs.a.split(' ')"]) {
    assert.equal(tokens(`a \${{ ${hole} }}`), null, hole);
  }
  assert.equal(tokens("${{ round"), null);
});
