import assert from "node:assert/strict";
import { grouped, shorten } from "../../lib/base/shorten.ts";
import fc from "../properties.ts";

Deno.test("a text that is too long keeps its beginning and its end, and says what is missing", () => {
  assert.equal(shorten("abcdefghij", 10), "abcdefghij");
  assert.equal(shorten("a".repeat(8) + "b".repeat(4), 6), "aaaa\n… 6 characters left out …\nbb");
  assert.equal(shorten("a".repeat(2_000), 0), "… 2,000 characters left out …");
  assert.equal(shorten("abcdef", 3, { between: " " }), "ab … 3 characters left out … f");
});

Deno.test("one end of a text is kept with a sign for all the rest, in as many characters as there may be", () => {
  assert.equal(shorten("abcdef", 4, { keep: "start" }), "abc…");
  assert.equal(shorten("abcdef", 4, { keep: "end" }), "…def");
  assert.equal(shorten("abcd", 4, { keep: "end" }), "abcd");
  assert.deepEqual([shorten("ab", 1, { keep: "start" }), shorten("ab", 1, { keep: "end" })], ["…", "…"]);
});

Deno.test("a shortened text is whole letters, and as long as it may be", () => {
  const keep = fc.constantFrom("ends" as const, "start" as const, "end" as const);
  fc.assert(fc.property(fc.string({ unit: "binary" }), fc.nat({ max: 50 }), keep, (text, most, keep) => {
    const short = shorten(text, most, { keep });
    assert.ok(short.isWellFormed());
    assert.ok(short.length <= Math.max(text.length, most + 40));
    if (keep !== "ends") assert.ok(short.length <= Math.max(1, most));
    if (text.length <= most) assert.equal(short, text.toWellFormed());
  }));
});

Deno.test("thousands are told apart", () => {
  assert.deepEqual([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
});
