import assert from "node:assert/strict";
import { countBytePairs } from "../../../lib/models/tokenizers/byte_pairs.ts";
import fc from "../../properties.ts";

/** Joins as the definition says, looking at everything each time. */
function byDefinition(bytes: string, ranks: ReadonlyMap<string, number>): number {
  const parts = bytes.split("");
  if (ranks.has(bytes)) return 1;
  for (;;) {
    const joined = parts.slice(1).map((part, i) => ranks.get(parts[i]! + part) ?? Infinity);
    const lowest = Math.min(...joined), at = joined.indexOf(lowest);
    if (lowest === Infinity) return parts.length;
    parts.splice(at, 2, parts[at]! + parts[at + 1]!);
  }
}

const LETTERS = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 30 });

/** Ranks of any texts at all, as long as letters come first. */
const RANKS = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 2, maxLength: 5 }), {
  maxLength: 20,
}).map((longer) => new Map(["a", "b", "c", ...longer].map((token, rank) => [token, rank])));

Deno.test("pairs are joined by rank, the leftmost first, whatever the ranks are", () => {
  fc.assert(
    fc.property(LETTERS, RANKS, (bytes, ranks) => {
      assert.equal(countBytePairs(bytes, ranks), byDefinition(bytes, ranks));
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("a long run takes about as many look-ups as it has letters", () => {
  const tokens = ["a", "aa", "aaaa", "aaaaaaaa"], known = new Map(tokens.map((token, rank) => [token, rank]));
  let asked = 0;
  const ranks = Object.assign(Object.create(known) as typeof known, {
    has: (key: string) => known.has(key),
    get: (key: string) => {
      asked++;
      return known.get(key);
    },
  });
  assert.equal(countBytePairs("a".repeat(40_000), ranks), 5_000);
  assert.ok(asked < 4 * 40_000, `${asked} look-ups`);
});
