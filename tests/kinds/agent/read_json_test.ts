import assert from "node:assert/strict";
import { readJson, readWholeJson } from "../../../lib/kinds/agent/read_json.ts";
import fc from "../../properties.ts";

const JSONS = fc.jsonValue().map((value) => JSON.stringify(value));

/** The value of a text, or what is missing. */
function read(text: string, closing = false): unknown {
  const reading = readWholeJson(text, { closing });
  return reading.ok ? reading.value : `${reading.at}: ${reading.expected}`;
}

Deno.test("all JSON is read as it is", () => {
  fc.assert(fc.property(JSONS, (text) => assert.deepEqual(read(text), JSON.parse(text))));
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.deepEqual(read(JSON.stringify(value, null, 2)), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("whatever a text is, it is read or refused, and what is read is JSON", () => {
  const almost = fc.array(
    fc.constantFrom("{", "}", "[", "]", ",", ":", '"', "'", "a", "1", "-", " ", "\\", "\n", "null"),
  );
  for (const texts of [fc.string({ unit: "binary" }), almost.map((parts) => parts.join(""))]) {
    fc.assert(fc.property(texts, fc.boolean(), (text, closing) => {
      const reading = readWholeJson(text, { closing });
      if (reading.ok) assert.deepEqual(JSON.parse(JSON.stringify(reading.value)), reading.value);
      else assert.ok(reading.at >= 0 && reading.at <= text.length && reading.expected !== "");
    }));
  }
});

Deno.test("JSON that lost the brackets at its end is what it was, where it may be closed, and never else", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.nat(), (value, cut) => {
    const whole = JSON.stringify([value]), ends = /[\]}]*$/.exec(whole)![0].length;
    const text = whole.slice(0, whole.length - 1 - cut % ends);
    assert.deepEqual(read(text, true), JSON.parse(whole));
    assert.equal(readWholeJson(text).ok, false);
  }));
});

Deno.test("what models write in place of JSON is read where it can mean but one thing", () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ["{'a': 'it is'}", { a: "it is" }],
    ["{a: 1, b_c: [1, 2,], }", { a: 1, b_c: [1, 2] }],
    ['{"a": True, "b": False, "c": None}', { a: true, b: false, c: null }],
    ['{"a": "one\ntwo\tthree"}', { a: "one\ntwo\tthree" }],
    ['{"a": "\\d+ \\\' \\u00e9"}', { a: "\\d+ ' é" }],
    ['{"a": "x", "a": "y"}', { a: "y" }],
    [`{'a': 'say "hi"'}`, { a: 'say "hi"' }],
    [" \u00a0[1]\ufeff ", [1]],
  ];
  for (const [text, value] of cases) assert.deepEqual(read(text), value, text);
});

Deno.test("what could be meant in two ways is refused, with the place", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["{'a': 'it's'}", "10: `,` or `}`"],
    ['{"a": "he said "no""}', "16: `,` or `}`"],
    ['{"a": 1 "b": 2}', "8: `,` or `}`"],
    ['{"a": "never ends}', '18: the closing `"` of a text'],
    ['{"a": 1} more', "8: nothing more"],
    ["{a b: 1}", "3: `:`"],
    ["[1e999]", "1: a value"],
    ["[NaN, 01, .5]", "1: a value"],
    ["", "0: a value"],
  ];
  for (const [text, problem] of cases) assert.equal(read(text), problem, text);
  assert.equal(read('{"a": "never ends', true), '17: the closing `"` of a text');
  assert.equal(read('{"a":', true), "5: a value");
});

Deno.test("nesting without end is refused, not followed", () => {
  assert.match(String(read("[".repeat(1_000_000))), /^200: at most 200/);
  assert.match(String(read('{"a":'.repeat(100_000), true)), /at most 200/);
});

Deno.test("a field named __proto__ is a field", () => {
  const value = read('{"__proto__": {"x": 1}}') as object;
  assert.ok(Object.hasOwn(value, "__proto__"));
  assert.equal((value as { x?: number }).x, undefined);
});

Deno.test("a value is read from where it begins to where it ends", () => {
  assert.deepEqual(readJson('see {"a": [1]} there', { from: 4 }), { ok: true, value: { a: [1] }, end: 14 });
});
