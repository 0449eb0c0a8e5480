import assert from "node:assert/strict";
import { readLiteral } from "../../lib/compile/definition_literal.ts";
import type { Json } from "../../lib/base/json.ts";
import fc from "../properties.ts";

function read(text: string): Json {
  const literal = readLiteral(text, 0);
  assert.ok(literal.ok, text);
  return literal.value;
}

Deno.test("a value that is written as JSON is read as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.equal(JSON.stringify(read(text)), JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

Deno.test("what a module may write as well is read: bare keys, other quotes, comments, texts that are joined", () => {
  assert.deepEqual(
    read(`{ // one
      a: 'it\\'s', "b": \`two
lines\`, /* c */ 3: [1, -2.5e1, .5, 1_000,],
      d: "a" +
        'b', e: true, f: null, "g-h": "\\u{1F600}\\x41\\n",
    } as const`),
    { a: "it's", b: "two\nlines", 3: [1, -25, 0.5, 1000], d: "ab", e: true, f: null, "g-h": "😀A\n" },
  );
  assert.equal(Object.hasOwn(read('{"__proto__": 1}') as object, "__proto__"), true);
});

Deno.test("what would have to be run is no plain data, and is told with its place", () => {
  const cases: readonly (readonly [string, RegExp, number])[] = [
    ["{a: name}", /`name` is no plain value/, 4],
    ["{a: `x ${y}`}", /hole/, 8],
    ["{a: f()}", /`f` is no plain value/, 4],
    ["{a}", /`:` and a value are missing after `a`/, 2],
    ["{...b}", /key is missing/, 1],
    ["{a: 1", /missing/, 5],
    ["[1 2]", /missing/, 3],
    ['"a', /not closed/, 3],
    ['"a\nb"', /not closed/, 3],
    ["", /a value is missing/, 0],
    ["{a: 1 + 1}", /missing/, 6],
    ["[".repeat(40), /deep/, 31],
    ['"\\u{110000}"', /no character/, 11],
    ["undefined", /`undefined`/, 0],
  ];
  for (const [text, reason, offset] of cases) {
    const literal = readLiteral(text, 0);
    assert.ok(!literal.ok, text);
    assert.match(literal.reason, reason, text);
    assert.equal(literal.offset, offset, text);
  }
});

Deno.test("no text whatever is more than the reader can bear", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."{}[]:,'\"`\\ua1/*+-.\n ") }),
      (text) => void readLiteral(text, 0),
    ),
    { numRuns: 2_000 },
  );
});
