import assert from "node:assert/strict";
import { spellingOf } from "../../../lib/models/ngram/spelling.ts";
import { vocabularyOf } from "../../../lib/models/ngram/vocabulary.ts";
import { MODELS, ODD, sum } from "./corpora.ts";

/** Code points there are; those a corpus lacks are alike to its model. */
const CODE_POINTS = 0x110000;

Deno.test("at the beginning of a piece and after any character, the shares of all characters sum to 1", () => {
  for (const { vocabulary } of MODELS) {
    const { words, characters, unseen } = vocabulary, spelling = spellingOf(vocabulary, new Int32Array([1]));
    const tokens = characters.map((_, i) => words.length + i);
    for (const before of [undefined, ...tokens, unseen]) {
      const seen = sum(tokens.map((token) => spelling.share(token, before)));
      const total = seen + (CODE_POINTS - characters.length) * spelling.share(unseen, before);
      assert.ok(Math.abs(total - 1) < 1e-9, `${total} after ${before}`);
    }
  }
});

Deno.test("characters follow each other as they do in the words of the corpus", () => {
  const vocabulary = vocabularyOf(["quick queen quote"]), spelling = spellingOf(vocabulary, new Int32Array([1, 1]));
  const [q, u, k] = vocabulary.spell("quk") as [number, number, number];
  assert.ok(spelling.share(u, q) > 2 * spelling.share(k, q));
  assert.ok(spelling.share(k, q) > spelling.share(vocabulary.unseen, q));
});

Deno.test("a piece that is no word comes the more often, the more words of the corpus came but once", () => {
  const vocabulary = vocabularyOf(ODD);
  const starts = [[8, 8, 8, 8], [1, 30, 30, 40], [1, 1, 30, 40], [1, 1, 1, 1]].map((occurrences) =>
    spellingOf(vocabulary, Int32Array.from(occurrences)).start
  );
  assert.deepEqual(starts, starts.toSorted((a, b) => a - b));
  assert.ok(starts[0]! > 0 && starts[1]! < starts[2]! && starts[3]! < 1, `${starts}`);
});
