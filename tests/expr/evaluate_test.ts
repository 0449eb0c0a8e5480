import assert from "node:assert/strict";
import { parse as parseCel } from "@marcbachmann/cel-js";
import fc from "../properties.ts";
import type { Json } from "../../lib/base/json.ts";
import { evaluate } from "../../lib/expr/evaluate.ts";
import type { EvaluateOptions } from "../../lib/expr/evaluate.ts";
import { ExpressionError } from "../../lib/expr/failure.ts";
import { parse } from "../../lib/expr/parse.ts";

/** Evaluates an expression in which `«…»` marks the place where it fails. */
function assertFails(
  marked: string,
  message: RegExp,
  values: Readonly<Record<string, Json>> = {},
  options: EvaluateOptions = {},
): void {
  const start = marked.indexOf("«"), end = marked.indexOf("»") - 1, text = marked.replace(/[«»]/g, "");
  assert.throws(() => evaluate(text, values, options), (error) => {
    assert.ok(error instanceof ExpressionError, String(error));
    assert.match(error.message, message);
    assert.deepEqual({ start: error.start, end: error.end, text: error.text }, { start, end, text }, error.message);
    return true;
  });
}

Deno.test("there is one number type: division is real, whole doubles index lists, sizes are numbers", () => {
  const values = { i: 1, n: 4, xs: [10, 20, 30], half: 0.5 };
  const expected: Readonly<Record<string, Json>> = {
    "i / (n - 1)": 1 / 3,
    "5 / 2": 2.5,
    "1 == 1.0": true,
    "xs[n / 2]": 30,
    "xs[size(xs) - 1]": 30,
    "xs.size() / 2": 1.5,
    "5.5 % 2": 1.5,
    "-5 % 3": -2,
    "1e3 + 0x10": 1016,
    "2.0 in [1, 2]": true,
    "half * 4 == 2": true,
    "-0": 0,
    "0 * -1": 0,
    "lerp(0.7, 1.3, half)": 1,
    "string(0.1 + 0.2)": "0.30000000000000004",
    "string(2.0)": "2",
  };
  for (const [text, value] of Object.entries(expected)) assert.deepEqual(evaluate(text, values), value, text);
});

Deno.test("operators, macros and guards give the values CEL gives", () => {
  const values = { xs: [3, 1, 2], m: { b: 1, a: 2 }, o: { text: "hi", gone: null }, s: "x😀y" };
  const expected: Readonly<Record<string, Json>> = {
    "1 + 2 * 3 - 4 / 2": 5,
    "!(1 > 2) && ('a' < 'b' || false)": true,
    "xs.filter(x, x > 1).map(x, x * 10)": [30, 20],
    "xs.map(x, x > 1, x * 10)": [30, 20],
    "xs.all(x, x > 0) && xs.exists(x, x == 2) && xs.exists_one(x, x < 2)": true,
    "m.map(k, k + string(m[k]))": ["b1", "a2"],
    "xs.map(x, xs.map(y, x * y))": [[9, 3, 6], [3, 1, 2], [6, 2, 4]],
    "[1] + [2] == [1, 2]": true,
    "{'a': [1, {'b': null}]} == {'a': [1, {'b': null}]}": true,
    "{'a': 1, 'b': 2} == {'b': 2, 'a': 1}": true,
    "'a' in m && !('z' in m)": true,
    "has(o.text) && !has(o.gone) && !has(o.nope)": true,
    "default(o.gone, 'd') + default(o.nope.deeper, 'e') + default(xs[9], 'f')": "def",
    "has(unset) || has(unset.field)": false,
    "default(unset, [1].map(unset, default(unset, 2)))": [1],
    "false && xs[9] == 1": false,
    "true || xs[9] == 1": true,
    "true ? 1 : xs[9]": 1,
    "size(s) == 3 && s.substring(1, 2) == '😀' && s.indexOf('y') == 2": true,
    "'a' + 'b' + \"\\u00e9\\x41\\101\\n\" + r'\\n'": "abéAA\n\\n",
    "'''two\nlines''' == 'two\\nlines'": true,
    "dyn(1) == dyn('1')": false,
  };
  for (const [text, value] of Object.entries(expected)) assert.deepEqual(evaluate(text, values), value, text);
});

Deno.test("a side or an item that cannot be computed is of no account where another one decides, as in CEL", () => {
  const values = { xs: [2, 0, 1], o: { a: 1 }, n: 1 };
  const expected: Readonly<Record<string, Json>> = {
    "1/0 == 1 || true": true,
    "true || 1/0 == 1": true,
    "1/0 == 1 && false": false,
    "o.b == 1 || xs[9] == 1 || n == 1": true,
    "!(dyn(1) && false)": true,
    "xs.exists(x, 1/x == 1)": true,
    "xs.all(x, 1/x > 1)": false,
    "[].all(x, 1/0 > 1)": true,
  };
  for (const [text, value] of Object.entries(expected)) assert.deepEqual(evaluate(text, values), value, text);
  assertFails("«1 / 0» == 1 || false", /cannot divide 1 by zero/, values);
  assertFails("o.a > 1 || («1 / 0» == 1 || o.b > 1)", /cannot divide 1 by zero/, values);
  assertFails("true && «o.b» > 1", /no "b" here/, values);
  assertFails("xs.exists(x, «1 / x» > 1)", /cannot divide 1 by zero/, values);
  assertFails("xs.exists_one(x, «1 / x» == 1)", /cannot divide 1 by zero/, values);
  assertFails("«range(300)».all(a, range(300).all(b, a < b)) || true", /more work/, values, { steps: 100 });
});

Deno.test("what cannot be computed is an error at its exact place", () => {
  const values = { xs: [1, 2], o: { a: 1 }, s: "text", x: "no number", nil: null };
  assertFails("1 + «2 / (3 - 3)»", /cannot divide 2 by zero/, values);
  assertFails("«5 % 0» > 1", /by zero/, values);
  assertFails("1 - «1e308 * 10»", /1e\+308 \* 10 is not a finite number/, values);
  assertFails("«sqrt(-1)»", /sqrt\(-1\) is not a finite number/, values);
  assertFails("xs.map(v, «xs[v]»)", /no place 2 in a list of 2 items/, values);
  assertFails("«xs[0.5]»", /whole number, not 0\.5/, values);
  assertFails("1 + «o.b»", /no "b" here/, values);
  assertFails("«s.b»", /only a map has a field "b", not "text"/, values);
  assertFails("«dyn(x) * 2»", /`\*` needs two numbers, not "no number" and 2/, values);
  assertFails("[1, «dyn(s)» ? 1 : 2]", /must be true or false, not "text"/, values);
  assertFails("xs.filter(v, «dyn(v)»)", /must be true or false, not 1/, values);
  assertFails("«nil».map(v, v)", /goes over a list or a map, not null/, values);
  assertFails("«number(s)» + 1", /cannot read the text "text" as a number/, values);
  assertFails("«clamp(1, 3, 2)»", /wrong order: 3 and 2/, values);
  assertFails("1 + «max([])»", /empty list/, values);
  assertFails("«words(dyn(1))»", /`text` of `words` must be `string`, not 1/, values);
  assertFails("{'a': 1, «s + ''»: 2, «s»: 3}".replace("«s + ''»", "s + ''"), /"text" is given twice/, values);
  assertFails("«nope» + 1", /`nope` has no value here/, values);
  assertFails("1 + «rand('a')»", /`rand` is not available here/, values);
  assertFails("1 +«»", /expected a value after `\+`/, values);
  assertFails("«o[0]»", /numbered places/, values);
  assertFails("«dyn(s) + 1»", /two numbers, two texts or two lists, not "text" and 1/, values);
  assertFails("«dyn(s) < 1»", /two numbers or two texts/, values);
  assertFails(
    "1 in «dyn(s)»".replace("«dyn(s)»", "dyn(s)").replace("1 in dyn(s)", "«1 in dyn(s)»"),
    /a list or a map after it, not "text"/,
    values,
  );
  assertFails("«1 in o»", /a text before a map, not 1/, values);
  assertFails("-«s»".replace("-«s»", "«-s»"), /needs a number, not "text"/, values);
  assertFails("{«1»: 2}", /a key of a map must be a text, not 1/, values);
  assertFails("«trim()»", /`trim` cannot take 0 arguments/, values);
  assertFails("«xs.map(1, 2)»", /wrong arguments of `map`/, values);
  assertFails("«xs.all(x, true, true)»", /wrong arguments of `all`/, values);
  assertFails("«has()»", /wrong arguments of `has`/, values);
  assertFails("«range(1.5)»", /cannot count to 1\.5/, values);
  assertFails("«'a'.replace('', 'b')»", /part to replace is empty/, values);
  assertFails("«bool('no')»", /cannot read "no" as a bool/, values);
});

Deno.test("work is capped: nested loops over long lists end in an error", () => {
  assertFails(
    "range(300).map(a, range(300).map(b, range(300).map(c, a * b * «c»)))",
    /more work than an expression may do/,
    {},
    { steps: 100_006 },
  );
  assert.throws(
    () => evaluate("range(300).map(a, range(300).map(b, range(300).map(c, range(300).map(d, a))))", {}),
    /more work/,
  );
  assert.throws(() => evaluate("range(1e15)", {}), /more work/);
  assert.deepEqual(evaluate("range(300).map(a, range(300).filter(b, a == b)).flatten().size()", {}), 300);
});

Deno.test("what is written is capped too: texts and lists cannot be blown up", () => {
  const text = "x".repeat(1_000_000);
  for (
    const blowUp of [
      "range(1000).map(i, text).join('')",
      "json(range(1000).map(i, text))",
      "range(1000).map(i, text)",
      "text.replace('x', text)",
      "string([range(900).map(i, text)]).size()",
      `${"range(9).map(a, ".repeat(9)}text${")".repeat(9)}`,
      "text.replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx')",
    ]
  ) assert.throws(() => evaluate(blowUp, { text }), /more work/, blowUp);
  assert.equal(evaluate("(text + text).size()", { text }), 2_000_000);
});

Deno.test("only a value's own properties are read, with or without a prototype", () => {
  const bare = Object.assign(Object.create(null) as Record<string, Json>, { a: 1 });
  assert.deepEqual(evaluate("m.a + m['a']", { m: bare }), 2);
  const own = JSON.parse('{"__proto__": 7, "constructor": 8}') as Record<string, Json>;
  assert.deepEqual(evaluate("m.__proto__ + m.constructor", { m: own }), 15);
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    assertFails(`«${name}»`, /no value here/);
    assertFails(`«m.${name}»`, /is no |there is no/, { m: { a: 1 } });
    assertFails(`«m['${name}']»`, /there is no/, { m: { a: 1 } });
    assertFails(`«xs.${name}»`, /only a map/, { xs: [1] });
    assertFails(`«${name}(1)»`, /is not available/);
    assert.deepEqual(evaluate(`has(m.${name}) || '${name}' in m`, { m: { a: 1 } }), false);
  }
  const made = evaluate("{'__proto__': {'polluted': true}}", {}) as Record<string, Json>;
  assert.deepEqual(Object.keys(made), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(made), Object.prototype);
  assert.equal("polluted" in {}, false);
});

Deno.test("evaluating a deep value or a deep expression ends in an error, never in a crash", () => {
  const deep = JSON.parse("[".repeat(20_000) + "]".repeat(20_000)) as Json;
  assert.throws(() => evaluate("xs == ys", { xs: deep, ys: structuredCloneDeep(deep) }), ExpressionError);
  assert.throws(() => evaluate("json(xs)", { xs: deep }), ExpressionError);
  for (
    const text of [
      "!".repeat(50_000) + "true",
      "(".repeat(50_000),
      "1" + "+1".repeat(40_000),
      "[".repeat(9_000),
      "a" + ".b".repeat(9_000),
    ]
  ) {
    assert.throws(() => evaluate(text, { a: 1 }), ExpressionError);
  }
});

function structuredCloneDeep(value: Json): Json {
  let depth = 0;
  for (let at: Json | undefined = value; Array.isArray(at); at = at[0]) depth++;
  return JSON.parse("[".repeat(depth) + "]".repeat(depth)) as Json;
}

Deno.test("a parsed expression evaluates as its text does", () => {
  const parsed = parse("x * 2");
  assert.ok(parsed.ok);
  assert.equal(evaluate(parsed.expr, { x: 21 }), 42);
  assert.equal(parse("x * 2"), parsed);
});

type Pair = readonly [string, string];

/** The same expression for us and for cel-js, whose numbers are doubles here. */
const shared = fc.letrec<{ number: string; string: string; bool: string; list: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("1.5", "2.0", "-3.25", "0.0", "x", "y", "o.a"),
    fc.tuple(tie("number"), fc.constantFrom("+", "-", "*"), tie("number")).map((parts) => `(${parts.join(" ")})`),
    fc.tuple(tie("bool"), tie("number"), tie("number")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    tie("list").map((a) => `double(size(${a}))`),
  ),
  string: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("s", "'ab'", '"c\\n"', "'''d'''", "r'\\d'", "o.b"),
    fc.tuple(tie("string"), tie("string")).map(([a, b]) => `(${a} + ${b})`),
    tie("string").map((a) => `${a}.upperAscii()`),
    tie("string").map((a) => `${a}.trim()`),
    tie("string").map((a) => `${a}.split('b').join('-')`),
  ),
  bool: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("true", "false", "x > y", "has(o.a)", "has(o.nope)"),
    fc.tuple(tie("number"), fc.constantFrom("<", "<=", "==", "!=", ">=", ">"), tie("number")).map((parts) =>
      `(${parts.join(" ")})`
    ),
    fc.tuple(tie("bool"), fc.constantFrom("&&", "||"), tie("bool")).map((parts) => parts.join(" ")).map((text) =>
      `(${text})`
    ),
    tie("bool").map((a) => `!(${a})`),
    fc.tuple(tie("string"), fc.constantFrom("contains", "startsWith", "endsWith"), tie("string")).map(([a, f, b]) =>
      `${a}.${f}(${b})`
    ),
    fc.tuple(tie("number"), tie("list")).map(([a, b]) => `(${a} in ${b})`),
    fc.tuple(tie("list"), fc.constantFrom("all", "exists", "exists_one"), tie("number")).map(([a, f, b]) =>
      `${a}.${f}(v, v > ${b})`
    ),
  ),
  list: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("xs", "[1.0, 2.5]", "[x, y]"),
    fc.tuple(tie("list"), tie("number")).map(([a, b]) => `${a}.map(v, v * ${b})`),
    fc.tuple(tie("list"), tie("number")).map(([a, b]) => `${a}.filter(v, v <= ${b})`),
    fc.tuple(tie("list"), tie("list")).map(([a, b]) => `(${a} + ${b})`),
  ),
}));

Deno.test("where CEL's meaning is kept, cel-js gives the same values", () => {
  const values = fc.record({
    x: fc.double({ min: -9, max: 9, noNaN: true }),
    y: fc.constantFrom(0, 1.5, 2),
    s: fc.constantFrom("", "ab", " b a ", "😀b"),
    xs: fc.array(fc.constantFrom(0.5, 1, 2, -1), { maxLength: 3 }),
    o: fc.constant({ a: 2.5, b: "abba" }),
  });
  fc.assert(
    fc.property(fc.oneof(shared.number, shared.string, shared.bool, shared.list), values, (text, given) => {
      const ours = outcome(() => evaluate(text, given));
      const theirs = outcome(() => parseCel(text)(given) as Json);
      assert.deepEqual(ours, theirs, text);
    }),
    { numRuns: 1000 },
  );
});

function outcome(work: () => Json): Pair {
  return ["value", JSON.stringify(work())];
}
