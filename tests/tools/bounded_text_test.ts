import assert from "node:assert/strict";
import fc from "../properties.ts";
import { boundedText } from "../../lib/tools/bounded_text.ts";

Deno.test("a text within the limit is kept as it is, in whatever pieces it comes", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "grapheme" })), (pieces) => {
    const text = pieces.join(""), bounded = boundedText(2 * text.length + 2);
    for (const piece of pieces) bounded.add(piece);
    assert.equal(bounded.read(), text);
  }));
});

Deno.test("a longer text keeps both its ends and tells exactly how much is missing", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1 }), { minLength: 5 }),
      fc.integer({ min: 2, max: 12 }),
      (pieces, limit) => {
        const text = pieces.join(""), bounded = boundedText(limit), half = Math.floor(limit / 2);
        for (const piece of pieces) bounded.add(piece);
        if (text.length <= 2 * half) return assert.equal(bounded.read(), text);
        const missing = text.length - 2 * half;
        assert.equal(
          bounded.read(),
          `${text.slice(0, half)}\n… ${missing} characters left out …\n${text.slice(-half)}`,
        );
      },
    ),
  );
});

Deno.test("a cut through a character outside the basic plane leaves well-formed text", () => {
  const bounded = boundedText(2);
  bounded.add("😀😀😀😀");
  assert.ok(bounded.read().isWellFormed());
});
