import assert from "node:assert/strict";
import { check } from "../../lib/expr/check.ts";
import { evaluate } from "../../lib/expr/evaluate.ts";
import { outside, PURE, SIGNATURES } from "../../lib/expr/functions.ts";

const functions = outside({ perplexity: (text) => text.length + 1, rand: (key) => key.length / 100 });

for (const [name, { example, about }] of Object.entries(SIGNATURES)) {
  Deno.test(`${name}: its example checks, names it, and is true`, () => {
    assert.match(example, new RegExp(`\\b${name}\\(`));
    assert.doesNotMatch(about, /\.$/);
    const checked = check(example, { names: {} }, { expects: { kind: "bool" } });
    assert.ok(checked.ok, JSON.stringify(checked));
    assert.equal(evaluate(example, {}, { functions }), true);
  });
}

Deno.test("what needs a model or a seed is told apart from what is pure", () => {
  assert.deepEqual(Object.keys(SIGNATURES).filter((name) => !Object.hasOwn(PURE, name)), ["perplexity", "rand"]);
  assert.equal(evaluate("perplexity('abc') + rand({'b': 1, 'a': 2})", {}, { functions }), 4 + 13 / 100);
});

Deno.test("every function can be written as a method of its first argument", () => {
  assert.equal(
    evaluate(
      "words('a b') == 'a b'.words() && [1, 3].mean() == mean([1, 3]) && 5.clamp(0, 3) == 3".replace(
        "5.clamp",
        "(5).clamp",
      ),
      {},
    ),
    true,
  );
});

Deno.test("a function given by the caller takes the place of the language's own", () => {
  const novelty = { ...PURE["novelty"]!, call: () => 0.25 };
  assert.equal(evaluate("novelty('a')", {}, { functions: { novelty } }), 0.25);
});

Deno.test("conversions refuse what they cannot read", () => {
  for (
    const text of [
      "number('')",
      "number('1x')",
      "number('0x10')",
      "number('Infinity')",
      "int('1.5')",
      "uint(-1)",
      "bool('yes')",
    ]
  ) {
    assert.throws(() => evaluate(text, {}), { name: "ExpressionError" }, text);
  }
  for (
    const text of [
      "number(' 1e3 ') == 1000",
      "int(1.9) == 1",
      "int(-1.9) == -1",
      "number(true) == 1",
      "string(1e21) == '1e+21'",
    ]
  ) {
    assert.equal(evaluate(text, {}), true, text);
  }
});

Deno.test("places outside a text or list are moved to its ends", () => {
  const expected = {
    "'abc'.substring(-5)": "abc",
    "'abc'.substring(2, 1)": "",
    "'abc'.substring(1.9)": "bc",
    "'a😀b'.substring(1, 2)": "😀",
    "[1, 2].slice(-1, 9)": [1, 2],
    "[1, 2].slice(2, 1)": [],
    "'a😀b😀'.lastIndexOf('😀')": 3,
    "'a😀b😀'.indexOf('😀', 2)": 3,
    "'abc'.split('')": ["a", "b", "c"],
    "'a,b,c'.split(',', 0)": [],
    "'a,b,c'.replace(',', '', 1)": "ab,c",
    "'aaa'.replace('a', 'aa')": "aaaaaa",
    "round(-0.4)": 0,
    "round(1234.5, -2)": 1200,
    "round(1e300, 300)": 1e300,
    "round(1.005, 400)": 1.005,
  };
  for (const [text, value] of Object.entries(expected)) assert.deepEqual(evaluate(text, {}), value, text);
});
