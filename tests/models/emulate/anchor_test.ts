import assert from "node:assert/strict";
import { anchorOf } from "../../../lib/models/emulate/anchor.ts";
import fc from "../../properties.ts";

Deno.test("an anchor is the end of its text, bounded and never empty, and does not begin within a character", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 400 }).map((text) => text.trimEnd() || "x");
  fc.assert(fc.property(text, (text) => {
    const anchor = anchorOf(text);
    assert.ok(anchor.length > 0 && anchor.length <= 122 && text.endsWith(anchor));
    assert.ok(!/^[\uDC00-\uDFFF\s]/u.test(anchor) && anchor.isWellFormed());
  }));
});

Deno.test("an anchor is eight words, those of a last line where it has enough, and characters where there are none", () => {
  assert.equal(anchorOf("one two three four five six seven eight nine"), "two three four five six seven eight nine");
  assert.equal(anchorOf("It was dark.\n\nThe lamp went"), "The lamp went");
  assert.equal(anchorOf("It was dark.\n\nChapter 2"), "It was dark.\n\nChapter 2");
  assert.equal(anchorOf("夜".repeat(200)), "夜".repeat(40));
});
