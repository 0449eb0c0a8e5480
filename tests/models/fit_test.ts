import assert from "node:assert/strict";
import fc from "../properties.ts";
import { fit } from "../../lib/models/fit.ts";
import { splitPieces } from "../../lib/models/ngram/pieces.ts";

const count = (text: string) => splitPieces(text).length;

Deno.test("a fitted text has at most so many tokens, and is made of the text's beginning and end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("the lamp ", "went out.\n", "x", "1234 ", "naïve ", "🙂"), { maxLength: 80 }),
      fc.nat({ max: 30 }),
      fc.nat({ max: 10 }),
      (parts, tail, head) => {
        const text = parts.join(""), fitted = fit(text, { head, tail }, { count, marker: "|" });
        if (count(text) <= head + tail) return assert.equal(fitted, text);
        const [before, after] = fitted.split("|") as [string, string];
        assert.ok(text.startsWith(before) && text.endsWith(after));
        assert.ok(count(before) <= head && count(after) <= tail, `${count(before)}/${head} ${count(after)}/${tail}`);
        assert.ok(!/[\ud800-\udbff]$/.test(before) && !/^[\udc00-\udfff]/.test(after), "a surrogate pair was split");
      },
    ),
    { seed: 3, numRuns: 500 },
  );
});

Deno.test("a text of megabytes is not counted whole", () => {
  let counted = 0;
  const text = "It was four in the morning and nobody was awake. ".repeat(100_000);
  const fitted = fit(text, { tail: 8_000 }, { count: (piece) => (counted += piece.length, count(piece)) });
  assert.ok(count(fitted) > 7_000 && count(fitted) <= 8_000);
  assert.ok(counted < text.length / 2, `${counted} of ${text.length} characters were looked at`);
});
