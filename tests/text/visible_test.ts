import assert from "node:assert/strict";
import fc from "../properties.ts";
import { glyphsOf, visible, widthOf } from "../../lib/text/visible.ts";

/** Everything a terminal could act on, or that could hide or reorder what stands beside it. */
const UNSAFE =
  // deno-lint-ignore no-control-regex
  /[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\u{e0041}]/u;

Deno.test("what could steer a terminal or hide in a line becomes visible", () => {
  assert.equal(visible("a\x1b[31mb\x07\n\t\x7f"), "a␛[31mb␇␊␉␡");
  assert.equal(visible("\x9b2J"), "<U+009B>2J");
  assert.equal(visible("if \u202e}{\u2066"), "if <U+202E>}{<U+2066>");
  assert.equal(visible("zero\u200bwidth\ufeff\u{e0041}"), "zero<U+200B>width<U+FEFF><U+E0041>");
  assert.equal(visible("lone \ud800!"), "lone \ufffd!");
});

Deno.test("letters of every script and joined emoji stay as they are", () => {
  for (const text of ["é漢ひ", "👨‍👩‍👧", "❤️", "नमस्ते", "مرحبا", "e\u0301"]) assert.equal(visible(text), text);
});

Deno.test("no text leaves anything unsafe, whole or glyph by glyph", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\x1b", "\x9b", "\u202e", "\ud800", "\r"),
      (text, bad) => {
        const all = text.slice(0, 3) + bad + text.slice(3);
        assert.doesNotMatch(visible(all), UNSAFE);
        const glyphs = glyphsOf(all);
        assert.doesNotMatch(glyphs.map((glyph) => glyph.text).join(""), UNSAFE);
        assert.deepEqual(glyphs.map(({ start }) => start), [0, ...glyphs.map(({ end }) => end)].slice(0, -1));
        assert.equal(glyphs.at(-1)?.end ?? 0, all.length);
      },
    ),
    { seed: 2 },
  );
});

Deno.test("cells are counted as terminals draw them", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["abc", 3],
    ["漢字", 4],
    ["한글", 4],
    ["ｆｕ", 4],
    ["e\u0301", 1],
    ["👍🏽", 2],
    ["👨‍👩‍👧", 2],
    ["🇫🇷", 2],
    ["❤️", 2],
    ["…", 1],
    ["␛", 1],
    ["", 0],
  ];
  for (const [text, width] of cases) assert.equal(widthOf(text), width, text);
});

Deno.test("a tab reaches to the next tab stop", () => {
  assert.deepEqual(glyphsOf("\ta\tb").map(({ width }) => width), [4, 1, 3, 1]);
  assert.deepEqual(glyphsOf("漢\t").map(({ text, width }) => [text, width]), [["漢", 2], ["  ", 2]]);
});
