import assert from "node:assert/strict";
import fc from "../properties.ts";
import { parseShape } from "../../lib/expr/parse_shape.ts";
import { toJsonSchema } from "../../lib/expr/to_json_schema.ts";
import { types } from "./arbitraries.ts";

Deno.test("a shape becomes the schema a provider is given", () => {
  const parsed = parseShape(
    "{score: number(0..10), stars: int(1..), kind: good | bad, note?: string, day: date, parts: list(bool), more: map(any), gone: null}",
  );
  assert.ok(parsed.ok);
  assert.deepEqual(toJsonSchema(parsed.type), {
    type: "object",
    properties: {
      score: { type: "number", minimum: 0, maximum: 10 },
      stars: { type: "integer", minimum: 1 },
      kind: { type: "string", enum: ["good", "bad"] },
      note: { anyOf: [{ type: "string" }, { type: "null" }] },
      day: { type: "string", format: "date" },
      parts: { type: "array", items: { type: "boolean" } },
      more: { type: "object", additionalProperties: {} },
      gone: { type: "null" },
    },
    required: ["score", "stars", "kind", "day", "parts", "more", "gone"],
    additionalProperties: false,
  });
});

Deno.test("a schema is plain JSON whatever its fields are called", () => {
  fc.assert(fc.property(types(3), (type) => {
    const schema = toJsonSchema(type);
    assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
  }));
});
