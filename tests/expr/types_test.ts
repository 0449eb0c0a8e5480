import assert from "node:assert/strict";
import fc from "../properties.ts";
import { conforms } from "../../lib/expr/conforms.ts";
import {
  accepts,
  ANY,
  join,
  listOf,
  NULL,
  nullable,
  NUMBER,
  objectOf,
  STRING,
  typeName,
  typeOf,
} from "../../lib/expr/types.ts";
import { parseShape } from "../../lib/expr/parse_shape.ts";
import { json, types, valuesOf } from "./arbitraries.ts";

Deno.test("the name of a type reads back as the type", () => {
  fc.assert(fc.property(types(3), (type) => {
    assert.deepEqual(parseShape(typeName(type)), { ok: true, type }, typeName(type));
  }));
});

Deno.test("every value is of the type found for it", () => {
  fc.assert(fc.property(json, (value) => {
    assert.equal(conforms(typeOf(value), value), undefined, typeName(typeOf(value)));
  }));
});

Deno.test("the type of a value says what it can: empty lists take the type of their neighbours", () => {
  assert.equal(
    typeName(typeOf({ a: [1, 2], b: [[], ["x"]], c: [null, true] })),
    "{a: list(number), b: list(list(string)), c: list(bool?)}",
  );
  assert.equal(typeName(typeOf([{ a: 1, b: 2 }, { a: 3 }])), "list({a: number})");
  assert.equal(typeName(typeOf([])), "list(any)");
});

Deno.test("a join accepts every value of both types, and joins in any order", () => {
  const pairs = fc.tuple(types(2), types(2)).chain(([a, b]) =>
    fc.tuple(fc.constant([a, b] as const), fc.oneof(valuesOf(a), valuesOf(b)))
  );
  fc.assert(fc.property(pairs, ([[a, b], value]) => {
    const joined = join(a, b);
    assert.equal(conforms(joined, value), undefined, `${typeName(a)} with ${typeName(b)} is ${typeName(joined)}`);
    assert.ok(accepts(joined, a) && accepts(joined, b), typeName(joined));
    assert.equal(typeName(joined).length, typeName(join(b, a)).length);
  }));
});

Deno.test("a type accepts itself and what null makes of it, never null where null is not allowed", () => {
  fc.assert(fc.property(types(2), (type) => {
    assert.ok(accepts(type, type) && accepts(nullable(type), type) && accepts(nullable(type), NULL));
    assert.equal(accepts(type, NULL), ["any", "null", "nullable"].includes(type.kind));
  }));
  assert.ok(!accepts(NUMBER, nullable(NUMBER)));
  assert.ok(!accepts(listOf(NUMBER), listOf(STRING)));
  assert.ok(accepts(listOf(ANY), listOf(STRING)) && accepts(listOf(STRING), listOf(ANY)));
  assert.ok(accepts(objectOf({ a: NUMBER }), objectOf({ a: NUMBER, b: STRING })));
  assert.ok(accepts(objectOf({ a: nullable(NUMBER) }), objectOf({})));
  assert.ok(!accepts(objectOf({ a: NUMBER }), objectOf({})));
});
