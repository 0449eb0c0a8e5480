import assert from "node:assert/strict";
import fc from "../../properties.ts";
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
  "e\u0301",
  "🙂",
  " 🙂",
  "\ud800",
  // Characters of two code units: a letter, one of a script without spaces, a digit.
  "𐐀",
  " 𐐀𐐁",
  "𠀀",
  "𝟛",
];

const TEXT = fc.array(
  fc.oneof(
    fc.constantFrom(..."aB'’.,\" \t\n\r3中か-𐐀𠀀𝟛"),
    fc.nat({ max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
  ),
  { maxLength: 60 },
).map((parts) => parts.join(""));

/** Pieces that are listed above, and those that texts of all sorts are cut into. */
const ANY_PIECES = fc.array(fc.oneof(fc.constantFrom(...PIECES).map((piece) => [piece]), TEXT.map(splitPieces)), {
  maxLength: 40,
}).map((lists) => lists.flat());

/** All characters that are assigned to something, in rows; a space or an apostrophe is cut by what comes after it. */
const CHARACTERS = [...rows(0, 0x32400), ...rows(0xe0000, 0xe0200)];

function rows(from: number, to: number): string[][] {
  const starts = Array.from({ length: (to - from) / 0x200 }, (_, row) => from + row * 0x200);
  return starts.map((start) =>
    Array.from({ length: 0x200 }, (_, i) => String.fromCodePoint(start + i)).filter((each) => !" '’".includes(each))
  );
}

function meet(before: string, after: string): boolean {
  return mayFollow(pieceEnd(before), pieceStart(after));
}

Deno.test("a piece on its own is one piece", () => {
  for (const piece of PIECES) assert.deepEqual(splitPieces(piece), [piece]);
});

Deno.test("two pieces may follow each other exactly where both together are cut into them again", () => {
  for (const before of PIECES) {
    for (const after of PIECES) {
      const isCut = splitPieces(before + after).join("|") === `${before}|${after}`;
      assert.equal(meet(before, after), isCut, JSON.stringify([before, after]));
    }
  }
});

Deno.test("pieces that may follow each other are cut where they were joined", () => {
  fc.assert(
    fc.property(ANY_PIECES, (wished) => {
      const pieces: string[] = [];
      for (const piece of wished) {
        const last = pieces.at(-1);
        if (last === undefined || meet(last, piece)) pieces.push(piece);
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
        assert.ok(meet(before, after), JSON.stringify([before, after]));
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("every character is told apart as the cutting tells it apart", () => {
  for (const between of ["a", "."]) {
    for (const characters of CHARACTERS) {
      const mixed = characters.flatMap((character) => [between, character]), expected: string[] = [];
      mixed.forEach((character, i) => {
        if (i > 0 && !meet(mixed[i - 1]!, character)) expected.push(expected.pop()! + character);
        else expected.push(character);
      });
      assert.deepEqual(splitPieces(mixed.join("")), expected);
    }
  }
});

Deno.test("long texts are cut like short ones, and runs without a space are no trouble", () => {
  const words = "The lamp went out at four. ".repeat(20_000);
  assert.deepEqual(
    splitPieces(words),
    Array.from(
      { length: 20_000 },
      (_, i) => i === 0 ? splitPieces("The lamp went out at four.") : splitPieces(" The lamp went out at four."),
    ).flat().concat(
      " ",
    ),
  );
  for (const run of ["x", "-", " ", "7", "\n", "\u{20000}"]) {
    const text = run.repeat(600_000);
    assert.equal(splitPieces(text).join(""), text, JSON.stringify(run));
  }
});
