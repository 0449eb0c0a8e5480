import assert from "node:assert/strict";
import { readJson } from "../../../lib/tools/code/read_json.ts";
import fc from "../../properties.ts";

function faultOf(text: string): string {
  const read = readJson(text);
  return read.ok ? "ok" : `${read.fault.line}:${read.fault.column} ${read.fault.message}`;
}

Deno.test("a text that is no JSON has its fault where it stops being JSON", () => {
  for (
    const [text, fault] of [
      ["", "1:1 the text ends where a value belongs"],
      ["{", "1:2 the text ends where a key in double quotes belongs"],
      ['{"a": 1,\n}', "2:1 a `,` stands before `}`; remove it"],
      ['{"a": 1\r\n "b": 2}', '2:2 `"` stands where `,` or `}` belongs'],
      ["[1 2]", "1:4 `2` stands where `,` or `]` belongs"],
      ["{a: 1}", "1:2 `a` stands where a key in double quotes belongs"],
      ["{'a': 1}", "1:2 `'` stands where a key in double quotes belongs; texts have double quotes"],
      ['{"a" 1}', "1:6 `1` stands where `:` belongs"],
      ["[1] // x", "1:5 the text goes on behind its one value; remove the rest"],
      ["[ // x\n1]", "1:3 `//` stands where a value belongs; JSON has no comments"],
      ['["a\nb"]', '1:2 a text is not closed; end it with `"`'],
      ['["\\x"]', "1:3 a `\\` stands before a sign that is not escaped; write `\\\\`"],
      ['["\t"]', "1:3 a control character stands in a text; escape it"],
      ["[01]", "1:2 `01` stands where a value belongs"],
      ["[NaN]", "1:2 `NaN` stands where a value belongs"],
      ["[tru]", "1:2 `tru` stands where a value belongs"],
      ["[1", "1:3 the text ends before `]`"],
      ["\ufeff{}", "1:1 `\ufeff` stands where a value belongs"],
    ] as const
  ) assert.equal(faultOf(text), fault, JSON.stringify(text));
});

Deno.test("however deep a text is nested, it ends with a fault", () => {
  assert.match(faultOf("[".repeat(1_000_000)), /^1:502 lists and maps lie more than 500 deep/);
  assert.equal(faultOf(`${"[".repeat(500)}${"]".repeat(500)}`), "ok");
});

Deno.test("a text is JSON exactly when it is for the language itself", () => {
  const json = fc.tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2)).map(([value, indent]) => {
    return JSON.stringify(value, null, indent);
  });
  const cut = fc.tuple(
    json,
    fc.nat(),
    fc.nat({ max: 3 }),
    fc.constantFrom("", ",", "}", '"', "\\", "0", "\n", "-", "e"),
  )
    .map(([text, at, less, more]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + more + text.slice(place + less);
    });
  fc.assert(
    fc.property(fc.oneof(json, cut, fc.string()), (text) => {
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      assert.equal(readJson(text).ok, isJson);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("the keys of a text are told two levels deep, with their lines", () => {
  const read = readJson('{\n "name": "x",\n "list": [1, {"a": 1}],\n "deep": {"b": {"c": {"d": 1}}}\n}');
  assert.ok(read.ok);
  const flat = read.keys.flatMap((key) => [key, ...key.members]);
  assert.deepEqual(flat.map(({ kind, signature, from }) => [kind, signature, from]), [
    ["text", 'name: "x"', 2],
    ["list", "list: [2 items]", 3],
    ["number", "[0]: 1", 3],
    ["map", "[1]: {1 key}", 3],
    ["map", "deep: {1 key}", 4],
    ["map", "b: {1 key}", 4],
  ]);
  assert.deepEqual(read.keys[2]!.members[0]!.members, []);
  const only = readJson("5");
  assert.ok(only.ok && only.keys[0]!.signature === "5");
});
