import assert from "node:assert/strict";
import fc from "../properties.ts";
import { clip, pad } from "../../lib/cli/clip.ts";
import { widthOf } from "../../lib/text/visible.ts";

Deno.test("a text that is too long keeps the end it is asked to, counted in cells", () => {
  assert.equal(clip("one two three", 8), "one two…");
  assert.equal(clip("one two three", 8, "end"), "…o three");
  assert.equal(clip("東京の灯台", 7), "東京の…");
  assert.equal(clip("東京の灯台", 6), "東京…");
  assert.equal(clip("fits", 4), "fits");
});

Deno.test("line ends become spaces, and nothing that could steer a terminal is left", () => {
  assert.equal(clip("a\n\n  b\tc", 20), "a b c");
  assert.equal(clip("a\x1b[31mb\u202ec", 40), "a␛[31mb<U+202E>c");
});

Deno.test("whatever the text, a clipped line fits and holds no control character", () => {
  fc.assert(fc.property(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.integer({ min: 0, max: 30 }),
    fc.constantFrom("start" as const, "end" as const),
    (text, width, keep) => {
      const line = clip(text, width, keep);
      assert.ok(widthOf(line) <= width, `${widthOf(line)} > ${width}`);
      assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
    },
  ));
});

Deno.test("padding counts cells, not letters", () => {
  assert.equal(pad("東", 4), "東  ");
  assert.equal(pad("7", 3, "left"), "  7");
});
