import assert from "node:assert/strict";
import { decodePage } from "../../../lib/tools/web/decode_page.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const decoded = (text: string, type = "text/html"): string => decodePage({ bytes: bytes(text), cut: false, type });

Deno.test("the encoding is told by a mark, then the server, then the page, and is UTF-8 otherwise", () => {
  assert.equal(decoded("\xef\xbb\xbfg\xc3\xbc", "text/html; charset=latin1"), "gü");
  assert.equal(decoded("g\xfc<meta charset=utf-8>", 'text/html; Charset="ISO-8859-1"'), "gü<meta charset=utf-8>");
  assert.ok(decoded("<meta charset='koi8-r'>\xc1").endsWith("а"));
  assert.ok(decoded('<META http-equiv="Content-Type" content="text/html; charset=windows-1252">\x80').endsWith("€"));
  assert.ok(decoded('<?xml version="1.0" encoding="iso-8859-1"?>\xfc').endsWith("ü"));
  assert.equal(decoded("g\xc3\xbc"), "gü");
  assert.equal(decoded("\xff\xfeg\x00"), "g");
});

Deno.test("an encoding that does not exist or cannot be is passed over", () => {
  assert.equal(decoded("g\xc3\xbc", "text/plain; charset=klingon"), "gü");
  assert.ok(decoded("<meta charset=utf-16>g\xc3\xbc").endsWith("gü"));
  assert.ok(decoded(`${" ".repeat(2000)}<meta charset=latin1>g\xc3\xbc`).endsWith("gü"));
});

Deno.test("bytes that do not fit become U+FFFD, but half a character at a cut is left out", () => {
  assert.equal(decoded("a\xffb"), "a\ufffdb");
  assert.equal(decodePage({ bytes: bytes("g\xc3"), cut: true, type: "" }), "g");
});

Deno.test("lines end in one way", () => {
  assert.equal(decoded("a\r\nb\rc\nd"), "a\nb\nc\nd");
});
