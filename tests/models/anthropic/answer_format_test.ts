import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { answerFormat } from "../../../lib/models/anthropic/answer_format.ts";

Deno.test("objects are closed at every depth, and bounds are said in words", () => {
  const schema: JsonObject = {
    type: "object",
    properties: {
      marks: {
        type: "array",
        minItems: 2,
        items: { type: "object", properties: { mark: { type: "number", minimum: 0, maximum: 10 } } },
      },
      note: { description: "Why", anyOf: [{ type: "string", maxLength: 80 }, { type: "null" }] },
    },
    required: ["marks"],
  };
  assert.deepEqual(answerFormat(schema), {
    format: {
      type: "json_schema",
      schema: {
        type: "object",
        properties: {
          marks: {
            type: "array",
            description: "minItems: 2",
            items: {
              type: "object",
              properties: { mark: { type: "number", description: "minimum: 0, maximum: 10" } },
              additionalProperties: false,
            },
          },
          note: { description: "Why", anyOf: [{ type: "string", description: "maxLength: 80" }, { type: "null" }] },
        },
        required: ["marks"],
        additionalProperties: false,
      },
    },
  });
});

Deno.test("an answer that is no object is wrapped in one", () => {
  const asked = answerFormat({ enum: ["a", "b"] });
  assert.equal(asked?.wrapped, "answer");
  assert.deepEqual((asked?.format["schema"] as JsonObject)["properties"], { answer: { enum: ["a", "b"] } });
});

Deno.test("what the API has no means for is not asked for in a schema", () => {
  const without: readonly JsonObject[] = [
    {},
    { type: "object", additionalProperties: { type: "number" } },
    { type: "object", properties: { a: { type: "object" } } },
    { type: "array" },
    { $ref: "#/$defs/a", $defs: { a: { type: "string" } } },
    { anyOf: [{ type: "string" }, { not: { type: "number" } }] },
  ];
  for (const schema of without) assert.equal(answerFormat(schema), undefined, JSON.stringify(schema));
});
