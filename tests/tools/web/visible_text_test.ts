import assert from "node:assert/strict";
import { oneLine, visibleText } from "../../../lib/tools/web/visible_text.ts";

Deno.test("what nobody would see is left out, and what people write stays", () => {
  assert.equal(visibleText("a\x1b[31m\x00b\x7f\x9bc\u202ed\u2069\u{e0041}e"), "a[31mbcde");
  const written = "tab\tline\nÜmläut 漢字 עברית 👩‍🚀 नमस्ते";
  assert.equal(visibleText(written), written);
});

Deno.test("one line is one line", () => {
  assert.equal(oneLine(" a\n\tb\u00a0 c\r\nd\x1b "), "a b c d");
});
