import assert from "node:assert/strict";
import type { HtmlToken } from "../../../lib/tools/web/html_tokens.ts";
import { htmlTokens } from "../../../lib/tools/web/html_tokens.ts";
import fc from "../../properties.ts";

/** Tokens in few characters. */
function brief(html: string): readonly string[] {
  return Array.from(htmlTokens(html), (token) => {
    if (token.token === "text") return token.text;
    if (token.token === "close") return `</${token.name}>`;
    return `<${[token.name, ...[...token.attributes].map(([name, value]) => `${name}=${value}`)].join(" ")}>`;
  });
}

Deno.test("tags, attributes and text are told apart", () => {
  assert.deepEqual(brief(`<P Class="a b" id=x checked>Hi <B>you</b >!</p>`), [
    "<p class=a b id=x checked=>",
    "Hi ",
    "<b>",
    "you",
    "</b>",
    "!",
    "</p>",
  ]);
  assert.deepEqual(brief(`<a href='x>y' href=z title = "q"/>`), ["<a href=x>y title=q>"]);
  assert.deepEqual(brief(`<br/><img src=a/b.png>`), ["<br>", "<img src=a/b.png>"]);
});

Deno.test("comments and declarations are left out, and what is no markup is text", () => {
  assert.deepEqual(brief("<!DOCTYPE html><!-- <p> -->a<!-->b<?xml x?>c"), ["a", "b", "c"]);
  assert.deepEqual(brief("1 < 2 <3 <> </ > a"), ["1 < 2 <3 <> </ > a"]);
});

Deno.test("no markup is read in scripts, styles and titles", () => {
  assert.deepEqual(brief(`<script>if (a<b) "<p>&amp;</scripty>"</SCRIPT >x`), [
    "<script>",
    `if (a<b) "<p>&amp;</scripty>"`,
    "</script>",
    "x",
  ]);
  assert.deepEqual(brief("<title>a &amp; <b></title>"), ["<title>", "a & <b>", "</title>"]);
});

Deno.test("character references are decoded as browsers do", () => {
  assert.deepEqual(brief("&lt;p&gt; &eacute;&#233;&#xE9; &nbsp;| &#150; &#0; &#xD800; &#x110000; &unknown; &amp;lt;"), [
    "<p> ééé \u00a0| – \ufffd \ufffd \ufffd &unknown; &lt;",
  ]);
  assert.deepEqual(brief(`<a href="?a=1&amp;b=2&copy=3">`), ["<a href=?a=1&b=2&copy=3>"]);
  assert.deepEqual(brief("&alpha;&Omega;&euro;&yuml;&frac14;&rho;&sigmaf;"), ["αΩ€ÿ¼ρς"]);
});

Deno.test("what never ends is read to the end of the page", () => {
  for (const start of ["<!--", "<a", '<a href="', "<a href=", "<script>", "</a", "<!", "<title>"]) {
    assert.deepEqual(brief(`ok${start}`)[0], "ok", start);
  }
});

Deno.test("any page is taken apart, and text without markup stays as it is", () => {
  const piece = fc.constantFrom(
    "<",
    ">",
    "</",
    "a",
    "=",
    '"',
    "'",
    " ",
    "!--",
    "-->",
    "script",
    "&",
    "#x",
    "41;",
    "é",
    "/",
  );
  fc.assert(fc.property(fc.array(piece).map((pieces) => pieces.join("")), (html) => {
    const tokens: readonly HtmlToken[] = [...htmlTokens(html)];
    assert.ok(tokens.length <= html.length * 2);
  }));
  fc.assert(fc.property(fc.string(), (text) => {
    const plain = text.replace(/[<&]/g, "");
    assert.equal([...htmlTokens(plain)].map((token) => token.token === "text" ? token.text : "").join(""), plain);
  }));
});
