import assert from "node:assert/strict";
import { fillInputs, InputError, readInput } from "../../lib/app/setup.ts";
import type { PlanInput } from "../../lib/plan/mod.ts";

const DECLARED: Readonly<Record<string, PlanInput>> = {
  seed: { type: "text", default: "once" },
  count: { type: "int(1..9)" },
  tone: { type: "plain | rich", default: "plain" },
  since: { type: "date", default: "2026-01-01" },
  more: { type: { name: "string", "age?": "number" }, default: { name: "ann", age: null } },
};

function problemsOf(given: Parameters<typeof fillInputs>[1]): string {
  try {
    fillInputs(DECLARED, given);
  } catch (error) {
    assert.ok(error instanceof InputError);
    return error.message;
  }
  assert.fail("nothing was wrong");
}

Deno.test("defaults are filled in, and what is given wins", () => {
  assert.deepEqual(fillInputs(DECLARED, { count: 3, tone: "rich" }), {
    seed: "once",
    count: 3,
    tone: "rich",
    since: "2026-01-01",
    more: { name: "ann", age: null },
  });
  assert.deepEqual(fillInputs({}, {}), {});
});

Deno.test("a field that may be absent is null where it is", () => {
  assert.deepEqual(fillInputs(DECLARED, { count: 1, more: { name: "bob" } })["more"], { name: "bob", age: null });
});

Deno.test("all that is wrong is told at once", () => {
  const message = problemsOf({ sed: "x", tone: "loud", since: "soon", more: { name: 1 } });
  assert.match(message, /^Cannot start the run: /);
  for (
    const part of [
      /unknown input `sed`, did you mean `seed`\? \(known: seed, count, tone, since, more\)/,
      /input `count` is missing: give it with `-i count=…`/,
      /input `tone`: expected .*plain.*rich.*, found .*loud/,
      /input `since`: expected date, found .*soon/,
      /input `more`: expected string at \$\.name, found .*1/,
    ]
  ) assert.match(message, part);
});

Deno.test("a number out of its range, a part of a whole number and null are of the wrong type", () => {
  for (const count of [0, 10, 1.5, "3", null, true, [1]]) {
    assert.match(problemsOf({ count }), /input `count`: expected /);
  }
});

Deno.test("a name that is near to nothing gets no guess, and a spec without inputs says so", () => {
  assert.match(problemsOf({ count: 1, zzzzzz: 1 }), /unknown input `zzzzzz` \(known: /);
  assert.throws(() => fillInputs({}, { a: 1 }), /unknown input `a` \(known: none\)/);
});

Deno.test("names that every object has are not inputs", () => {
  assert.match(problemsOf({ count: 1, toString: "x" }), /unknown input `toString`/);
  assert.throws(() => fillInputs({ constructor: { type: "string" } }, {}), /input `constructor` is missing/);
});

Deno.test("an input written in a shell is read by its type, and is text where the text itself is of that type", () => {
  const cases: [PlanInput["type"], string, unknown][] = [
    ["string", "3", "3"],
    ["text", "null", "null"],
    ["number", "3", 3],
    ["number", "1e3", 1000],
    ["bool", "true", true],
    ["3 | 5", "3", "3"],
    ["string?", "null", "null"],
    ["date", "2026-03-01", "2026-03-01"],
    ["list(string)", '["a", "b"]', ["a", "b"]],
    [{ a: "number" }, '{"a": 1}', { a: 1 }],
    ["any", "3", 3],
    ["any", "three", "three"],
    ["number", "three", "three"],
  ];
  for (const [type, text, value] of cases) {
    assert.deepEqual(readInput({ type }, text), value, `${JSON.stringify(type)} ${text}`);
  }
  assert.equal(readInput(undefined, "3"), "3");
});
