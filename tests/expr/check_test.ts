import assert from "node:assert/strict";
import fc from "../properties.ts";
import { check } from "../../lib/expr/check.ts";
import { complete, conforms } from "../../lib/expr/conforms.ts";
import { evaluate } from "../../lib/expr/evaluate.ts";
import { ExpressionError } from "../../lib/expr/failure.ts";
import { parseShape } from "../../lib/expr/parse_shape.ts";
import type { ProblemCode } from "../../lib/expr/problem.ts";
import { ANY, BOOL, enumOf, NUMBER, objectOf, STRING, typeName } from "../../lib/expr/types.ts";
import type { Type } from "../../lib/expr/types.ts";
import { diagnostic } from "../../lib/text/diagnostic.ts";
import { expressions, expressionsOf, SCOPE, scopeValues } from "./expressions.ts";

function shape(text: string): Type {
  const parsed = parseShape(text);
  assert.ok(parsed.ok, text);
  return parsed.type;
}

const NAMES: Readonly<Record<string, Type>> = {
  best: shape("{text: string, total: number(0..10), note?: string}"),
  works: shape("list({text: string, note?: string})"),
  tasks: shape('{"git-log": {stdout: string}, approve: {answer: yes | no}}'),
  budget: shape("{spent: number, usd: number}"),
  n: shape("int"),
  t: NUMBER,
  maybe: shape("number?"),
  open: ANY,
  grades: shape("map(number)"),
  gone: shape("null"),
};

/** Checks an expression in which `«…»` marks the place of the one problem it has. */
function assertProblem(marked: string, code: ProblemCode, expects?: Type): Readonly<Record<string, unknown>> {
  const start = marked.indexOf("«"), end = marked.indexOf("»") - 1;
  const text = marked.replace(/[«»]/g, "");
  const checked = check(text, { names: NAMES }, expects ? { expects } : {});
  assert.ok(!checked.ok, `${text} passed`);
  assert.deepEqual(
    checked.problems.map(({ code, start, end }) => ({ code, start, end })),
    [{ code, start, end }],
    text,
  );
  return checked.problems[0]!.params as Readonly<Record<string, unknown>>;
}

function typeOfText(text: string): string {
  const checked = check(text, { names: NAMES });
  assert.ok(checked.ok, `${text}: ${JSON.stringify(checked)}`);
  return typeName(checked.type);
}

Deno.test("a well-typed expression passes, and its value is of the type inferred for it", () => {
  let evaluated = 0, total = 0;
  fc.assert(
    fc.property(expressions, scopeValues, (text, values) => {
      const checked = check(text, { names: SCOPE });
      assert.ok(checked.ok, `${text}: ${JSON.stringify(checked)}`);
      total++;
      try {
        const value = evaluate(text, complete(objectOf(SCOPE), values) as typeof values);
        assert.equal(
          conforms(checked.type, value),
          undefined,
          `${text} gave ${JSON.stringify(value)}, not ${typeName(checked.type)}`,
        );
        evaluated++;
      } catch (error) {
        assert.ok(error instanceof ExpressionError, String(error));
        assert.match(error.message, /by zero|not a finite number|more work|empty list|whole number from 0|given twice/);
      }
    }),
    { numRuns: 1500 },
  );
  assert.ok(evaluated > total * 0.7, `only ${evaluated} of ${total} had a value`);
});

const [number, string, numbers] = [expressionsOf("number", 2), expressionsOf("string", 2), expressionsOf("numbers", 2)];

Deno.test("an ill-typed expression is reported, wherever the fault hides", () => {
  const ill = fc.oneof(
    fc.tuple(number, string).map(([a, b]) => `(${a}) + (${b})`),
    string.map((a) => `-(${a})`),
    number.map((a) => `!(${a})`),
    fc.tuple(number, string).map(([a, b]) => `(${a}) < (${b})`),
    fc.tuple(number, string).map(([a, b]) => `(${a}) == (${b})`),
    fc.tuple(numbers, string).map(([a, b]) => `(${b}) in (${a} + xs)`),
    number.map((a) => `(${a}) ? 1 : 2`),
    string.map((a) => `(${a}).no_such_field`),
    number.map((a) => `no_such_name + (${a})`),
    number.map((a) => `no_such_function(${a})`),
    numbers.map((a) => `(${a} + xs).all(v, v)`),
    numbers.map((a) => `(${a} + xs).map(v, v + "text")`),
    number.map((a) => `maybe * (${a})`),
    string.map((a) => `last.note + (${a})`),
    number.map((a) => `words(${a})`),
    fc.tuple(number, string).map(([a, b]) => `[${a}, ${b}]`),
  );
  fc.assert(fc.property(ill, string, (fault, around) => {
    for (const text of [fault, `string(dyn(${fault})) + (${around})`, `[[1]].map(v, [dyn(${fault})])`]) {
      const checked = check(text, { names: SCOPE });
      assert.ok(!checked.ok, `${text} passed`);
      assert.ok(checked.problems.every(({ start, end }) => 0 <= start && start <= end && end <= text.length), text);
    }
  }));
});

Deno.test("check never throws, whatever it is given", () => {
  const pieces = [
    "best",
    ".",
    "text",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "\\",
    "+",
    "?",
    ":",
    "==",
    "in",
    "map",
    "x",
    ",",
    " ",
    "1",
    "0x",
    "e9",
    "!",
    "-",
    "has",
    "default",
    "//",
    "\n",
    "${{",
    "}}",
    "__proto__",
    "é",
    "\ud800",
  ];
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ maxLength: 40 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 25 }).map((parts) => parts.join("")),
    fc.tuple(expressions, fc.nat(), fc.constantFrom(...pieces, "")).map(([text, at, by]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + by + text.slice(place + 1);
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const checked = check(text, { names: SCOPE });
      if (checked.ok) return;
      assert.ok(checked.problems.length > 0);
      for (const { code, params, start, end } of checked.problems) {
        assert.ok(0 <= start && start <= end && end <= text.length, `${JSON.stringify(text)} ${start}-${end}`);
        assert.notEqual(diagnostic({ name: "x", text }, code, { start, end }, params).message, "");
      }
    }),
    { numRuns: 5000 },
  );
});

Deno.test("types are inferred through every construct", () => {
  const expected: Readonly<Record<string, string>> = {
    "1 / 2": "number",
    "lerp(0.7, 1.3, t)": "number",
    "best.total": "number(0..10)",
    "[best.total, 3]": "list(number)",
    "works.map(w, w.note)": "list(string?)",
    "works.filter(w, has(w.note))": "list({text: string, note: string})",
    "works.filter(w, has(w.note)).map(w, w.note)": "list(string)",
    "works.map(w, has(w.note), w.note + '!')": "list(string)",
    "grades.map(k, k)": "list(string)",
    "grades['a'] + grades.b": "number",
    "{'a': 1, 'b': {'c': 's'}}": "{a: number, b: {c: string}}",
    "{'a': {'b': 1}}.a.b": "number",
    "{best.text: 1}": "map(number)",
    "maybe == null ? 0 : maybe": "number",
    "maybe != null ? maybe : null": "number?",
    "default(maybe, 0)": "number",
    "default(best.note, '-').size()": "number",
    "best.note == null || best.note == 'x' && best.note.size() > 1": "bool",
    "!has(best.note) ? '' : best.note": "string",
    "works.all(w, has(w.note) && w.note.contains('a'))": "bool",
    "open.a.b[3] + 1": "number",
    "open + open": "any",
    "tasks.approve.answer == 'yes'": "bool",
    "tasks['git-log'].stdout": "string",
    "flatten([[1], [2]])": "list(number)",
    "sort(works.map(w, w.text))": "list(string)",
    "true ? {'a': 1, 'b': 2} : {'b': 3, 'c': 4}": "{b: number}",
    "works.map(best, best.text)": "list(string)",
    "dyn(1)": "any",
    "type(open) == 'list'": "bool",
    "null": "null",
    "[]": "list(any)",
    "default(works, [])": "list({text: string, note?: string})",
    "best == null || maybe == null || maybe == null": "bool",
  };
  for (const [text, type] of Object.entries(expected)) assert.equal(typeOfText(text), type, text);
});

Deno.test("every problem is reported with its code and its exact place", () => {
  assertProblem("1 +« »".replace("« »", "«»"), "expression-syntax");
  assertProblem("«scor» >= 0.92", "unknown-name");
  assertProblem("works.map(w, «v».text)", "unknown-name");
  assertProblem("best.«txt» + 'a'", "unknown-field");
  assertProblem("best[«'txt'»]", "unknown-field");
  assertProblem("best.text.«length»", "unknown-field");
  assertProblem("best.text.«lenght»()", "unknown-function");
  assertProblem("«toString»()", "unknown-function");
  assertProblem("best.text.«matches»('(a+)+$')", "refused-function");
  assertProblem("-«best.text»", "wrong-type");
  assertProblem("2 * «(best.text + 'a')»", "wrong-type");
  assertProblem("«1» && true", "wrong-type");
  assertProblem("«n» ? 1 : 2", "wrong-type");
  assertProblem("best.text.split(«1»)", "wrong-type");
  assertProblem("works[«'a'»]", "wrong-type");
  assertProblem("«n»[0]", "wrong-type");
  assertProblem("grades[«0»]", "wrong-type");
  assertProblem("works.filter(w, «w.text»)", "wrong-type");
  assertProblem("«n».map(x, x)", "wrong-type");
  assertProblem("'a' in «best.text»", "wrong-type");
  assertProblem("has(«1 + 2»)", "wrong-type");
  assertProblem("{«a»: 1}", "wrong-type");
  assertProblem("{«1»: 1}", "wrong-type");
  assertProblem("«null» + 1", "wrong-type");
  assertProblem("«clamp(1, 2)»", "wrong-count");
  assertProblem("«'a'.trim(1)»", "wrong-count");
  assertProblem("«works.map(w)»", "wrong-count");
  assertProblem("«has()»", "wrong-count");
  assertProblem("«1 + 'a'»", "types-differ");
  assertProblem("«n < 'a'»", "types-differ");
  assertProblem("«best == 1»", "types-differ");
  assertProblem("«n in ['a']»", "types-differ");
  assertProblem("[1, «'a'», 2]", "types-differ");
  assertProblem("«true ? 1 : 'a'»", "types-differ");
  assertProblem("«default(maybe, 'a')»", "types-differ");
  assertProblem("tasks.approve.answer == «'yess'»", "never-equal");
  assertProblem("«'ok'» != tasks.approve.answer", "never-equal");
  assertProblem("tasks.approve.answer in ['yes', «'nope'»]", "never-equal");
  assertProblem("«maybe» + 1", "maybe-null");
  assertProblem("works.map(w, «w.note» + '!')", "maybe-null");
  assertProblem("size(«best.note»)", "maybe-null");
  assertProblem("has(best.note) || «best.note».size() > 1", "maybe-null");
  assertProblem("works.map(«1», 2)", "not-a-variable");
  assertProblem("{'a': 1, «'a'»: 2}", "repeated-key");
  assertProblem("«1 + 2»", "unexpected-result", STRING);
  assertProblem("«maybe»", "maybe-null", NUMBER);
  assertProblem(`«${"(".repeat(250)}`.replace("«", "") + "«(»1", "expression-too-large");
});

Deno.test("all problems of an expression are reported at once, in the order of their places", () => {
  const checked = check("scor + best.txt.size() + clamp(1) + 'a'.matches('b')", { names: NAMES });
  assert.ok(!checked.ok);
  assert.deepEqual(checked.problems.map(({ code }) => code), [
    "unknown-name",
    "unknown-field",
    "wrong-count",
    "refused-function",
  ]);
});

Deno.test("a misspelt name, field, function or choice comes with what was meant", () => {
  assert.equal(assertProblem("«bets».text", "unknown-name")["near"], "best");
  assert.equal(assertProblem("«True»", "unknown-name")["near"], "true");
  assert.equal(assertProblem("«size» > 3", "unknown-name")["near"], "size(…)");
  assert.equal(assertProblem("best.«txt»", "unknown-field")["near"], "text");
  assert.equal(assertProblem("works.«length»", "unknown-field")["near"], "size()");
  assert.equal(assertProblem("'a'.«includes»('b')", "unknown-function")["near"], "contains");
  assert.equal(assertProblem("'a'.«endWith»('b')", "unknown-function")["near"], "endsWith");
  assert.equal(assertProblem("tasks.approve.answer == «'Yes'»", "never-equal")["near"], "yes");
  assert.deepEqual(assertProblem("«scor»", "unknown-name")["scope"], Object.keys(NAMES));
});

Deno.test("a field with a hyphen read after a dot is offered in brackets", () => {
  const checked = check("tasks.git-log.stdout", { names: NAMES });
  assert.ok(!checked.ok);
  const [first] = checked.problems;
  assert.deepEqual([first?.code, (first?.params as { near?: string }).near], ["unknown-field", 'tasks["git-log"]']);
});

Deno.test("names from outside that an expression reads are listed with their paths, bound ones are not", () => {
  const uses = (text: string): readonly string[] => {
    const checked = check(text, { names: NAMES });
    assert.ok(checked.ok, text);
    return checked.uses;
  };
  assert.deepEqual(uses("best.total > budget.spent + 1"), ["best", "best.total", "budget", "budget.spent"]);
  assert.deepEqual(uses("works.map(w, w.text + best.text).size()"), ["best", "best.text", "works"]);
  assert.deepEqual(uses("works.map(best, best.text)"), ["works"]);
  assert.deepEqual(uses("tasks['git-log'].stdout"), ["tasks", "tasks.git-log", "tasks.git-log.stdout"]);
  assert.deepEqual(uses("has(best.note) ? default(maybe, 1) : 2"), ["best", "best.note", "maybe"]);
  assert.deepEqual(uses("1 + 2"), []);
});

Deno.test("what a guard rules out is forgotten where a macro binds the same name", () => {
  assertProblem("has(best.note) && works.exists(best, «best.note».size() > 0)", "maybe-null");
});

Deno.test("the type a field expects is held against the expression", () => {
  for (
    const [text, expects] of [["n > 1", BOOL], ["best.total", NUMBER], ["open.x", BOOL], [
      "'a'",
      enumOf(["a"]),
    ]] as const
  ) {
    assert.ok(check(text, { names: NAMES }, { expects }).ok, text);
  }
  const params = assertProblem("«best.text»", "unexpected-result", BOOL);
  assert.deepEqual(params, { expected: "bool", found: "string" });
});

Deno.test("names every object inherits are unknown, as names, fields and functions", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype"]) {
    assertProblem(`«${name}»`, "unknown-name");
    assertProblem(`best.«${name}»`, "unknown-field");
    assertProblem(`«${name}»(1)`, "unknown-function");
    assertProblem(`works.«${name}»(1)`, "unknown-function");
  }
});

Deno.test("functions registered for a scope are checked like the language's own", () => {
  const functions = {
    twice: { about: "", example: "", params: [{ name: "x", accepts: [NUMBER] }], returns: NUMBER },
  };
  assert.ok(check("twice(n) + n.twice()", { names: NAMES, functions }).ok);
  const checked = check("twice('a')", { names: NAMES, functions });
  assert.deepEqual(!checked.ok && checked.problems.map(({ code, start, end }) => ({ code, start, end })), [
    { code: "wrong-type", start: 6, end: 9 },
  ]);
});
