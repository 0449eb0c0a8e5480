import assert from "node:assert/strict";
import fc from "../properties.ts";
import { inexactNumber } from "../../lib/base/inexact_number.ts";

Deno.test("a whole number past what a program can hold is found, and one that becomes infinite", () => {
  for (
    const [json, number] of [
      ["12345678901234567890", "12345678901234567890"],
      ['{"a": [1, -9007199254740993]}', "-9007199254740993"],
      ["[1e999]", "1e999"],
      ['["\\"1", 9007199254740992]', "9007199254740992"],
    ] as const
  ) assert.equal(inexactNumber(json), number);
});

Deno.test("numbers that a program itself writes are kept, and what stands in a text is no number", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    const json = JSON.stringify(value);
    const isHeld = !/\d{16}/.test(json.replace(/"(?:[^"\\]|\\.)*"/g, ""));
    if (isHeld) assert.equal(inexactNumber(json), undefined, json);
  }));
  assert.equal(inexactNumber('{"12345678901234567890": "12345678901234567890 \\" 1e999"}'), undefined);
  assert.equal(inexactNumber("[9007199254740991, 0.1, 1e300]"), undefined);
});
