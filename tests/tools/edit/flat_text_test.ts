import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { flatText, splice, spliceAt } from "../../../lib/tools/edit/flat_text.ts";
import { anyText } from "./texts.ts";

Deno.test("offsets of the flat text lead back to the same characters, never between \\r and \\n", () => {
  fc.assert(fc.property(anyText(), (text) => {
    const flat = flatText(text);
    for (let at = 0; at <= flat.flat.length; at++) {
      const offset = flat.offset(at);
      assert.equal(text.slice(0, offset).replaceAll("\r\n", "\n"), flat.flat.slice(0, at));
      assert.ok(!(text[offset - 1] === "\r" && text[offset] === "\n"));
    }
  }));
});

Deno.test("in a text of mixed line ends a line that both texts share keeps its own", () => {
  const text = "a\r\nb\nc\r\nd", flat = flatText(text);
  const put = spliceAt(flat, 0, { from: "a\nb\nc\nd", to: "a\nB\nc\nd" });
  assert.equal(splice(text, [put]), "a\r\nB\nc\r\nd");
});

Deno.test("inserted lines end as the line that they are put into", () => {
  const text = "a\r\nb\nc\n", flat = flatText(text);
  assert.equal(splice(text, [spliceAt(flat, 0, { from: "a", to: "x\ny" })]), "x\r\ny\r\nb\nc\n");
  assert.equal(splice(text, [spliceAt(flat, 2, { from: "b", to: "x\r\ny" })]), "a\r\nx\ny\nc\n");
});
