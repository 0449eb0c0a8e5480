import assert from "node:assert/strict";
import fc from "../properties.ts";
import { canonical, NotJson, stringify, toJson } from "../../lib/base/json.ts";

const values = fc.jsonValue();

/** The same value, its keys put in the opposite order. */
function shuffledKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffledKeys);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).reverse().map(([key, item]) => [key, shuffledKeys(item)] as const);
  const made: Record<string, unknown> = Object.create(null);
  for (const [key, item] of entries) made[key] = item;
  return made;
}

Deno.test("equal values have one canonical text, whatever the order of their keys", () => {
  fc.assert(fc.property(values, (value) => assert.equal(canonical(value), canonical(shuffledKeys(value)))));
});

Deno.test("a canonical text is JSON of the same value, and canonical itself", () => {
  fc.assert(fc.property(values, (value) => {
    const text = canonical(value);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    assert.equal(canonical(JSON.parse(text)), text);
  }));
});

Deno.test("values that differ have texts that differ", () => {
  fc.assert(fc.property(values, values, (a, b) => {
    const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
    assert.equal(canonical(a) === canonical(b), same);
  }));
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return { members: members.map(([key, item]) => [key, sorted(item)]) };
}

Deno.test("stringify keeps the order of keys, and writes what JSON.stringify writes", () => {
  fc.assert(fc.property(values, (value) => assert.equal(stringify(value), JSON.stringify(value))));
  assert.equal(stringify({ b: 1, a: 2 }), '{"b":1,"a":2}');
  assert.equal(canonical({ b: 1, a: 2, c: undefined }), '{"a":2,"b":1}');
});

Deno.test("a copy shares nothing with its original", () => {
  const original = { list: [{ deep: 1 }] }, copy = toJson(original) as typeof original;
  original.list[0]!.deep = 2;
  assert.equal(copy.list[0]!.deep, 1);
});

Deno.test("what is not JSON is refused, with the path to it and what was found", () => {
  const cycle: { a?: unknown } = {};
  cycle.a = [cycle];
  const wrong: [unknown, string, RegExp][] = [
    [{ a: [0, { b: Number.NaN }] }, "$.a[1].b", /^NaN$/],
    [[Infinity], "$[0]", /^Infinity$/],
    [undefined, "$", /^undefined$/],
    [[undefined], "$[0]", /^undefined$/],
    // deno-lint-ignore no-sparse-arrays
    [[1, , 2], "$[1]", /^undefined$/],
    [{ f: () => 1 }, "$.f", /^a function$/],
    [{ n: 1n }, "$.n", /^a bigint$/],
    [Symbol("s"), "$", /^a symbol$/],
    [{ d: new Date(0) }, "$.d", /^an instance of Date$/],
    [new Map(), "$", /^an instance of Map$/],
    [cycle, "$.a[0]", /^a cycle$/],
  ];
  for (const [value, path, found] of wrong) {
    for (const write of [canonical, stringify, toJson]) {
      assert.throws(
        () => write(value),
        (error) => error instanceof NotJson && error.path === path && found.test(error.found),
      );
    }
  }
});

Deno.test("the same object twice is no cycle", () => {
  const one = { a: 1 };
  assert.equal(canonical([one, one, { x: one }]), '[{"a":1},{"a":1},{"x":{"a":1}}]');
});

Deno.test("a key named like a part of the language is a key like others", () => {
  const value = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
  assert.equal(canonical(value), '{"__proto__":{"a":1},"constructor":2}');
});
