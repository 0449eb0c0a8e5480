import assert from "node:assert/strict";
import { searchResults } from "../../../lib/tools/web/search_results.ts";
import fc from "../../properties.ts";
import { searchPage } from "./search_page.ts";

const BASE = "https://html.duckduckgo.com/html/?q=x";

Deno.test("results are read with their real addresses, titles and snippets", () => {
  const page = searchPage([
    {
      title: "Light &amp; <b>house</b>",
      url: "https://a.example/?x=1&y=%20z",
      snippet: "On a\n <b>rock</b> &#x27;there&#x27;",
    },
    { title: "Two", url: "http://b.example/ü" },
  ]);
  assert.deepEqual(searchResults(page, BASE), {
    ok: true,
    results: [
      { title: "Light & house", url: "https://a.example/?x=1&y=%20z", snippet: "On a rock 'there'" },
      { title: "Two", url: "http://b.example/%C3%BC", snippet: "" },
    ],
  });
});

Deno.test("a result without a snippet does not take that of the next", () => {
  const page = searchPage([{ title: "1", url: "https://a.example/" }, {
    title: "2",
    url: "https://b.example/",
    snippet: "s",
  }]);
  const read = searchResults(page, BASE);
  assert.deepEqual(read.ok && read.results.map(({ snippet }) => snippet), ["", "s"]);
});

Deno.test("advertisements, scripts and what was already found are left out", () => {
  const page = searchPage([
    { title: "Buy", url: "https://shop.example/", snippet: "now", advertisement: true },
    { title: "Odd", url: "javascript:alert(1)" },
    { title: "Hidden", url: "https://duckduckgo.com/y.js?ad_domain=x" },
    { title: "One", url: "https://a.example/", snippet: "first" },
    { title: "Again", url: "https://a.example/" },
  ]);
  const read = searchResults(page, BASE);
  assert.deepEqual(read.ok && read.results, [{ title: "One", url: "https://a.example/", snippet: "first" }]);
});

Deno.test("plain links are taken as they are, whatever element holds the snippet", () => {
  const page =
    `<div class=result><a class='x result__a' href=https://a.example/>T<div class="result__snippet">no</div></a>
    <td class="result__snippet">a <td>b</td> c</td></div>`;
  assert.deepEqual(searchResults(page, BASE), {
    ok: true,
    results: [{ title: "Tno", url: "https://a.example/", snippet: "a b c" }],
  });
});

Deno.test("finding nothing, being asked for proof and another page are told apart", () => {
  assert.deepEqual(searchResults(searchPage([]), BASE), { ok: true, results: [] });
  const challenge = `<form id="challenge-form"><div class="anomaly-modal__title">Select all ducks</div></form>`;
  assert.deepEqual(searchResults(challenge, BASE), { ok: false, why: "challenge" });
  assert.deepEqual(searchResults("<html><p>Welcome</p></html>", BASE), { ok: false, why: "unknown" });
  assert.deepEqual(searchResults("", BASE), { ok: false, why: "unknown" });
});

Deno.test("a page that is cut anywhere gives the whole results before the cut", () => {
  const page = searchPage([1, 2, 3].map((n) => ({ title: `T${n}`, url: `https://a.example/${n}`, snippet: `s${n}` })));
  fc.assert(fc.property(fc.integer({ min: 0, max: page.length }), (end) => {
    const read = searchResults(page.slice(0, end), BASE), results = read.ok ? read.results : [];
    for (const [i, { url }] of results.slice(0, -1).entries()) assert.equal(url, `https://a.example/${i + 1}`);
  }));
});
