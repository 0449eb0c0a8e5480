import assert from "node:assert/strict";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import { checkArguments } from "../../lib/plan/check_arguments.ts";
import fc from "../properties.ts";

const FILE: JsonObject = {
  type: "object",
  properties: {
    path: { type: "string" },
    from: { type: "integer", minimum: 1 },
    numbered: { type: "boolean" },
    tags: { type: "array", items: { type: "string" } },
    where: { type: "object", properties: { line: { type: "number" } }, required: ["line"] },
  },
  required: ["path"],
  additionalProperties: false,
};

function one(schema: Json, value: Json, required = true): ReturnType<typeof checkArguments> {
  return checkArguments({ type: "object", properties: { x: schema }, required: required ? ["x"] : [] }, { x: value });
}

function problems(found: ReturnType<typeof checkArguments>): readonly string[] {
  assert.ok(!found.ok, "the arguments were expected not to fit");
  return found.problems;
}

function fits(found: ReturnType<typeof checkArguments>): { input: JsonObject; repairs: readonly string[] } {
  assert.ok(found.ok, found.ok ? "" : found.problems.join("; "));
  return { input: found.input, repairs: found.repairs };
}

Deno.test("arguments that fit are handed on as they are", () => {
  const input = { path: "a.ts", from: 3, numbered: false, tags: ["a"], where: { line: 1.5 } };
  assert.deepEqual(checkArguments(FILE, input), { ok: true, input, repairs: [], unchecked: [] });
});

Deno.test("what is missing, unknown or of another sort is told with what to give, all at once", () => {
  assert.deepEqual(problems(checkArguments(FILE, { paht: "a.ts", from: "soon", numbered: 3, colour: "red" })), [
    "unknown argument `paht`, did you mean `path`?",
    "`from` is `soon`: give a whole number from 1",
    "`numbered` is `3`: give `true` or `false`",
    "unknown argument `colour`: known are `path`, `from`, `numbered`, `tags`, `where`",
    "`path` is missing: give a text",
  ]);
});

Deno.test("a place inside lists and objects is told by its path", () => {
  assert.deepEqual(problems(checkArguments(FILE, { path: "a", tags: ["a", 3], where: {} })), [
    "`tags[1]` is `3`: give a text",
    "`where.line` is missing: give a number",
  ]);
});

Deno.test("what was plainly meant is mended, and that is stated", () => {
  const { input, repairs } = fits(
    checkArguments(FILE, { path: "a", from: " 12 ", numbered: "True", tags: "b", where: '{"line": "2.5"}' }),
  );
  assert.deepEqual(input, { path: "a", from: 12, numbered: true, tags: ["b"], where: { line: 2.5 } });
  assert.deepEqual(repairs, [
    "`from` was a text: read as the number 12",
    "`numbered` was a text: read as `true`",
    "`tags` was a single value: read as a list of one",
    "`where` was a text: read as the JSON object that it holds",
    "`where.line` was a text: read as the number 2.5",
  ]);
});

Deno.test("arguments that are JSON written as text are read, and none at all are an empty object", () => {
  assert.deepEqual(fits(checkArguments(FILE, '{"path": "a"}')), {
    input: { path: "a" },
    repairs: ["the arguments were a text: read as the JSON object that it holds"],
  });
  assert.deepEqual(fits(checkArguments({ type: "object" }, null)).input, {});
  assert.deepEqual(problems(checkArguments(FILE, null)), ["`path` is missing: give a text"]);
});

Deno.test("arguments that are no object are told what to be", () => {
  for (const [input, is] of [[[1], "a list of 1"], ["read a.ts", "`read a.ts`"], [3, "`3`"]] as const) {
    assert.deepEqual(problems(checkArguments(FILE, input)), [
      `the arguments are ${is}: give an object with \`path\`, \`from\`, \`numbered\`, \`tags\`, \`where\``,
    ]);
  }
});

Deno.test("`null` for what may be left out is left out; for what may be `null`, it stays", () => {
  assert.deepEqual(fits(checkArguments(FILE, { path: "a", from: null })), {
    input: { path: "a" },
    repairs: ["`from` was `null`: left out"],
  });
  assert.deepEqual(fits(one({ type: ["string", "null"] }, null)).input, { x: null });
  assert.deepEqual(fits(one({ anyOf: [{ type: "string" }, { type: "null" }] }, null, false)).input, { x: null });
  assert.deepEqual(fits(one({ anyOf: [{ type: "string" }, { type: "number" }] }, null, false)).input, {});
  assert.deepEqual(problems(one({ type: "string" }, null)), ["`x` is `null`: give a text"]);
});

Deno.test("a text is never made of something else, and no number of what is none", () => {
  assert.deepEqual(problems(one({ type: "string" }, 7)), ["`x` is `7`: give a text"]);
  for (const text of ["", "1,5", "0x10", "Infinity", "1e999", "12 apples", "007"]) {
    assert.ok(!one({ type: "number" }, text).ok, text);
  }
  assert.ok(!one({ type: "integer" }, "2.5").ok);
  assert.ok(!one({ type: "integer" }, "9007199254740993").ok, "its last digit would be lost");
});

Deno.test("where several sorts are taken, what fits as it is comes before what has to be mended", () => {
  const either = { anyOf: [{ type: "number" }, { type: "string" }] };
  assert.deepEqual(fits(one(either, "3")), { input: { x: "3" }, repairs: [] });
  assert.deepEqual(fits(one({ type: ["integer", "string"] }, "3")).input, { x: "3" });
  assert.deepEqual(fits(one({ anyOf: [{ type: "number" }, { type: "boolean" }] }, "3")).input, { x: 3 });
  assert.deepEqual(problems(one(either, [])), ["`x` is an empty list: give a number or a text"]);
});

Deno.test("of several shapes, the one that was meant tells what is wrong", () => {
  const shape = (kind: string, more: JsonObject): JsonObject => ({
    type: "object",
    properties: { kind: { const: kind }, ...more },
    required: ["kind", ...Object.keys(more)],
  });
  const shapes = {
    oneOf: [shape("circle", { radius: { type: "number" } }), shape("box", { side: { type: "number" } })],
  };
  assert.deepEqual(problems(one(shapes, { kind: "box", side: "wide" })), ["`x.side` is `wide`: give a number"]);
  assert.deepEqual(fits(one(shapes, { kind: "box", side: "2" })).input, { x: { kind: "box", side: 2 } });
  assert.deepEqual(problems(one({ oneOf: [{ type: "number" }, { type: "integer" }] }, 3)), [
    "`x` fits 2 of the shapes it may have: give what fits one",
  ]);
});

Deno.test("choices are listed, and a near one is asked for", () => {
  const mode = { enum: ["read", "write", 3] };
  assert.deepEqual(problems(one(mode, "READ")), [
    "`x` is `READ`: give one of `read`, `write`, `3`, did you mean `read`?",
  ]);
  assert.deepEqual(problems(one({ const: "yes" }, "no")), ["`x` is `no`: give `yes`"]);
  assert.ok(one({ enum: [{ b: 2, a: [1] }] }, { a: [1], b: 2 }).ok, "the order of keys is no matter");
});

Deno.test("bounds of numbers, texts, lists and objects are held, each with its number", () => {
  const cases: readonly (readonly [JsonObject, Json, string])[] = [
    [{ minimum: 2 }, 1, "`x` is `1`: give 2 or more"],
    [{ maximum: 2 }, 3, "`x` is `3`: give 2 or less"],
    [{ exclusiveMinimum: 2 }, 2, "`x` is `2`: give more than 2"],
    [{ exclusiveMaximum: 2 }, 2, "`x` is `2`: give less than 2"],
    [{ multipleOf: 0.1 }, 0.25, "`x` is `0.25`: give a multiple of 0.1"],
    [{ minLength: 2 }, "🙂", "`x` has 1 characters: give 2 or more"],
    [{ maxLength: 2 }, "abc", "`x` has 3 characters: give 2 or fewer"],
    [{ minItems: 1 }, [], "`x` has 0 items: give 1 or more"],
    [{ maxItems: 1 }, [1, 2], "`x` has 2 items: give 1 or fewer"],
    [{ uniqueItems: true }, [{ a: 1, b: 2 }, { b: 2, a: 1 }], "`x` has an item twice: give each once"],
    [{ minProperties: 1 }, {}, "`x` has 0 fields: give 1 or more"],
    [{ prefixItems: [{ type: "number" }], items: { type: "string" } }, [1, 2], "`x[1]` is `2`: give a text"],
  ];
  for (const [schema, value, problem] of cases) assert.deepEqual(problems(one(schema, value)), [problem]);
  assert.ok(one({ multipleOf: 0.1 }, 0.3).ok, "as far as numbers are exact");
});

Deno.test("a pattern is looked for by whoever can do it in bounded time, else it is stated as unchecked", () => {
  const schema = { type: "object", properties: { x: { type: "string", pattern: "^[a-z]+$" } } };
  const unseen = checkArguments(schema, { x: "AB" });
  assert.ok(unseen.ok);
  assert.deepEqual(unseen.unchecked, ["`pattern` of `x` was not checked"]);
  const matches = (pattern: string, text: string): boolean => pattern === "^[a-z]+$" && text === "ab";
  assert.ok(checkArguments(schema, { x: "ab" }, { matches }).ok);
  assert.deepEqual(problems(checkArguments(schema, { x: "AB" }, { matches })), [
    "`x` is `AB`: give a text that matches `^[a-z]+$`",
  ]);
});

Deno.test("restrictions that nobody checks are stated and hold nobody back", () => {
  const found = one({ not: { type: "string" }, $ref: "https://example.com/schema" }, "a");
  assert.ok(found.ok);
  assert.deepEqual(found.unchecked, ["`not` of `x` was not checked", "`$ref` of `x` was not checked"]);
});

Deno.test("references lead into the schema, and one that leads to itself ends", () => {
  const schema = {
    type: "object",
    properties: { tree: { $ref: "#/$defs/node" } },
    $defs: {
      node: { type: "object", properties: { name: { type: "string" }, below: { items: { $ref: "#/$defs/node" } } } },
      loop: { $ref: "#/$defs/loop" },
    },
  };
  assert.ok(checkArguments(schema, { tree: { name: "a", below: [{ name: "b", below: [] }] } }).ok);
  assert.deepEqual(problems(checkArguments(schema, { tree: { below: [{ below: [{ name: 3 }] }] } })), [
    "`tree.below[0].below[0].name` is `3`: give a text",
  ]);
  const loop = checkArguments({ ...schema, $ref: "#/$defs/loop" }, {});
  assert.ok(loop.ok);
  assert.deepEqual(loop.unchecked, ["the schema is too large to be checked to its end"]);
});

Deno.test("what one part of a schema would mend so that another fails is a problem", () => {
  assert.ok(!one({ enum: ["[1]"], allOf: [{ type: "array" }] }, "[1]").ok);
  assert.ok(!one({ oneOf: [{ type: "number" }, { type: "integer" }] }, "3").ok);
});

Deno.test("fields that objects are born with are neither known nor given", () => {
  const closed = { type: "object", properties: {}, additionalProperties: false, required: ["toString"] };
  assert.deepEqual(problems(checkArguments(closed, JSON.parse('{"__proto__": {"a": 1}}') as Json)), [
    "unknown argument `__proto__`: none are taken",
    "`toString` is missing: give a value",
  ]);
  const { input } = fits(checkArguments({}, JSON.parse('{"__proto__": {"a": 1}}') as Json));
  assert.deepEqual(Object.keys(input), ["__proto__"]);
  assert.equal((input as { a?: number }).a, undefined);
});

Deno.test("a schema that grows without end in every direction is left unchecked, not followed", () => {
  const all = ["anyOf", "allOf", "oneOf"].map((word) => [word, Array(30).fill({ $ref: "#" })]);
  const found = checkArguments({ ...Object.fromEntries(all), items: { $ref: "#" } } as JsonObject, { a: [1, 2] });
  assert.ok(found.ok);
  assert.ok(found.unchecked.includes("the schema is too large to be checked to its end"));
  const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, i]));
  const names = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`kez${i}`, true]));
  assert.equal(
    problems(checkArguments({ properties: names, additionalProperties: false } as JsonObject, keys)).length,
    21,
  );
});

Deno.test("arguments nested without measure are refused before anyone walks them", () => {
  let deep: Json = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  assert.deepEqual(problems(checkArguments({}, { deep })), [
    "the arguments are nested more than 200 deep: give flatter ones",
  ]);
  let schema: JsonObject = { type: "string" };
  for (let i = 0; i < 20_000; i++) schema = { anyOf: [schema] };
  assert.ok(checkArguments({ properties: { x: schema } }, { x: 3 }).ok);
});

const WORDS = [
  "type",
  "properties",
  "items",
  "required",
  "enum",
  "const",
  "anyOf",
  "oneOf",
  "allOf",
  "$ref",
  "pattern",
];
const { schema: anySchema } = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.dictionary(
    fc.constantFrom(...WORDS, "minimum", "minLength", "maxItems", "additionalProperties", "prefixItems", "uniqueItems"),
    fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(
        "string",
        "number",
        "integer",
        "boolean",
        "array",
        "object",
        "null",
        "#",
        "#/properties/a",
        "#/x",
      ),
      fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
      tie("schema"),
      fc.array(tie("schema"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("schema"), { maxKeys: 3, noNullPrototype: true }),
    ),
    { maxKeys: 4, noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>,
}));
const anyInput = fc.dictionary(
  fc.constantFrom("a", "b", "c", "__proto__"),
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
    fc.constantFrom("3", "true", "[1]", '{"a":"1"}', null),
  ),
  { noNullPrototype: true },
);

Deno.test("whatever the schema, checking ends, and what it lets through it lets through again unmended", () => {
  fc.assert(
    fc.property(anySchema, anyInput, (schema, input) => {
      const found = checkArguments(schema, input);
      if (!found.ok) return void assert.ok(found.problems.length > 0 && found.problems.every((one) => one !== ""));
      const again = checkArguments(schema, found.input);
      assert.ok(again.ok);
      assert.deepEqual(again.repairs, []);
      assert.deepEqual(again.input, found.input);
      if (found.repairs.length === 0) assert.deepEqual(found.input, input);
    }),
    { numRuns: 2_000 },
  );
});

/** A schema of everyday shape, with a value that fits it. */
const { pair } = fc.letrec<{ pair: readonly [JsonObject, Json] }>((tie) => ({
  pair: fc.oneof(
    { maxDepth: 3 },
    fc.string().map((text) => [{ type: "string", minLength: 0 }, text] as const),
    fc.integer().map((value) => [{ type: "integer" }, value] as const),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => [{ type: "number" }, value] as const),
    fc.boolean().map((value) => [{ type: ["boolean", "null"] }, value] as const),
    fc.tuple(tie("pair"), fc.nat(3)).map(([[items, item], n]) =>
      [{ type: "array", items, maxItems: 3 }, Array<Json>(n).fill(item)] as const
    ),
    fc.dictionary(fc.string({ minLength: 1 }), tie("pair"), { maxKeys: 4 }).map((fields) => {
      const of = (at: 0 | 1) => Object.fromEntries(Object.entries(fields).map(([name, pair]) => [name, pair[at]]));
      return [{ type: "object", properties: of(0), required: Object.keys(fields), additionalProperties: false }, of(1)];
    }),
  ) as fc.Arbitrary<readonly [JsonObject, Json]>,
}));

Deno.test("a value that fits is never mended; without one of its fields it never fits", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), pair, { minKeys: 1, maxKeys: 4 }), (fields) => {
      const of = (at: 0 | 1) => Object.fromEntries(Object.entries(fields).map(([name, pair]) => [name, pair[at]!]));
      const names = Object.keys(fields);
      const schema = { type: "object", properties: of(0), required: names, additionalProperties: false } as JsonObject;
      assert.deepEqual(checkArguments(schema, of(1)), { ok: true, input: of(1), repairs: [], unchecked: [] });
      const { [names[0]!]: _, ...less } = of(1);
      assert.equal(problems(checkArguments(schema, less)).length, 1);
      assert.equal(problems(checkArguments(schema, { ...of(1), [`${names.join()}!`]: 1 })).length, 1);
    }),
  );
});
