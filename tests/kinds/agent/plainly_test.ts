import assert from "node:assert/strict";
import { plainly } from "../../../lib/kinds/agent/plainly.ts";
import fc from "../../properties.ts";

Deno.test("what cannot be seen is written out", () => {
  assert.equal(plainly("a\nb\tc\u0000\u202e\u{1f600}"), "a\\nb\\tc\\u{0}\\u{202e}\u{1f600}");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => assert.match(plainly(text), /^[^\p{C}\p{Zl}\p{Zp}]*$/u)),
  );
});
