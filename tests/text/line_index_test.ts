import assert from "node:assert/strict";
import fc from "../properties.ts";
import { lineNumberAt, lineSpan, placeAt } from "../../lib/text/line_index.ts";

const text = fc.array(fc.constantFrom("a", "é", "漢", "\u{1f600}", "\n", "\r\n", " ", "\t"), { maxLength: 30 })
  .map((parts) => parts.join(""));

const LINE_END = /\r\n|\n|\r/;

Deno.test("places and lines are those that counting from the start finds", () => {
  fc.assert(
    fc.property(text, fc.nat(40), (text, offset) => {
      const source = { name: "a", text };
      // A place between a carriage return and its line feed belongs to the line before it.
      fc.pre(!(text[offset - 1] === "\r" && text[offset] === "\n"));
      const { line, column, offset: at } = placeAt(source, offset);
      const before = text.slice(0, offset).split(LINE_END);
      assert.deepEqual({ line, column }, { line: before.length, column: [...before.at(-1)!].length + 1 });
      assert.equal(at, Math.min(offset, text.length));
      assert.equal(lineNumberAt(source, offset), line);
      const { start, end } = lineSpan(source, line);
      assert.equal(text.slice(start, end), text.split(LINE_END)[line - 1]);
    }),
    { seed: 9 },
  );
});

Deno.test("columns count code points, and the end of a text is a place", () => {
  const source = { name: "a", text: "x\n\u{1f600}é=1\n" };
  assert.deepEqual(placeAt(source, source.text.indexOf("=")), { line: 2, column: 3, offset: 5 });
  assert.deepEqual(placeAt(source, 99), { line: 3, column: 1, offset: 8 });
  assert.deepEqual(placeAt(source, -1), { line: 1, column: 1, offset: 0 });
  assert.deepEqual(lineSpan(source, 9), { start: 8, end: 8 });
});
