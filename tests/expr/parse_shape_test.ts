import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Json } from "../../lib/base/json.ts";
import { parseShape } from "../../lib/expr/parse_shape.ts";
import { typeName } from "../../lib/expr/types.ts";

function nameOf(shape: Json): string {
  const parsed = parseShape(shape);
  assert.ok(parsed.ok, JSON.stringify([shape, parsed]));
  return typeName(parsed.type);
}

Deno.test("a shape is a text, a map of fields or a list of choices", () => {
  const shapes: readonly (readonly [Json, string])[] = [
    ["string", "string"],
    ["text", "string"],
    [" date ", "date"],
    ["number(0..10)", "number(0..10)"],
    ["number( -1.5 .. )", "number(-1.5..)"],
    ["int(..3)", "int(..3)"],
    ["number(..)", "number"],
    ["list", "list(any)"],
    ["map(list(int))", "map(list(int))"],
    ["{}", "{}"],
    [
      "list({name: string, commits: list(string), note?: text,})",
      "list({name: string, commits: list(string), note?: string})",
    ],
    ['{"git-log": any, "a b": bool}', '{"git-log": any, "a b": bool}'],
    ["yes | no", '"yes" | "no"'],
    ['"very good" | bad | "string"', '"very good" | "bad" | "string"'],
    ['"only"', '"only"'],
    ["list(yes|no)", 'list("yes" | "no")'],
    ["string?", "string?"],
    ["number | null", "number?"],
    ["yes | no | null", '"yes" | "no" | null'],
    ["{a: yes | no?}", '{a?: "yes" | "no"}'],
    [["yes", "no"], '"yes" | "no"'],
    [
      { score: "number(0..10)", "note?": "string", inner: { deep: ["a", "b"] } },
      '{score: number(0..10), note?: string, inner: {deep: "a" | "b"}}',
    ],
    [{ __proto__x: "string" }, "{__proto__x: string}"],
  ];
  for (const [shape, name] of shapes) assert.equal(nameOf(shape), name, JSON.stringify(shape));
});

Deno.test("a field named __proto__ is a field like any other", () => {
  assert.equal(nameOf(JSON.parse('{"__proto__": "string"}') as Json), "{__proto__: string}");
  assert.equal(nameOf("{__proto__: string}"), "{__proto__: string}");
});

/** Reads a shape in which `«…»` marks the place that is wrong. */
function assertBad(marked: string, reason: RegExp, near?: string): void {
  const start = marked.indexOf("«"), end = marked.indexOf("»") - 1;
  const parsed = parseShape(marked.replace(/[«»]/g, ""));
  assert.ok(!parsed.ok, marked);
  assert.match(parsed.params.reason, reason);
  assert.deepEqual(
    [parsed.start, parsed.end, parsed.params.near],
    [start, end, near],
    `${marked}: ${parsed.params.reason}`,
  );
}

Deno.test("what is wrong with a shape is said at its place", () => {
  assertBad("list(«sting»)", /unknown type `sting`/, "string");
  assertBad("{a: «boolean»}", /unknown type `boolean`/, "bool");
  assertBad("«maybe»", /unknown type `maybe`/);
  assertBad("«»", /expected a type, but the shape ends/);
  assertBad("list(string«»", /expected `\)`, but the shape ends/);
  assertBad("string «string»", /expected the end of the shape, but found `string`/);
  assertBad("number(«9..1»)", /the bounds 9\.\.1 leave no number/);
  assertBad("number(«a»)", /expected `\.\.`/);
  assertBad("«string» | yes", /`string` is a type; quote it/);
  assertBad("«yes | no | yes»", /the choice "yes" is given twice/);
  assertBad("{a: string, «a»: number}", /the field `a` is given twice/);
  assertBad("{a «string»}", /expected `:`, but found `string`/);
  assertBad("{«1»: string}", /the name of a field or `}`/);
  assertBad("{a: string «b»: string}", /expected `,` or `}`, but found `b`/);
  assertBad('yes | «"\\q"»', /escapes are those of JSON/);
});

Deno.test("a problem inside a map of fields names the way to it", () => {
  const parsed = parseShape({ a: { b: "list(sting)" } });
  assert.ok(!parsed.ok);
  assert.deepEqual([parsed.path, parsed.start, parsed.end], [["a", "b"], 5, 10]);
  for (const shape of [3, null, true, [], [1], { a: 3 }, { "": "string" }, { a: "string", "a?": "string" }]) {
    assert.ok(!parseShape(shape).ok, JSON.stringify(shape));
  }
});

Deno.test("parseShape never throws, and shapes nested too deep are refused", () => {
  const pieces = ["list", "(", ")", "{", "}", "string", "number", "..", "0", ",", ":", "?", "|", '"', "yes", " ", "\\"];
  const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: "binary" }), fc.jsonValue()), (shape) => {
      const parsed = parseShape(shape as Json);
      if (parsed.ok) assert.deepEqual(parseShape(typeName(parsed.type)), parsed);
    }),
    { numRuns: 1000 },
  );
  for (const open of ["list(", "{a:"]) assert.ok(!parseShape(open.repeat(10_000)).ok);
  assert.ok(!parseShape(JSON.parse('{"a":'.repeat(1_000) + '"string"' + "}".repeat(1_000)) as Json).ok);
});
