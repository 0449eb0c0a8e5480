import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { childOf, growTrie, type Trie } from "../../../lib/models/ngram/trie.ts";

const SIZE = 5;

/** Every token occurs, as a trie wants it. */
const SEGMENTS = fc.array(fc.array(fc.nat({ max: SIZE - 1 }), { minLength: 1, maxLength: 20 }), { maxLength: 6 })
  .map((segments) => [...segments, [0, 1, 2, 3, 4]]);

function ngramsOf(segments: readonly (readonly number[])[], length: number): string[] {
  return segments.flatMap((segment) => segment.slice(length - 1).map((_, i) => segment.slice(i, i + length).join(" ")));
}

function nodeOf(trie: Trie, tokens: readonly number[]): number {
  return tokens.slice(1).reduce(
    (node, token, i) => node < 0 ? node : childOf(trie[i + 1]!, trie[i + 2]!, { node, token }),
    tokens[0]!,
  );
}

Deno.test("the longest n-grams count how often they occur, shorter ones after how many different tokens", () => {
  fc.assert(
    fc.property(SEGMENTS, fc.integer({ min: 2, max: 5 }), (segments, order) => {
      const trie = growTrie(segments, order, SIZE);
      for (let length = 1; length <= order; length++) {
        const all = ngramsOf(segments, length), longer = new Set(ngramsOf(segments, length + 1));
        assert.equal(trie[length]!.tokens.length, new Set(all).size);
        for (const ngram of new Set(all)) {
          const node = nodeOf(trie, ngram.split(" ").map(Number));
          const occurrences = all.filter((other) => other === ngram).length;
          const predecessors = [...longer].filter((other) => other.slice(other.indexOf(" ") + 1) === ngram).length;
          assert.ok(node >= 0, `${ngram} is not there`);
          assert.equal(trie[length]!.counts[node], length === order ? occurrences : predecessors, ngram);
        }
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("what never occurred is not in the trie, and every n-gram knows the one that lacks its first token", () => {
  fc.assert(
    fc.property(SEGMENTS, fc.array(fc.nat({ max: SIZE - 1 }), { minLength: 2, maxLength: 4 }), (segments, tokens) => {
      const trie = growTrie(segments, 4, SIZE), node = nodeOf(trie, tokens);
      assert.equal(node >= 0, ngramsOf(segments, tokens.length).includes(tokens.join(" ")));
      if (node >= 0) assert.equal(trie[tokens.length]!.shorter[node], nodeOf(trie, tokens.slice(1)));
    }),
  );
});
