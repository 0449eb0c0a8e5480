import assert from "node:assert/strict";
import { tokensIn } from "../../../lib/kinds/agent/token_bound.ts";
import { loadCounter } from "../../../lib/models/counters.ts";
import fc from "../../properties.ts";

Deno.test("tokens are told by characters: digits and capitals one each, three of other ASCII, every byte of the rest", () => {
  assert.equal(tokensIn(""), 0);
  assert.equal(tokensIn("abcd"), 2);
  assert.equal(tokensIn("A1b"), 3);
  assert.equal(tokensIn("é"), 2);
  assert.equal(tokensIn("日本"), 6);
  assert.equal(tokensIn("😀"), 4);
  const bytes = new TextEncoder();
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const ascii = [...text].filter((letter) => letter < "\u0080"),
      dense = ascii.filter((letter) => /[A-Z0-9]/.test(letter));
    const rest = bytes.encode(text).length - ascii.length;
    assert.equal(tokensIn(text), Math.ceil((ascii.length - dense.length) / 3) + dense.length + rest);
  }));
});

Deno.test("prose, code, hashes and base64 have no more tokens than are told, and prose not half as many", async () => {
  const count = await loadCounter("o200k"), file = (path: string) => Deno.readTextFile(new URL(path, import.meta.url));
  const prose = await file("../../../README.md"), code = await file("../../../lib/kinds/agent/pieces.ts");
  const hashes = await file("../../../deno.lock"), base64 = btoa(hashes.replace(/[^ -~]/g, "")).slice(0, 20_000);
  for (const text of [prose, code, hashes, base64]) assert.ok(tokensIn(text) >= count(text));
  for (const text of [prose, code]) assert.ok(tokensIn(text) < 2 * count(text));
});
