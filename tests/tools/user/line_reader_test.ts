import assert from "node:assert/strict";
import { lineReader } from "../../../lib/tools/user/line_reader.ts";
import fc from "../../properties.ts";

Deno.test("lines are the same in whatever pieces they come, without blank ones and line ends", () => {
  const text = fc.array(fc.constantFrom("a", "bc", "\n", "\r\n", " ", "é🙂"), { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), (pieces) => {
      const lines: string[] = [], whole = pieces.map((piece) => piece.join(""));
      const reader = lineReader(1_000, (line) => lines.push(line), () => assert.fail("no line is too long"));
      for (const piece of whole) reader.add(piece);
      const wanted = whole.join("").split("\n").slice(0, -1).map((line) => line.replace(/\r$/, ""));
      assert.deepEqual(lines, wanted.filter((line) => line.trim() !== ""));
    }),
  );
});

Deno.test("a line past the limit is told once, whether it ends or not, and nothing is read after it", () => {
  for (const pieces of [["abcdef\nx\n"], ["abc", "def", "ghi\nx\n"], ["ok\nabc", "def"], ["abcdef", "abcdef"]]) {
    const lines: string[] = [];
    let told = 0;
    const reader = lineReader(5, (line) => lines.push(line), () => told++);
    for (const piece of [...pieces, "later\n", "\nlater\n"]) reader.add(piece);
    assert.equal(told, 1);
    assert.deepEqual(lines, pieces[0]!.startsWith("ok") ? ["ok"] : []);
  }
});
