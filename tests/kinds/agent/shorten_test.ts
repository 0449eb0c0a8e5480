import assert from "node:assert/strict";
import { plainly } from "../../../lib/kinds/agent/plainly.ts";
import { grouped, shorten } from "../../../lib/kinds/agent/shorten.ts";
import fc from "../../properties.ts";

Deno.test("a text that is too long keeps its beginning and its end, and says what is missing", () => {
  assert.equal(shorten("abcdefghij", 10), "abcdefghij");
  assert.equal(shorten("a".repeat(8) + "b".repeat(4), 6), "aaaa\n… 6 characters left out …\nbb");
  assert.equal(shorten("a".repeat(2_000), 0), "… 2,000 characters left out …");
  assert.equal(shorten("abcdef", 3, " "), "ab … 3 characters left out … f");
});

Deno.test("a shortened text is whole letters, and as long as it may be", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.nat({ max: 50 }), (text, most) => {
    const short = shorten(text, most);
    assert.ok(text.length <= most || short.isWellFormed());
    assert.ok(short.length <= Math.max(text.length, most + 40));
  }));
});

Deno.test("thousands are told apart", () => {
  assert.deepEqual([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
});

Deno.test("what cannot be seen is written out", () => {
  assert.equal(plainly("a\nb\tc\u0000\u202e\u{1f600}"), "a\\nb\\tc\\u{0}\\u{202e}\u{1f600}");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => assert.match(plainly(text), /^[^\p{C}\p{Zl}\p{Zp}]*$/u)),
  );
});
