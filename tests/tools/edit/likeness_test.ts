import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { lengthBound, likeness, lineForm, resemblance } from "../../../lib/tools/edit/likeness.ts";

const alike = (a: string, b: string, least = 0) =>
  likeness(lineForm(a), lineForm(b), { least, effort: { left: 10_000_000 } });

const resembles = (a: string, b: string, least = 0) =>
  resemblance(lineForm(a), lineForm(b), { least, effort: { left: 10_000_000 } });

/** Length of the longest common subsequence, by trying both ways. */
function slowly(a: string, b: string): number {
  if (a === "" || b === "") return 0;
  if (a[0] === b[0]) return 1 + slowly(a.slice(1), b.slice(1));
  return Math.max(slowly(a.slice(1), b), slowly(a, b.slice(1)));
}

Deno.test("resemblance is twice the common subsequence over both lengths", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 7 });
  fc.assert(fc.property(word, word, (a, b) => {
    const expected = a === b ? 1 : 2 * slowly(a, b) / (a.length + b.length);
    assert.ok(Math.abs(resembles(a, b) - expected) < 1e-9);
    assert.ok(lengthBound(lineForm(a), lineForm(b)) >= expected);
    // Bounds only ever leave out what is below them.
    assert.equal(resembles(a, b, expected - 1e-9), resembles(a, b));
  }));
});

Deno.test("the width of blanks and the make of quotes do not matter, whether there are blanks hardly", () => {
  assert.equal(alike("\tx  =\t“a”  ", 'x = "a"'), 1);
  assert.equal(alike("f( a,b )", "f(a, b)"), 0.95);
});

Deno.test("other numbers make another line", () => {
  assert.equal(alike("def test_case_number_3():", "def test_case_number_4():"), 0);
  assert.ok(alike("def test_case_nomber_3():", "def test_case_number_3():") > 0.9);
});

Deno.test("another word makes another line, a misspelled one does not", () => {
  assert.equal(alike("return first_of(everything, a)", "return first_of(everything, b)"), 0);
  assert.equal(alike("import os", "import so"), 0);
  assert.ok(alike("return first_of(everthing)", "return first_of(everything)") > 0.9);
  assert.ok(alike("if (count < limit) {", "if (count <= limit) {") > 0.9);
});

Deno.test("a line with words is not at all like an empty one", () => {
  assert.equal(alike("", "a"), 0);
  assert.equal(alike("", " \t"), 1);
});

Deno.test("lines too long to compare count what they begin and end with", () => {
  const middle = (letter: string) => letter.repeat(5_000);
  const long = (letter: string) => "a".repeat(5_000) + "bc" + middle(letter) + "cb" + "a".repeat(5_000);
  assert.ok(alike(long("x"), long("y")) > 0.6);
  assert.equal(alike(middle("xy"), middle("yx").replace("yx", "z")), 0);
});

Deno.test("without effort left nothing is alike but what is the same", () => {
  const effort = { left: 0 };
  assert.equal(likeness(lineForm("abcdef"), lineForm("abcdeg"), { least: 0, effort }), 0);
  assert.equal(likeness(lineForm("abc"), lineForm(" abc"), { least: 0, effort }), 1);
});
