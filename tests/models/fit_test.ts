import assert from "node:assert/strict";
import fc from "../properties.ts";
import { fit } from "../../lib/models/fit.ts";
import { splitPieces } from "../../lib/models/ngram/pieces.ts";

const count = (text: string) => splitPieces(text).length;

/** A token far longer than others. */
const LONG = "y".repeat(60);

Deno.test("a fitted text has at most so many tokens, and is made of the text's beginning and end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("the lamp ", "went out.\n", "x", "1234 ", "naïve ", "🙂", LONG), {
        maxLength: 80,
        size: "max",
      }),
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
    { numRuns: 500 },
  );
});

Deno.test("a text of few tokens is left as it is, however long they are", () => {
  const text = `went out.\nthe lamp ${LONG} went ${LONG}${LONG} out.\n`;
  for (let head = 0; head <= count(text); head++) {
    for (const marker of ["", "|"]) {
      assert.equal(fit(text, { head, tail: count(text) - head }, { count, marker }), text);
    }
  }
});

Deno.test("head and tail that are joined have at most so many tokens together", () => {
  const parts = fc.array(fc.constantFrom("the lamp ", "went out.\n", "x", "1234 ", "  ", LONG), {
    maxLength: 80,
    size: "max",
  });
  fc.assert(
    fc.property(parts, fc.nat({ max: 30 }), fc.integer({ min: 1, max: 10 }), (parts, tail, head) => {
      const text = parts.join(""), fitted = fit(text, { head, tail }, { count });
      if (count(text) <= head + tail) return assert.equal(fitted, text);
      assert.ok(count(fitted) <= head + tail, `${count(fitted)} of ${head} and ${tail}`);
      const cuts = Array.from({ length: fitted.length + 1 }, (_, at) => at);
      assert.ok(cuts.some((at) => text.startsWith(fitted.slice(0, at)) && text.endsWith(fitted.slice(at))), fitted);
    }),
    { numRuns: 300 },
  );
});

Deno.test("a text of megabytes is not counted whole", () => {
  let counted = 0;
  const text = "It was four in the morning and nobody was awake. ".repeat(100_000);
  const fitted = fit(text, { tail: 8_000 }, { count: (piece) => (counted += piece.length, count(piece)) });
  assert.ok(count(fitted) > 7_000 && count(fitted) <= 8_000);
  assert.ok(counted < text.length / 2, `${counted} of ${text.length} characters were looked at`);
});
