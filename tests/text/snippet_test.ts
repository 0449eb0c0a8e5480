import assert from "node:assert/strict";
import fc from "../properties.ts";
import { snippetOf } from "../../lib/text/snippet.ts";
import { glyphsOf, widthOf } from "../../lib/text/visible.ts";

function shown(text: string, start: number, end: number, room = 60): readonly [string, string] {
  const { text: line, indent, carets } = snippetOf({ name: "a", text }, { start, end }, room);
  return [line, " ".repeat(indent) + "^".repeat(carets)];
}

Deno.test("carets stand under the span", () => {
  assert.deepEqual(shown("a: 1\nstop: scor\n", 11, 15), ["stop: scor", "      ^^^^"]);
});

Deno.test("tabs and wide letters move the carets as they move the text", () => {
  assert.deepEqual(shown("\tk:\tscor", 4, 8), ["    k:  scor", "        ^^^^"]);
  assert.deepEqual(shown("漢字: 名前!", 4, 6), ["漢字: 名前!", "      ^^^^"]);
  assert.deepEqual(shown("x 👨‍👩‍👧 y", 2, 10), ["x 👨‍👩‍👧 y", "  ^^"]);
});

Deno.test("a span of several lines shows its first line", () => {
  assert.deepEqual(shown("a: [\n  1,\n  2]\n", 3, 14), ["a: [", "   ^"]);
});

Deno.test("an empty span, or one that starts at a line end, gets one caret", () => {
  assert.deepEqual(shown("a:\nb", 2, 2), ["a:", "  ^"]);
  assert.deepEqual(shown("a:\nb", 2, 3), ["a:", "  ^"]);
  assert.deepEqual(shown("a", 99, 120), ["a", " ^"]);
});

Deno.test("what could steer a terminal is drawn, and counted as it is drawn", () => {
  assert.deepEqual(shown("a\x1b[2J: \u202ebad", 7, 11), ["a␛[2J: <U+202E>bad", "       ^^^^^^^^^^^"]);
});

Deno.test("a long line is cut around the span", () => {
  const text = `${"a".repeat(50)}${"b".repeat(10)}${"c".repeat(50)}`;
  assert.deepEqual(shown(text, 50, 60, 40), [
    `…${"a".repeat(9)}${"b".repeat(10)}${"c".repeat(19)}…`,
    `${" ".repeat(10)}${"^".repeat(10)}`,
  ]);
  assert.deepEqual(shown(text, 0, 5, 40), [`${"a".repeat(39)}…`, "^^^^^"]);
  assert.deepEqual(shown(text, 105, 110, 40)[0].endsWith("ccccc"), true);
});

Deno.test("a line of megabytes is cut like any other", () => {
  const text = "漢".repeat(1_000_000);
  const { text: line, carets } = snippetOf({ name: "a", text }, { start: 500_000, end: 999_999 }, 60);
  assert.ok(widthOf(line) <= 60 && line.startsWith("…") && line.endsWith("…"));
  assert.ok(carets <= 60);
});

/** What is drawn from a cell on. */
function fromCell(drawn: string, cell: number): string {
  let at = 0;
  return glyphsOf(drawn).filter(({ width }) => (at += width) > cell).map(({ text }) => text).join("");
}

const line = fc.array(fc.constantFrom("a", "é", "漢", "\u{1f600}", "\t", " ", "e\u0301", "\x1b", "\u202e", "👍🏽"), {
  maxLength: 120,
})
  .map((parts) => parts.join(""));

Deno.test("no line and no caret leaves the room, and the first caret stands where its letter is drawn", () => {
  fc.assert(
    fc.property(line, fc.nat(), fc.nat(20), fc.integer({ min: 20, max: 80 }), (text, at, length, room) => {
      const start = at % (text.length + 1);
      const { text: drawn, indent, carets } = snippetOf({ name: "a", text }, { start, end: start + length }, room);
      assert.ok(widthOf(drawn) <= room, `${widthOf(drawn)} of ${room}`);
      assert.ok(indent >= 0 && carets >= 1 && indent + carets <= room, `${indent}+${carets} of ${room}`);
      const letter = glyphsOf(text).find((glyph) => glyph.start <= start && start < glyph.end && glyph.width > 0);
      // Half a tab is drawn where the line is cut within one.
      fc.pre(letter !== undefined && !/^ +$/.test(letter.text));
      const under = fromCell(drawn, indent);
      assert.ok(under.startsWith(letter!.text) || under === "…", JSON.stringify([drawn, indent, letter]));
    }),
    { seed: 4, numRuns: 500 },
  );
});
