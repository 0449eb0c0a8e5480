import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { lineEndNear, lineIndexAt, textLines } from "../../../lib/tools/edit/text_lines.ts";
import { anyText } from "./texts.ts";

const contents = (text: string) => textLines(text).map(({ start, end }) => text.slice(start, end));

Deno.test("only \\n and \\r\\n end lines", () => {
  assert.deepEqual(contents("a\r\nb\nc\rd\fe\vf\u2028g\u2029h\u0085i"), [
    "a",
    "b",
    "c\rd\fe\vf\u2028g\u2029h\u0085i",
  ]);
});

Deno.test("a line end at the end begins no line, and a byte order mark belongs to none", () => {
  assert.deepEqual(contents("\ufeffa\n"), ["a"]);
  assert.deepEqual(contents("a\n\n"), ["a", ""]);
  assert.deepEqual(contents(""), []);
});

Deno.test("lines with their ends are the whole text, and each offset is found in its line", () => {
  fc.assert(fc.property(anyText(), (text) => {
    const lines = textLines(text), mark = text.startsWith("\ufeff") ? "\ufeff" : "";
    assert.equal(mark + lines.map(({ start, next }) => text.slice(start, next)).join(""), text);
    lines.forEach(({ start, next }, i) => {
      for (let offset = start; offset < next; offset++) assert.equal(lineIndexAt(lines, offset), i);
    });
  }));
});

Deno.test("a line without an end takes that of the line above it", () => {
  const text = "a\r\nb\nc", lines = textLines(text);
  assert.deepEqual([0, 1, 2].map((i) => lineEndNear(text, lines, i)), ["\r\n", "\n", "\n"]);
  assert.equal(lineEndNear("a", textLines("a"), 0), undefined);
});
