import assert from "node:assert/strict";
import fc from "../properties.ts";
import type { Located, LocatedText } from "../../lib/spec/located.ts";
import { find, plain, spanInText } from "../../lib/spec/located.ts";
import { readToml } from "../../lib/spec/read_toml.ts";
import { readYaml } from "../../lib/spec/read_yaml.ts";
import type { Report } from "../../lib/text/diagnostic.ts";
import type { Source, Span } from "../../lib/text/source.ts";

type Read = (source: Source, report: Report) => Located | undefined;

/** Reads a text that must be sound. */
function sound(read: Read, text: string): Located {
  const located = read({ name: "test", text }, (code, span, params) => {
    throw new Error(`${code} at ${span.start}: ${JSON.stringify(params)} in ${JSON.stringify(text)}`);
  });
  assert.ok(located);
  return located;
}

/** The text under the key `k`, or undefined where the source is not sound or holds something else there. */
function textOf(read: Read, text: string): LocatedText | undefined {
  let faults = 0;
  const located = read({ name: "test", text }, () => faults++);
  const value = located && find(located, ["k"]).value;
  return faults === 0 && value?.kind === "text" ? value : undefined;
}

function slice(text: string, { start, end }: Span): string {
  return text.slice(start, end);
}

Deno.test("plain data has no prototype, so a key named `__proto__` or `constructor` is a key like any other", () => {
  const yaml = sound(readYaml, "__proto__: {polluted: true}\nconstructor: 1\ntoString: 2\n");
  const toml = sound(readToml, "constructor = 1\ntoString = 2\n[__proto__]\npolluted = true\n");
  for (const located of [yaml, toml]) {
    const value = plain(located) as Record<string, unknown>;
    assert.equal(Object.getPrototypeOf(value), null);
    assert.deepEqual(Object.keys(value).toSorted(), ["__proto__", "constructor", "toString"]);
    assert.equal((value["__proto__"] as Record<string, unknown>)["polluted"], true);
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  }
});

Deno.test("a path finds a value and its key", () => {
  const text = "models:\n  base: {use: ngram/builtin}\n  more: [a, {b: c}]\n";
  const located = sound(readYaml, text);
  const use = find(located, ["models", "base", "use"]);
  assert.deepEqual(use.missing, []);
  assert.equal(slice(text, use.value.span), "ngram/builtin");
  assert.equal(use.key && slice(text, use.key), "use");
  const item = find(located, ["models", "more", 1, "b"]);
  assert.equal(slice(text, item.value.span), "c");
  const index = find(located, ["models", "more", 0]);
  assert.equal(index.key, undefined);
});

Deno.test("a path that leads nowhere finds the deepest value on its way and says what is missing", () => {
  const text = "models:\n  base: {use: ngram/builtin}\n";
  const located = sound(readYaml, text);
  const found = find(located, ["models", "base", "sampling", "top_p"]);
  assert.deepEqual(found.missing, ["sampling", "top_p"]);
  assert.equal(slice(text, found.value.span), "{use: ngram/builtin}");
  assert.equal(found.key && slice(text, found.key), "base");
  const none = find(located, ["tools", 3]);
  assert.deepEqual(none.missing, ["tools", 3]);
  assert.equal(none.value, located);
  assert.deepEqual(find(located, ["models", "base", "use", "x"]).missing, ["x"]);
});

Deno.test("a part of a text is found past escapes, doubled quotes, folds and indentation", () => {
  const cases: readonly (readonly [Read, string, string, string])[] = [
    [readYaml, "k: one two\n", "two", "two"],
    [readYaml, "k: one\n  two three\n", "one two", "one\n  two"],
    [readYaml, "k: 'it''s here'\n", "s here", "s here"],
    [readYaml, "k: 'it''s here'\n", "t's", "t''s"],
    [readYaml, 'k: "tab\\there\\u00e9!"\n', "here", "here"],
    [readYaml, 'k: "tab\\there\\u00e9!"\n', "\u00e9", "\\u00e9"],
    [readYaml, 'k: "long \\\n   line"\n', "long line", "long \\\n   line"],
    [readYaml, "k: |\n    first\n      second\n", "  second", "  second"],
    [readYaml, "k: |2-\n    first\n", "first", "first"],
    [readYaml, "k: >\n  one\n  two\n\n  three\n", "two\nthree", "two\n\n  three"],
    [readToml, 'k = "a\\tb\\U0001F600c"\n', "\u{1f600}c", "\\U0001F600c"],
    [readToml, "k = 'C:\\dir'\n", "\\dir", "\\dir"],
    [readToml, 'k = """\none \\\n   two"""\n', "one two", "one \\\n   two"],
    [readToml, "k = '''\none\ntwo'''\n", "two", "two"],
    [readToml, "k = 1979-05-27 07:32:00z\n", "07:32", "07:32"],
  ];
  for (const [read, text, part, written] of cases) {
    const located = textOf(read, text);
    assert.ok(located, text);
    const start = located.value.indexOf(part);
    assert.notEqual(start, -1, `${JSON.stringify(part)} in ${JSON.stringify(located.value)}`);
    assert.equal(slice(text, spanInText(located, start, start + part.length)), written);
  }
});

Deno.test("an empty part of a text is a place between its letters, and parts beyond its ends are held to them", () => {
  const text = 'k: "a\\tb"\n';
  const located = textOf(readYaml, text)!;
  assert.deepEqual(spanInText(located, 0, 0), { start: 4, end: 4 });
  assert.deepEqual(spanInText(located, 2, 2), { start: 7, end: 7 });
  assert.deepEqual(spanInText(located, 3, 3), { start: 8, end: 8 });
  assert.deepEqual(spanInText(located, -5, 99), { start: 4, end: 8 });
});

Deno.test("a part of a text whose writing cannot be retraced is all of the text", () => {
  const located = textOf(readYaml, 'k: "abc"\n')!;
  assert.deepEqual(spanInText({ ...located, value: "something else" }, 1, 2), located.span);
});

const letter = fc.constantFrom("a", "b", "é", "漢", "\u{1f600}", "$", "%", "~");
const words = fc.array(letter, { minLength: 1, maxLength: 4 }).map((letters) => letters.join(""));

function quoted(quote: string, parts: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.oneof(words, fc.constantFrom(...parts)), { maxLength: 12 })
    .map((all) => `${quote}${all.join("")}${quote}`);
}

const blockLine = fc.tuple(fc.constantFrom("", "", "", " ", "   ", "\t"), words, fc.constantFrom("", " ", " x", " # y"))
  .map((parts) => parts.join(""));

const block = fc.record({
  mark: fc.constantFrom("|", ">"),
  chomping: fc.constantFrom("", "-", "+"),
  comment: fc.constantFrom("", " # note"),
  explicit: fc.boolean(),
  indent: fc.integer({ min: 1, max: 4 }),
  lines: fc.array(fc.oneof(blockLine, fc.constant("")), { minLength: 1, maxLength: 7 }),
}).map(({ mark, chomping, comment, explicit, indent, lines }) => {
  const text = lines.map((line) => line === "" ? "" : " ".repeat(indent) + line).join("\n");
  return `${mark}${explicit ? indent : ""}${chomping}${comment}\n${text}`;
});

const plainWords = fc.array(words, { minLength: 1, maxLength: 6 }).chain((all) =>
  fc.array(fc.constantFrom(" ", "  ", "\n  ", " \n\n  ", "\n \n\n  "), { minLength: all.length, maxLength: all.length })
    .map((gaps) => `w${all.map((word, i) => gaps[i] + word).join("")}`)
);

const YAML_TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  plain: plainWords,
  single: quoted("'", ["''", " ", "\n  ", " \n\n  ", "\\", '"', "#", ": "]),
  double: quoted('"', [
    ...[" ", "\\n", "\\t", '\\"', "\\\\", "\\x41", "\\u00e9", "\\U0001F600", "\\/", "\\ ", "'", "#"],
    ...["\\\n   ", "\n  ", " \n\n  ", "\t"],
  ]),
  block,
};

const TOML_TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  basic: quoted('"', [" ", "\\n", "\\t", '\\"', "\\\\", "\\x41", "\\u00e9", "\\U0001F600", "\\e", "'", "#"]),
  basicLines: quoted('"""', ["\n", "\\n", '"', '\\"', "\\u00e9", "\\\n  \n ", "\\  \n", " ", "\\\\", "'''"]),
  literal: quoted("'", [" ", '"', "\\", "#"]),
  literalLines: quoted("'''", ["\n", "'", " ", "\\", '"""', "#"]),
};

/** Ranges of a value that start and end with letters that are not white space. */
function someRange(value: string): fc.Arbitrary<readonly [number, number]> {
  const places = [...value.matchAll(/\S/gu)].map(({ index, 0: letter }) => [index, index + letter.length] as const);
  return fc.tuple(fc.nat(places.length - 1), fc.nat(places.length - 1))
    .map(([a, b]) => [places[Math.min(a, b)]![0], places[Math.max(a, b)]![1]] as const);
}

/**
 * The law: putting a letter in the source where a part of the value is said to be written puts that letter, and nothing
 * else, where the part is in the value.
 */
function replacesExactly(read: Read, write: (text: string) => string, texts: fc.Arbitrary<string>): void {
  let tried = 0;
  fc.assert(
    fc.property(texts, fc.boolean(), fc.infiniteStream(fc.nat()), (raw, crlf, seeds) => {
      const text = crlf ? write(raw).replaceAll("\n", "\r\n") : write(raw);
      const located = textOf(read, text);
      fc.pre(located !== undefined && /\S/.test(located.value));
      const [start, end] = fc.sample(someRange(located!.value), { numRuns: 1, seed: seeds.next().value })[0]!;
      const part = located!.value.slice(start, end);
      // Joining the lines of a folded block can change how the lines beside them are folded.
      fc.pre(!(raw.startsWith(">") && part.includes("\n")));
      const span = spanInText(located!, start, end);
      const replaced = textOf(read, `${text.slice(0, span.start)}Q${text.slice(span.end)}`);
      assert.equal(replaced?.value, `${located!.value.slice(0, start)}Q${located!.value.slice(end)}`);
      tried++;
    }),
    { numRuns: 300, seed: 7 },
  );
  assert.ok(tried >= 300);
}

for (const [style, texts] of Object.entries(YAML_TEXTS)) {
  Deno.test(`a part of a YAML text maps to exactly what says it: ${style}`, () => {
    replacesExactly(readYaml, (text) => `k: ${text}\nz: 1\n`, texts);
  });
}

for (const [style, texts] of Object.entries(TOML_TEXTS)) {
  Deno.test(`a part of a TOML text maps to exactly what says it: ${style}`, () => {
    replacesExactly(readToml, (text) => `k = ${text}\nz = 1\n`, texts);
  });
}
