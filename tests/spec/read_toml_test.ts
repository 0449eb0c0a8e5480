import assert from "node:assert/strict";
import fc from "../properties.ts";
import { stringify } from "smol-toml";
import type { AST } from "toml-eslint-parser";
import { getStaticTOMLValue, parseTOML, traverseNodes } from "toml-eslint-parser";
import type { Located } from "../../lib/spec/located.ts";
import { find, plain } from "../../lib/spec/located.ts";
import { readToml } from "../../lib/spec/read_toml.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";

interface Reading {
  readonly located: Located | undefined;
  readonly found: readonly Diagnostic[];
}

function read(text: string): Reading {
  const found: Diagnostic[] = [], source = { name: "a.toml", text };
  return { located: readToml(source, reportInto(found, source)), found };
}

/** The value of a sound text, with ordinary objects. */
function value(text: string): unknown {
  const { located, found } = read(text);
  assert.deepEqual(found.map(({ message }) => message), [], text);
  return JSON.parse(JSON.stringify(plain(located!)));
}

Deno.test("every way of writing a value is read", () => {
  assert.deepEqual(
    value(`
a = [1, -2.5, 0x1F, 0o17, 0b11, 1e3, 1_000, true, false, -0.0,] # numbers
b = "tab\\t\\u00e9\\x41\\e" # text
c = 'C:\\dir'
d = """
two
lines \\
   joined\\\\"""
e = '''
it's "so"\\n'''
f = {x = 1, y.z = [
  { w = "}" }, # a comment with ] and }
], }
"g h".'i' = ""
`),
    {
      a: [1, -2.5, 31, 15, 3, 1000, 1000, true, false, 0],
      b: "tab\té\x41\x1b",
      c: "C:\\dir",
      d: "two\nlines joined\\",
      e: `it's "so"\\n`,
      f: { x: 1, y: { z: [{ w: "}" }] } },
      "g h": { i: "" },
    },
  );
});

Deno.test("a document of comments is an empty map", () => {
  assert.deepEqual(value("# nothing\n"), {});
  assert.deepEqual(value(""), {});
});

Deno.test("dates and times are ISO 8601 texts, to the letter as written", () => {
  assert.deepEqual(
    value(
      `a = [1979-05-27, 1979-05-27T07:32:00Z, 1979-05-27 07:32:00.123456-07:00, 1979-05-27t07:32:00z, 07:32:00, 07:32]`,
    ),
    {
      a: [
        ...["1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27T07:32:00.123456-07:00"],
        ...["1979-05-27T07:32:00Z", "07:32:00", "07:32"],
      ],
    },
  );
});

Deno.test("line ends in texts are line feeds, and escaped ones stay what they are", () => {
  assert.deepEqual(value("a = \"\"\"\r\none\r\ntwo\\r\\n\"\"\"\r\nb = '''x\r\ny'''\r\n"), {
    a: "one\ntwo\r\n",
    b: "x\ny",
  });
});

Deno.test("a quote after an escaped line end belongs to the text", () => {
  assert.deepEqual(value('a = """x\\\n  """"\n'), { a: 'x"' });
});

Deno.test("tables, dotted keys, lists of tables and inline tables all know their spans", () => {
  const text = `name = "x"
[models.base]
use.id = "ngram"   # a comment
[[tasks]]
id = 1
[[tasks]]
id = 2
[tasks."sub task"]
more = {deep = [true]}
[models]
late = 1
`;
  const { located } = read(text);
  const at = (...path: readonly (string | number)[]) => {
    const { value: { span }, key, missing } = find(located!, path);
    assert.deepEqual(missing, []);
    return [key && text.slice(key.start, key.end), text.slice(span.start, span.end)];
  };
  assert.deepEqual(at("name"), ["name", '"x"']);
  assert.deepEqual(at("models", "base"), ["base", '[models.base]\nuse.id = "ngram"']);
  assert.deepEqual(at("models", "base", "use"), ["use", "use"]);
  assert.deepEqual(at("models", "base", "use", "id"), ["id", '"ngram"']);
  assert.deepEqual(at("models"), ["models", "[models]\nlate = 1"]);
  assert.deepEqual(at("tasks"), ["tasks", "[[tasks]]\nid = 1"]);
  assert.deepEqual(at("tasks", 1), [undefined, "[[tasks]]\nid = 2"]);
  assert.deepEqual(at("tasks", 1, "sub task", "more", "deep", 0), [undefined, "true"]);
  assert.deepEqual(at("tasks", 1, "sub task"), ['"sub task"', '[tasks."sub task"]\nmore = {deep = [true]}']);
  assert.deepEqual(at("tasks", 1, "sub task", "more"), ["more", "{deep = [true]}"]);
  assert.deepEqual(value(text), {
    name: "x",
    models: { base: { use: { id: "ngram" } }, late: 1 },
    tasks: [{ id: 1 }, { id: 2, "sub task": { more: { deep: [true] } } }],
  });
});

Deno.test("numbers that a double cannot hold are refused, each of them", () => {
  const text = "a = nan\nb = [inf, -inf]\nc = 9007199254740993\nd = 1e999\ne = 9007199254740991\n";
  const { located, found } = read(text);
  assert.deepEqual(found.map(({ code, span }) => [code, text.slice(span.start, span.end)]), [
    ["bad-number", "nan"],
    ["bad-number", "inf"],
    ["bad-number", "-inf"],
    ["bad-number", "9007199254740993"],
    ["bad-number", "1e999"],
  ]);
  assert.ok(JSON.stringify(plain(located!)).includes('"e":9007199254740991'));
  assert.doesNotMatch(JSON.stringify(plain(located!)), /null/);
});

/** What another parser says of the same text: its value, and where each simple value stands. */
function reference(text: string): { readonly value: unknown; readonly leaves: readonly string[] } {
  const program = parseTOML(text), leaves: string[] = [];
  traverseNodes(program, {
    enterNode: (node: AST.TOMLNode) => {
      if (node.type === "TOMLValue") leaves.push(text.slice(...node.range) + node.range);
    },
    leaveNode: () => {},
  });
  return { value: getStaticTOMLValue(program), leaves: leaves.toSorted() };
}

function leavesOf(located: Located, text: string): string[] {
  if (located.kind === "map") return located.entries.flatMap((entry) => leavesOf(entry.value, text));
  if (located.kind === "list") return located.items.flatMap((item) => leavesOf(item, text));
  const { start, end } = located.span;
  return [`${text.slice(start, end)}${[start, end]}`];
}

const name = fc.constantFrom("a", "b", "c d", "é", "true", "1-2", "");
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.constantFrom("two\nlines", "'\"\\", "]", "#"),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

Deno.test("values and places are those that another parser finds", () => {
  fc.assert(
    fc.property(fc.dictionary(name, anyValue, { maxKeys: 5, noNullPrototype: true }), fc.boolean(), (data, spaced) => {
      const written = stringify(data);
      const text = spaced ? written.replaceAll(" = ", "\t=  ").replaceAll("\n", "\r\n\r\n  ") : written;
      const expected = reference(text), { located, found } = read(text);
      assert.deepEqual(found, []);
      assert.deepEqual(JSON.parse(JSON.stringify(plain(located!))), JSON.parse(JSON.stringify(expected.value)));
      assert.deepEqual(leavesOf(located!, text).toSorted(), expected.leaves);
    }),
    { numRuns: 300, seed: 3 },
  );
});
