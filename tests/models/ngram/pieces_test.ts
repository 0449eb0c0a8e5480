import assert from "node:assert/strict";
import fc from "fast-check";
import { mayFollow, pieceEnd, pieceStart, splitPieces } from "../../../lib/models/ngram/pieces.ts";

const PIECES = [
  " the",
  "The",
  "don't",
  "'tis",
  " 'tis",
  "’s",
  "'",
  "’",
  " '",
  ".",
  ",'",
  ' "',
  '"',
  "--",
  " 3",
  "42",
  "\n",
  "\n\n",
  "\r\n",
  "\t",
  "\u00a0",
  " ",
  "   ",
  "中",
  " 中",
  "か",
  "ไ",
  "é",
  " été",
  "🙂",
  " 🙂",
  "\ud800",
];

const TEXT = fc.array(
  fc.oneof(fc.constantFrom(..."aB'’.,\" \t\n\r3中か-"), fc.string({ unit: "binary", maxLength: 2 })),
  { maxLength: 60 },
).map((parts) => parts.join(""));

Deno.test("a piece on its own is one piece", () => {
  for (const piece of PIECES) assert.deepEqual(splitPieces(piece), [piece]);
});

Deno.test("pieces that may follow each other are cut where they were joined", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (wished) => {
      const pieces: string[] = [];
      for (const piece of wished) {
        const last = pieces.at(-1);
        if (last === undefined || mayFollow(pieceEnd(last), pieceStart(piece))) pieces.push(piece);
      }
      assert.deepEqual(splitPieces(pieces.join("")), pieces);
    }),
    { numRuns: 500 },
  );
});

Deno.test("neighbours in any text are pieces that may follow each other", () => {
  fc.assert(
    fc.property(TEXT, (text) => {
      const pieces = splitPieces(text);
      assert.equal(pieces.join(""), text);
      for (let i = 1; i < pieces.length; i++) {
        const [before, after] = [pieces[i - 1]!, pieces[i]!];
        assert.ok(mayFollow(pieceEnd(before), pieceStart(after)), JSON.stringify([before, after]));
      }
    }),
    { numRuns: 500 },
  );
});
