import assert from "node:assert/strict";
import type { JsonObject } from "../../../lib/base/json.ts";
import { toJsonSchema } from "../../../lib/expr/to_json_schema.ts";
import { parseShape } from "../../../lib/expr/parse_shape.ts";
import { answerFormat } from "../../../lib/models/openai/answer_format.ts";
import type { Host } from "../../../lib/models/openai/options.ts";

const CLOSED = { type: "object", properties: { a: { type: "string" } }, required: ["a"], additionalProperties: false };

function asked(schema: JsonObject, host: Host = "openai") {
  const { format, wrapped } = answerFormat(schema, host), { json_schema, type } = format;
  assert.equal(type, "json_schema");
  const { name, strict, schema: sent } = json_schema as { name: string; strict: boolean; schema: JsonObject };
  assert.match(name, /^[\w-]{1,64}$/);
  return { strict, sent, wrapped };
}

Deno.test("a closed object is asked for strictly, as it is", () => {
  for (const host of ["openai", "openrouter", "vllm", "llama.cpp", "lmstudio", "other"] as const) {
    assert.deepEqual(asked(CLOSED, host), { strict: true, sent: CLOSED, wrapped: undefined }, host);
  }
});

Deno.test("a field that may be missing is required where it may be null, for that is the same", () => {
  const shape = parseShape({ title: "string", note: "string?", tags: ["string"], deep: { n: "int?" } });
  assert.ok(shape.ok);
  const { strict, sent } = asked(toJsonSchema(shape.type));
  assert.equal(strict, true);
  assert.deepEqual(sent["required"], ["title", "note", "tags", "deep"]);
  const { deep } = sent["properties"] as { deep: JsonObject };
  assert.deepEqual(deep["required"], ["n"]);
});

Deno.test("what cannot be made strict without changing its meaning is asked for without the promise", () => {
  const open: readonly JsonObject[] = [
    { type: "object", properties: { a: { type: "string" } } },
    { type: "object", additionalProperties: { type: "number" } },
    { ...CLOSED, required: [] },
    { ...CLOSED, properties: { a: {} } },
    { ...CLOSED, properties: { a: { type: "array", items: {} } } },
    { ...CLOSED, properties: { a: { anyOf: [{ type: "string" }, {}] } } },
    { ...CLOSED, properties: { a: { type: "string", minLength: 3 } } },
  ];
  for (const schema of open) {
    assert.deepEqual(asked(schema), { strict: false, sent: schema, wrapped: undefined }, JSON.stringify(schema));
  }
});

Deno.test("what is no object is wrapped in one where only objects are taken", () => {
  const list = { type: "array", items: { type: "string" } };
  const { strict, sent, wrapped } = asked(list);
  assert.deepEqual([strict, wrapped], [true, "answer"]);
  assert.deepEqual(sent, { ...CLOSED, properties: { answer: list }, required: ["answer"] });
  assert.deepEqual(asked(list, "vllm"), { strict: true, sent: list, wrapped: undefined });
  assert.equal(asked({ anyOf: [CLOSED, { type: "null" }] }).wrapped, "answer");
});
