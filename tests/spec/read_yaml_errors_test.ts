import assert from "node:assert/strict";
import { readYaml } from "../../lib/spec/read_yaml.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";

function read(text: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [], source = { name: "a.yaml", text };
  readYaml(source, reportInto(found, source));
  return found;
}

/** A text, and for each diagnostic its code, what it points at, and a part of what is said. */
type Case = readonly [string, ...(readonly [string, string, RegExp])[]];

function holds(cases: readonly Case[]): void {
  for (const [text, ...expected] of cases) {
    const found = read(text),
      shown = JSON.stringify([text, found.map(({ code, message, hint }) => [code, message, hint])]);
    assert.deepEqual(
      found.map(({ code, span }) => [code, text.slice(span.start, span.end)]),
      expected.map(([code, at]) => [code, at]),
      shown,
    );
    for (const [i, [, , says]] of expected.entries()) {
      assert.match(`${found[i]!.message} ${found[i]!.hint}`, says, shown);
    }
  }
}

Deno.test("bad indentation is pointed at where the line starts to be wrong", () => {
  holds([
    ["a:\n  b: 1\n c: 2\n", ["bad-indent", "c: 2", /keys above/]],
    ["a:\n  - x\n - y\n", ["bad-indent", "- y", /list items above/]],
    ["a:\n\tb: 1\n", ["tab-indent", "\t", /spaces/]],
    ["a:\n  b: 1\n\t\tc: 2\n", ["tab-indent", "\t\t", /spaces/]],
    ["a: |\n   b\n  c\n", ["bad-indent", "c", /keys above/]],
    ["a: >\nfoo\n", ["bad-indent", "foo", /deeper than its key/]],
    ["a: |\n\n    \n  x\n", ["bad-indent", "x", /empty lines/]],
    ["a:\n  b: c/d\n   e: 2\n", ["bad-indent", "e: 2", /deeper than the keys.*line it up with the key above/]],
    ["a: Hi there\n\n  b: x\nc: 1\n", ["bad-indent", "b: x", /deeper than the keys/]],
    ["a: b: c\n  d: e\n", ["needs-quotes", "b: c", /would end a key/]],
  ]);
});

Deno.test("a call that a comma tears apart inside braces needs quotes, and is told once", () => {
  holds([
    ["a: {b: f(x, y) - c}\n", ["needs-quotes", "f(x, y) - c", /a `,` ends the value/]],
    ["a: {b: g(f(x, y), 2, 'z'), c: 1}\n", ["needs-quotes", "g(f(x, y), 2, 'z')", /inside `\[ \]` and `\{ \}`/]],
    ["a: {b: [c, {k: f(x)}]}\nc: {d: e(1,2)}\n", ["needs-quotes", "e(1,2)", /in quotes/]],
    ["a: {b: smile :(, c: 1}\nd: {e: f(g, h: i}\nj: f(1, 2)\n"],
    ['a: {b: "f(x, y)", c: [f(x, y)]}\n'],
  ]);
});

Deno.test("what is opened and not closed is pointed at where it opens", () => {
  holds([
    ['a: "hello\nb: 1\n', ["unclosed", '"', /text in double quotes/]],
    ["a: 'hello\nb: 1\n", ["unclosed", "'", /text in single quotes/]],
    ['a: "one\nb: "two"\nc: 3\n', ["unclosed", '"', /not closed/]],
    ["a: [1, 2\nb: 3\n", ["unclosed", "[", /close it with `\]`/]],
    ["a: [1, {b: 2]\n", ["unclosed", "{", /close it with `\}`/]],
    ["a: {x: 1", ["unclosed", "{", /map/]],
    ["a: {\nb: 1\n}\n", ["unclosed", "{", /deeper than its key/]],
  ]);
  assert.equal(read('a: "one\nb: "two"\nc: 3\n')[0]!.span.start, 3);
});

Deno.test("a missing space or colon is named", () => {
  holds([
    ["a:1\nb: 2\n", ["missing-space", ":", /after `:`/]],
    ["a: 1\nb:2\nc: 3\n", ["missing-space", ":", /after `:`/]],
    ['a: "x"#c\n', ["missing-space", "#c", /before `#`/]],
    ["hello\nb: 1\n", ["syntax", "hello", /`hello` is no key/]],
    [": 1\n", ["syntax", "", /key is missing/]],
  ]);
});

Deno.test("a text that needs quotes is told so, a template above all", () => {
  holds([
    ["a: {x: ${{ y }}}\n", ["needs-quotes", "${{ y }}", /inside `\[ \]` and `\{ \}`/]],
    ["a: [${{ y.z }}, 1]\n", ["needs-quotes", "${{ y.z }}", /inside/]],
    ["a: [1, ${{ y }}]\n", ["needs-quotes", "${{ y }}", /inside/]],
    ["a: ${{ y ? 'a': 'b' }}\n", ["needs-quotes", "${{ y ? 'a': 'b' }}", /`: ` in it/]],
    ["a: b: c\n", ["needs-quotes", "b: c", /`: ` in it/]],
    ["a: @foo bar\n", ["needs-quotes", "@foo bar", /starts with `@`/]],
    ["a: `x`\n", ["needs-quotes", "`x`", /a backtick/]],
    ["a: %x\n", ["needs-quotes", "%x", /`%`/]],
    ["a: *bold* text\n", ["needs-quotes", "*bold* text", /alias/]],
    ["a: !important do\n", ["unknown-tag", "!important", /must be in quotes/]],
  ]);
});

Deno.test("what cannot stand where it stands is named", () => {
  holds([
    ["a: 'don't'\nb: 1\n", ["syntax", "t'", /written twice/]],
    ['a: "x" y\n', ["syntax", "y", /follows a closing quote/]],
    ["a: [x] y\n", ["syntax", "y", /cannot follow/]],
    ["a: [1]]\n", ["syntax", "]", /closes nothing/]],
    ["a: [1,, 2]\n", ["syntax", ",", /between two commas/]],
    ["a: {x: 1 y: 2}\n", ["syntax", "1 y: 2}", /`,` is missing/]],
    ["a: {x: 1\n    y: 2}\n", ["syntax", "1", /`,` is missing/]],
    ["a: - b\n", ["syntax", "- b", /next line/]],
    ["a: 1\n- b\n", ["syntax", "- b", /list item/]],
    ["- a\nb: 1\n", ["syntax", "b: 1", /beside list items/]],
    ["a: |x\n  b\n", ["syntax", "x", /next line/]],
    ['a: "\\q \\u12"\n', ["bad-escape", "\\q", /no escape/]],
    ['a: "C:\\Users"\n', ["bad-escape", "\\U", /single quotes/]],
    ["a: &x &y 1\n", ["syntax", "&y", /one anchor/]],
    [`${"a".repeat(1100)}: 1\n`, ["syntax", "a", /1,024/]],
  ]);
});

Deno.test("faults of different lines are reported at once, each line once", () => {
  holds([[
    'a: "\\q"\nb: @x\nc: "\\w" "\\z"\nd: fine\n',
    ["bad-escape", "\\q", /q/],
    ["needs-quotes", "@x", /@/],
    ["bad-escape", "\\w", /w/],
  ]]);
});

Deno.test("a text with a fault in every line is reported fifty times at most", () => {
  assert.equal(read(Array.from({ length: 80 }, (_, i) => `k${i}: "\\q"\n`).join("")).length, 50);
});
