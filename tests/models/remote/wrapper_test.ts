import assert from "node:assert/strict";
import type { Json } from "../../../lib/base/json.ts";
import { unwrapped, WRAPPER, wrapping } from "../../../lib/models/remote/wrapper.ts";
import fc from "../../properties.ts";

Deno.test("what is wrapped is the only field of a closed object, and required", () => {
  const list = { type: "array", items: { type: "string" } };
  assert.deepEqual(wrapping(list), {
    type: "object",
    properties: { [WRAPPER]: list },
    required: [WRAPPER],
    additionalProperties: false,
  });
});

Deno.test("an answer comes out of its wrapper; what is none stays as it is", () => {
  assert.equal(unwrapped('{"answer": ["a", "b"]}', "answer"), '["a","b"]');
  assert.equal(unwrapped('{"answer": null}', "answer"), "null");
  for (const text of ['{"answer": ["a"', "[1]", "7", "null", '{"b":1}', ""]) {
    assert.equal(unwrapped(text, "answer"), text);
  }
});

Deno.test("any answer comes out of its wrapper as it was put in", () => {
  fc.assert(fc.property(fc.jsonValue(), (answer) => {
    const value = JSON.parse(JSON.stringify(answer)) as Json;
    assert.equal(unwrapped(JSON.stringify({ [WRAPPER]: value }), WRAPPER), JSON.stringify(value));
  }));
});
