import assert from "node:assert/strict";
import { readToml } from "../../lib/spec/read_toml.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";

function read(text: string): Diagnostic {
  const found: Diagnostic[] = [], source = { name: "a.toml", text };
  assert.equal(readToml(source, reportInto(found, source)), undefined);
  assert.equal(found.length, 1, JSON.stringify([text, found.map(({ message }) => message)]));
  return found[0]!;
}

/** A text, the code of its diagnostic, what that points at, and a part of what is said. */
type Case = readonly [string, string, string, RegExp];

function holds(cases: readonly Case[]): void {
  for (const [text, code, at, says] of cases) {
    const { code: said, span, message, hint } = read(text), shown = JSON.stringify([text, message, hint]);
    assert.deepEqual([said, text.slice(span.start, span.end)], [code, at], shown);
    assert.match(`${message} ${hint}`, says, shown);
  }
}

Deno.test("a text without quotes is told to take them", () => {
  holds([
    ["model = base # x\n", "needs-quotes", "base", /must be in quotes/],
    ["a = True\n", "needs-quotes", "True", /quotes/],
    ["a = ${{ x }} y\n", "needs-quotes", "${{ x }}", /quotes/],
    ["a = [one, two]\n", "needs-quotes", "one", /quotes/],
    ["a = {b = ${{ x }}}\n", "needs-quotes", "${{ x }}", /quotes/],
    ["a = it's\n", "needs-quotes", "it's", /quotes/],
  ]);
});

Deno.test("what is opened and not closed is pointed at where it opens", () => {
  holds([
    ['a = "hello\nb = 1\n', "unclosed", '"', /on its line/],
    ["b = 'x'\na = 'hello\n", "unclosed", "'", /single quotes/],
    ['a = """hello\nb = 1\n', "unclosed", '"""', /close it with `"""`/],
    ['c = "[" # {\na = [1, "]", # [\nb = 3\n', "unclosed", "[", /list/],
    ["a = [1,\n", "unclosed", "[", /list/],
    ["a = {b = 1\nc = 2\n", "unclosed", "{", /map/],
    ["[a\nb = 1\n", "unclosed", "[", /table name/],
    ["[[a]\n", "unclosed", "[", /`\]\]`/],
  ]);
  assert.equal(read('c = "[" # {\na = [1, "]", # [\nb = 3\n').span.start, 16);
});

Deno.test("a fault is said in words and pointed at", () => {
  holds([
    ["a: 1\n", "missing-equals", "a", /YAML/],
    ["loom: 1\nkind: refine\n", "missing-equals", "loom", /YAML/],
    ["a 1\n", "missing-equals", "a", /write `key = value`/],
    ["a =\nb = 1\n", "syntax", "=", /value is missing/],
    ["a = ", "syntax", "=", /value is missing/],
    ["= 1\n", "syntax", "=", /key is missing/],
    ["[]\n", "syntax", "]", /key is missing/],
    ["a..b = 1\n", "syntax", ".", /dot too many/],
    ["a = [1 2]\n", "syntax", "2", /`,` is missing before `2`/],
    ["a = [1,\n  2\n  3]\n", "syntax", "3", /`,` is missing before `3`/],
    ["a = {b = 1\n c = 2}\n", "syntax", "c", /`,` is missing before `c`/],
    ["a = 1 b = 2\n", "syntax", "b", /line of its own/],
    ['a = "x" "y"\n', "syntax", '"y"', /line of its own/],
    ["a = 007\n", "syntax", "007", /starts with a zero/],
    ["a = 1__0\n", "syntax", "1__0", /underscore/],
    ["a = 2024-13-01\n", "syntax", "2024-13-01", /no date/],
    ["a = 25:00:00\n", "syntax", "25:00:00", /no time of day/],
    ["a = 1 // x\n", "syntax", "/", /`#`/],
    ["a = 1\n}\n", "syntax", "}", /cannot stand here/],
  ]);
});

Deno.test("an escape that is none is pointed at", () => {
  holds([
    ['a = "\\q"\n', "bad-escape", "\\q", /`\\q` is no escape/],
    ['a = "C:\\Users\\x"\n', "bad-escape", "\\U", /single quotes/],
    ['a = "\\ud800"\n', "bad-escape", "\\ud800", /no escape/],
    ['a = """\nfine\n \\z"""\n', "bad-escape", "\\z", /no escape/],
  ]);
});

Deno.test("a key or table that is written twice is pointed at", () => {
  holds([
    ["a = 1\nb = 2\na = 3\n", "duplicate-key", "a", /key `a`/],
    ["[a]\nb = 1\n[a]\nc = 1\n", "duplicate-key", "a", /key `a`/],
    ["[a]\nb = 1\n[a.b]\nc = 1\n", "duplicate-key", "b", /key `b`/],
    ['"x y" = 1\n"x y" = 2\n', "duplicate-key", '"x y"', /key `x y`/],
    ["a = {b = 1, b = 2}\n", "duplicate-key", "b", /key `b`/],
  ]);
  assert.equal(read("a = 1\nb = 2\na = 3\n").span.start, 12);
});

Deno.test("a fault after a text too long for the second parser is placed all the same", () => {
  const long = `a = "${"x".repeat(400_000)}"\nb = @\n`;
  const { span } = read(long);
  assert.equal(long.slice(span.start, span.end), "@");
});
