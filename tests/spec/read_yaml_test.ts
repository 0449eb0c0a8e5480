import assert from "node:assert/strict";
import type { Located } from "../../lib/spec/located.ts";
import { find, plain } from "../../lib/spec/located.ts";
import { MAX_DEPTH } from "../../lib/spec/read_limits.ts";
import { readYaml } from "../../lib/spec/read_yaml.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";

interface Reading {
  readonly located: Located | undefined;
  readonly found: readonly Diagnostic[];
}

function read(text: string): Reading {
  const found: Diagnostic[] = [], source = { name: "a.yaml", text };
  return { located: readYaml(source, reportInto(found, source)), found };
}

/** The value of a sound text, with ordinary objects. */
function value(text: string): unknown {
  const { located, found } = read(text);
  assert.deepEqual(found.map(({ message }) => message), [], text);
  return JSON.parse(JSON.stringify(plain(located!)));
}

/** Each code with the piece of the text it points at. */
function faults(text: string): readonly (readonly [string, string])[] {
  return read(text).found.map(({ code, span }) => [code, text.slice(span.start, span.end)] as const);
}

Deno.test("the core schema of YAML 1.2 says what a plain word is", () => {
  assert.deepEqual(
    value("[1, -2.5, 0x1F, 0o17, 1e3, true, False, null, ~, '', yes, no, on, 2024-01-01, 12:30:00, 1_000]"),
    [
      ...[1, -2.5, 31, 15, 1000, true, false, null, null, ""],
      ...["yes", "no", "on", "2024-01-01", "12:30:00", "1_000"],
    ],
  );
  assert.deepEqual(value("a:\nb: !!str 1\nc: !!int '12'\nd: !!null ''\n"), { a: null, b: "1", c: 12, d: null });
});

Deno.test("a template without quotes is a text", () => {
  assert.deepEqual(value("start: ${{ inputs.seed }}\nn: ${{ a }} and ${{ b }} # comment\n"), {
    start: "${{ inputs.seed }}",
    n: "${{ a }} and ${{ b }}",
  });
});

Deno.test("keys that are no texts are taken as they are written", () => {
  assert.deepEqual(value("1: a\ntrue: b\n1.10: c\nnull: d\n~: e\n'': f\n0x10: g\n"), {
    ...{ "1": "a", true: "b", "1.10": "c", null: "d", "~": "e", "": "f", "0x10": "g" },
  });
  assert.deepEqual(value("a: &k name\n*k : 1\n"), { a: "name", name: 1 });
});

Deno.test("every key and value knows its span", () => {
  const text = "models:\n  'base': {use: ngram/builtin, list: [1, \"two\"]}\nprompt: |\n  a\n  b\nnone:\n";
  const { located } = read(text);
  const at = (...path: readonly (string | number)[]) => {
    const { value: { span }, key } = find(located!, path);
    return [key && text.slice(key.start, key.end), text.slice(span.start, span.end)];
  };
  assert.deepEqual(at("models", "base"), ["'base'", '{use: ngram/builtin, list: [1, "two"]}']);
  assert.deepEqual(at("models", "base", "use"), ["use", "ngram/builtin"]);
  assert.deepEqual(at("models", "base", "list"), ["list", '[1, "two"]']);
  assert.deepEqual(at("models", "base", "list", 1), [undefined, '"two"']);
  assert.deepEqual(at("prompt"), ["prompt", "|\n  a\n  b\n"]);
  assert.deepEqual(at("none"), ["none", ""]);
  const { value: none } = find(located!, ["none"]);
  assert.equal(none.span.start, text.indexOf("none:") + "none:".length);
});

Deno.test("a map or list without brackets ends with its last value", () => {
  const text = "a:\n  b: 1   # c\n\n# d\nl:\n  - x\n  - k: *y\n  \nn:\n  m:\n# end\n".replace("x", "&y z");
  const { located } = read(text);
  const at = (...path: readonly (string | number)[]) => {
    const { span } = find(located!, path).value;
    return text.slice(span.start, span.end);
  };
  assert.deepEqual([at("a"), at("l"), at("n")], ["b: 1", "- &y z\n  - k: *y", "m:"]);
});

Deno.test("an alias is the value it names, which keeps the place where it is written", () => {
  const text = "a: &x {b: [1, 2]}\nc: *x\nd: &x 3\ne: *x\n";
  assert.deepEqual(value(text), { a: { b: [1, 2] }, c: { b: [1, 2] }, d: 3, e: 3 });
  const { located } = read(text);
  const { span } = find(located!, ["c", "b", 1]).value;
  assert.deepEqual([span.start, text.slice(span.start, span.end)], [text.indexOf("2"), "2"]);
});

Deno.test("aliases that name nothing, or hold themselves, are refused", () => {
  assert.deepEqual(faults("a: &bold 1\nb: *bald\n"), [["unknown-alias", "*bald"]]);
  assert.equal(read("a: &bold 1\nb: *bald\n").found[0]?.hint, "did you mean `*bold`?");
  assert.deepEqual(faults("a: *later\nb: &later 1\n"), [["unknown-alias", "*later"]]);
  assert.deepEqual(faults("a: &a [1, *a]\n"), [["alias-cycle", "*a"]]);
  assert.deepEqual(faults("a: &a {b: &b {c: *a}}\n"), [["alias-cycle", "*a"]]);
});

Deno.test("aliases cannot nest a document deeper than the limit", () => {
  const half = `a: &a ${"[".repeat(120)}${"]".repeat(120)}\n`;
  assert.deepEqual(faults(`${half}b: *a\n`), []);
  assert.deepEqual(faults(`${half}b: ${"[".repeat(120)}*a${"]".repeat(120)}\n`), [["too-deep", "*a"]]);
});

Deno.test("a key that is written twice is reported with the line of the first, and the first one counts", () => {
  const text = "a: 1\nb: {c: 1, c: 2}\n'a': 2\na: 3\n";
  const { located, found } = read(text);
  assert.deepEqual(found.map(({ code, hint }) => [code, hint]), [
    ["duplicate-key", "it is on line 2 already: keep one of the two"],
    ["duplicate-key", "it is on line 1 already: keep one of the two"],
    ["duplicate-key", "it is on line 1 already: keep one of the two"],
  ]);
  assert.deepEqual(JSON.parse(JSON.stringify(plain(located!))), { a: 1, b: { c: 1 } });
});

Deno.test("merge keys, other tags, directives, second documents and keys that hold values are refused", () => {
  assert.deepEqual(faults("a: &a {x: 1}\nb:\n  <<: *a\n"), [["merge-key", "<<"]]);
  assert.deepEqual(faults("a: !!binary x\nb: !mine [1]\nc: !!int x\nd: !!set {e}\n"), [
    ["unknown-tag", "!!binary"],
    ["unknown-tag", "!mine"],
    ["unknown-tag", "!!int"],
    ["unknown-tag", "!!set"],
  ]);
  assert.deepEqual(faults("%YAML 1.1\n---\na: yes\n"), [["directive", "%YAML 1.1"]]);
  assert.deepEqual(faults("%TAG ! tag:x,2000:\n---\na: 1\n"), [["directive", "%TAG ! tag:x,2000:"]]);
  assert.deepEqual(faults("a: 1\n--- # more\nb: 2\n"), [["many-documents", "--- # more"]]);
  assert.deepEqual(faults("a: 1\n...\nb: 2\n"), [["many-documents", "b: 2"]]);
  assert.deepEqual(faults("[a]: 1\n? {b: 2}\n: 1\n"), [["bad-key", "[a]"], ["bad-key", "{b: 2}"]]);
  assert.deepEqual(faults("a: {{ x }}\n"), [["bad-key", "{ x }"]]);
});

Deno.test("one document may be marked as such", () => {
  assert.deepEqual(value("---\na: 1\n...\n# end\n"), { a: 1 });
});

Deno.test("a document without a value is said to be empty", () => {
  for (const text of ["", "---\n", "# only\n", "---\n# only\n..."]) {
    assert.deepEqual(read(text).found.map(({ code }) => code), ["empty-file"], text);
  }
});

Deno.test("numbers that a double cannot hold are refused, and stand-ins let later passes go on", () => {
  const text = "[.inf, -.inf, .nan, 9007199254740993, -9007199254740993, 1e999, 0x20000000000000]";
  const { located, found } = read(text);
  assert.equal(found.length, 7);
  assert.ok(found.every(({ code }) => code === "bad-number"));
  assert.ok((plain(located!) as number[]).every(Number.isFinite));
  assert.deepEqual(value("[9007199254740991, 1e20, -0]"), [9007199254740991, 1e20, 0]);
});

Deno.test("control characters are refused wherever they stand", () => {
  assert.deepEqual(faults('a: "x\x1b[31m"\n# \x07\n'), [["control-character", "\x1b"], ["control-character", "\x07"]]);
  assert.deepEqual(faults("a: 1\rb: 2\n"), [["control-character", "\r"]]);
  assert.deepEqual(value('a: "\\u001b"\r\n'), { a: "\x1b" });
});

Deno.test("every way of nesting is read up to the limit, and refused with a word beyond it", () => {
  const ways: readonly ((depth: number) => string)[] = [
    (depth) =>
      Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}k:${level === depth - 1 ? " v" : ""}\n`).join(
        "",
      ),
    (depth) => `${"- ".repeat(depth)}v\n`,
    (depth) => `${"[".repeat(depth)}v${"]".repeat(depth)}`,
    (depth) => `${"{k: ".repeat(depth)}v${"}".repeat(depth)}`,
    (depth) => `${"[k: ".repeat(depth / 2)}v${"]".repeat(depth / 2)}`,
  ];
  for (const way of ways) {
    assert.deepEqual(faults(way(MAX_DEPTH)), []);
    const { located, found } = read(way(MAX_DEPTH + 2));
    assert.deepEqual(found.map(({ code }) => code), ["too-deep"]);
    assert.equal(located, undefined);
  }
});
