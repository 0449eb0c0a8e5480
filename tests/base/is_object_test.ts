import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import { isObject } from "../../lib/base/is_object.ts";

Deno.test("a map of names is an object; lists, null and whatever is no object are none", () => {
  for (const value of [{}, { a: 1 }, Object.create(null)]) assert.equal(isObject(value), true);
  for (const value of [[], [{}], null, undefined, 0, "", "{}", true, () => ({})]) assert.equal(isObject(value), false);
});

Deno.test("of a JSON value it leaves the JSON object, which can be read without another check", () => {
  const named = (value: Json): readonly string[] => {
    if (!isObject(value)) return [];
    const fields: JsonObject = value;
    return Object.keys(fields);
  };
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.deepEqual(named(value as Json), JSON.stringify(value).startsWith("{") ? Object.keys(value as object) : []);
  }));
});
