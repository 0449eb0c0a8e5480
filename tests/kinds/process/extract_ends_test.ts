import assert from "node:assert/strict";
import { extractEnds } from "../../../lib/kinds/process/extract_ends.ts";
import fc from "../../properties.ts";

Deno.test("a long text keeps both ends, says what is missing, and stays a well-formed text", () => {
  assert.equal(extractEnds("short", 5), "short");
  assert.equal(extractEnds("0123456789", 6), "0123\n… 4 characters left out …\n89");
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 0, max: 30 }), (text, most) => {
    const shown = extractEnds(text, most);
    assert.ok(shown.isWellFormed());
    assert.ok(shown.length <= Math.max(text.length, most + 50));
    if (text.length <= most) assert.equal(shown, text.toWellFormed());
  }));
});
