import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Json } from "../../lib/base/json.ts";
import { complete, conforms } from "../../lib/expr/conforms.ts";
import { parseShape } from "../../lib/expr/parse_shape.ts";
import type { Type } from "../../lib/expr/types.ts";
import { types, valuesOf } from "./arbitraries.ts";

function shape(text: string): Type {
  const parsed = parseShape(text);
  assert.ok(parsed.ok, text);
  return parsed.type;
}

Deno.test("a value made for a type conforms, and still does once completed", () => {
  fc.assert(fc.property(types(3).chain((type) => fc.tuple(fc.constant(type), valuesOf(type))), ([type, value]) => {
    assert.equal(conforms(type, value), undefined);
    const whole = complete(type, value);
    assert.equal(conforms(type, whole), undefined);
    assert.equal(complete(type, whole), whole);
  }));
});

Deno.test("a misfit names its path, what was expected and what was found", () => {
  const type = shape("{score: number(0..10), notes: list({text: string, kind: good | bad}), day?: date}");
  const misfits: readonly (readonly [Json, string, string, string])[] = [
    [{ score: 11, notes: [] }, "$.score", "number(0..10)", "11"],
    [{ score: "9", notes: [] }, "$.score", "number(0..10)", '"9"'],
    [{ notes: [] }, "$.score", "number(0..10)", "nothing"],
    [
      { score: 1, notes: [{ text: "a", kind: "good" }, { text: "a", kind: "fine" }] },
      "$.notes[1].kind",
      '"good" | "bad"',
      '"fine"',
    ],
    [{ score: 1, notes: { text: "a" } }, "$.notes", 'list({text: string, kind: "good" | "bad"})', "a map with 1 key"],
    [{ score: 1, notes: [], day: "2026-02-30" }, "$.day", "date", '"2026-02-30"'],
    [
      [1, 2],
      "$",
      '{score: number(0..10), notes: list({text: string, kind: "good" | "bad"}), day?: date}',
      "a list of 2 items",
    ],
  ];
  for (const [value, path, expected, found] of misfits) {
    assert.deepEqual(conforms(type, value), { path, expected, found });
  }
});

Deno.test("absent and null are the same to a field that may be missing, and extra keys are allowed", () => {
  const type = shape("{a: number, b?: string}");
  for (const value of [{ a: 1 }, { a: 1, b: null }, { a: 1, b: "x" }, { a: 1, c: 2 }]) {
    assert.equal(conforms(type, value), undefined, JSON.stringify(value));
  }
  assert.deepEqual(conforms(shape("int"), 1.5), { path: "$", expected: "int", found: "1.5" });
  assert.ok(conforms(shape("number"), NaN));
});

Deno.test("inherited properties are not fields", () => {
  assert.ok(conforms(shape("{toString: any?, constructor: string}"), {}));
  assert.ok(conforms(shape("{__proto__: map}"), {}));
});

Deno.test("completing gives absent fields as null and leaves whole values untouched", () => {
  const type = shape("list({a: number, b?: {c?: string}})");
  assert.deepEqual(complete(type, [{ a: 1 }, { a: 2, b: {} }, { a: 3, b: null, x: [] }]), [
    { a: 1, b: null },
    { a: 2, b: { c: null } },
    { a: 3, b: null, x: [] },
  ]);
  const whole: Json = [{ a: 1, b: null }];
  assert.equal(complete(type, whole), whole);
});
