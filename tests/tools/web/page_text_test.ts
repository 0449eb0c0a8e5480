import assert from "node:assert/strict";
import { pageText } from "../../../lib/tools/web/page_text.ts";
import fc from "../../properties.ts";

const BASE = "https://example.com/docs/page";
const textOf = (html: string): string => pageText(html, BASE).text;

Deno.test("a page is read as people read it", () => {
  const html = `<!DOCTYPE html><html><head><title> The
    lighthouse &amp; sea </title><style>p { color: red }</style><script>alert("<p>no</p>")</script></head>
    <body><nav><a href="/">Home</a></nav><h1>Light&shy;house</h1><p>It  stands
    on a <b>rock</b>.</p><h2>Parts</h2><ul><li>Tower<li>Lamp <ol><li>wick</li><li>glass</li></ol></li></ul>
    <pre>a
  b</pre><table><tr><th>Name</th><th>m</th></tr><tr><td>Tower</td><td>30</td></tr></table>
    <p>See <a href="../map?a=1&amp;b=2#x">the map</a>.<br>Bye<svg><text>no</text></svg></p><template>no</template></body>`;
  const { title, text } = pageText(html, BASE);
  assert.equal(title, "The lighthouse & sea");
  assert.equal(
    text,
    [
      "Home (https://example.com/)",
      "# Lighthouse",
      "It stands on a rock.",
      "## Parts",
      "- Tower\n- Lamp\n  1. wick\n  2. glass",
      "a\n  b",
      "Name | m\nTower | 30",
      "See the map (https://example.com/map?a=1&b=2#x).\nBye",
    ].join("\n\n"),
  );
});

Deno.test("links keep where they lead, but not to scripts, to the page itself or around nothing", () => {
  assert.equal(
    textOf(`<a href="javascript:alert(1)">a</a> <a href="#top">b</a> <a href="data:x,y">c</a> <a>d</a>`),
    "a b c d",
  );
  assert.equal(
    textOf(`<a href="/x"><img src="y.png"></a><a href="/x"><img alt="Logo"></a>`),
    "Logo (https://example.com/x)",
  );
  assert.equal(
    textOf(`<base href="https://other.example/"><a href="x"><h3>One</h3></a><p>Two`),
    "### One (https://other.example/x)\n\nTwo",
  );
  assert.equal(textOf(`<a href="/a">one <a href="/b">two`), "one (https://example.com/a) two (https://example.com/b)");
  assert.equal(textOf(`<a href="/${"x".repeat(3000)}">long</a>`), "long");
  assert.equal(textOf(`<a href="mailto:a@example.com">write</a>`), "write (mailto:a@example.com)");
});

Deno.test("controls of terminals do not come through", () => {
  assert.equal(textOf("a&#27;[31mb\u001b[2Jc\u0000"), "a[31mb[2Jc");
});

Deno.test("tags that are never opened or closed spoil nothing else", () => {
  assert.equal(textOf("</p></ul></a></pre></svg>a<li>b<ul>c</ul></ul></ul><p>d"), "a\n- b\n\nc\n\nd");
  assert.equal(textOf("a<svg><svg></svg>b</svg>c"), "ac");
});

Deno.test("the text of any page is bounded by the size of the page and the room for links", () => {
  const hostile = [
    "<ul><li>x",
    "<a href=a>b</a>",
    "<td>",
    "<h6>x",
    "<pre> ",
    "<p>x",
    "<ol><li>y",
    "<",
    "<a ",
    "&",
    "<!--",
  ];
  const base = `https://example.com/${"b".repeat(1900)}/`;
  for (const piece of hostile) {
    const html = piece.repeat(Math.floor(100_000 / piece.length));
    const { text } = pageText(html, base);
    assert.ok(text.length < html.length * 4 + 600_000, piece);
  }
});

Deno.test("any text is found again in the text of its page", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const around = fc.constantFrom("p", "div", "b", "li", "td", "h2", "section", "pre", "a");
  fc.assert(fc.property(fc.array(fc.tuple(around, word)), (parts) => {
    const text = textOf(parts.map(([name, inner]) => `<${name}>${inner}</${name}>`).join("\n"));
    let from = 0;
    for (const [, inner] of parts) {
      const at = text.indexOf(inner, from);
      assert.ok(at >= 0, inner);
      from = at + inner.length;
    }
  }));
});
