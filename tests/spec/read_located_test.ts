import assert from "node:assert/strict";
import fc from "../properties.ts";
import { stringify as toToml } from "smol-toml";
import { stringify as toYaml } from "yaml";
import type { Located } from "../../lib/spec/located.ts";
import { plain } from "../../lib/spec/located.ts";
import { languageOf, readLocated } from "../../lib/spec/read_located.ts";
import { MAX_DEPTH, MAX_VALUES } from "../../lib/spec/read_limits.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";
import { render } from "../../lib/text/render.ts";

interface Reading {
  readonly located: Located | undefined;
  readonly found: readonly Diagnostic[];
}

async function read(name: string, text: string): Promise<Reading> {
  const found: Diagnostic[] = [], source = { name, text };
  return { located: await readLocated(source, reportInto(found, source)), found };
}

async function codes(name: string, text: string): Promise<readonly string[]> {
  return (await read(name, text)).found.map(({ code }) => code);
}

Deno.test("the end of a file's name says its language, and otherwise its first line does", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a.yaml", "[x]\n", "yaml"],
    ["a.YML", "a = 1\n", "yaml"],
    ["a.toml", "a: 1\n", "toml"],
    ["<stdin>", "loom: 1\n", "yaml"],
    ["<stdin>", "#!/usr/bin/env -S loom run\n# note\n\nloom = 1\n", "toml"],
    ["<stdin>", "#!/usr/bin/env -S loom run\nloom: 1\n", "yaml"],
    ["run", "[models.base]\nuse = 'x'\n", "toml"],
    ["run", "[[tasks]]   # the first\n", "toml"],
    ["run", "models.\"b c\".use = 'x'\n", "toml"],
    ["run", "#:schema loom.json\n", "toml"],
    ["run", "prompt: a = b\n", "yaml"],
    ["run", "'a b': = 1\n", "yaml"],
    ["run", '{"loom": 1}\n', "yaml"],
    ["run", "", "yaml"],
  ];
  for (const [name, text, language] of cases) assert.equal(languageOf({ name, text }), language, `${name}: ${text}`);
});

Deno.test("a first line that starts with `#!` is a comment in both languages", async () => {
  const yaml = await read("a.yaml", "#!/usr/bin/env -S loom run\nloom: 1\n");
  const toml = await read("a.toml", "#!/usr/bin/env -S loom run\nloom = 1\n");
  for (const { located, found } of [yaml, toml]) {
    assert.deepEqual(found, []);
    assert.deepEqual({ ...plain(located!) as object }, { loom: 1 });
  }
});

Deno.test("a file that is empty or holds nothing but comments is said to be so", async () => {
  for (const name of ["a.yaml", "a.toml", "<stdin>"]) {
    for (const text of ["", "  \n\t\r\n", "# only\n\n   # comments", "#!/usr/bin/env loom\n"]) {
      const { located, found } = await read(name, text);
      assert.equal(located, undefined);
      assert.deepEqual(found.map(({ code }) => code), ["empty-file"], `${name} ${JSON.stringify(text)}`);
      assert.match(found[0]!.message, text.includes("#") ? /nothing but comments/ : /is empty/);
    }
  }
});

Deno.test("a text longer than the limit is refused before it is read", async () => {
  const bomb = `a: &a [${"x, ".repeat(20)}]\n`.repeat(10_000_000 / 64);
  assert.deepEqual(await codes("a.yaml", bomb), ["too-large"]);
  assert.deepEqual(await codes("a.toml", `a = "${"é".repeat(2_000_000)}"\n`), ["too-large"]);
});

Deno.test("nesting without an end is one clear diagnostic in both languages", async () => {
  for (const open of ["[", "{", "- ", "a:\n "]) {
    assert.deepEqual(await codes("a.yaml", open === "a:\n " ? nestedMaps(400) : open.repeat(100_000)), ["too-deep"]);
  }
  assert.deepEqual(await codes("a.toml", `a = ${"[".repeat(100_000)}`), ["too-deep"]);
  assert.deepEqual(await codes("a.toml", `${Array(1_000).fill("a").join(".")} = 1`), ["too-deep"]);
  assert.deepEqual(await codes("a.toml", `[${Array(1_000).fill("a").join(".")}]`), ["too-deep"]);
});

function nestedMaps(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}k:\n`).join("");
}

Deno.test("nesting up to the limit is read in both languages", async () => {
  const deep = MAX_DEPTH - 1;
  for (const [name, mark] of [["a.yaml", ":"], ["a.toml", " ="]]) {
    const { located, found } = await read(name!, `a${mark} ${"[".repeat(deep)}1${"]".repeat(deep)}`);
    assert.deepEqual(found, []);
    assert.match(JSON.stringify(plain(located!)), /\[1\]/);
    assert.deepEqual(await codes(name!, `a${mark} ${"[".repeat(deep + 1)}1${"]".repeat(deep + 1)}`), ["too-deep"]);
  }
});

Deno.test("more values than the limit are refused, written out or by aliases", async () => {
  const many = Array(MAX_VALUES + 1).fill("1").join(",");
  assert.deepEqual(await codes("a.yaml", `a: [${many}]`), ["too-many-values"]);
  assert.deepEqual(await codes("a.toml", `a = [${many}]`), ["too-many-values"]);
  const levels = "bcdefghi".split("").map((name, i) => `${name}: &${name} [${`*${"abcdefgh"[i]},`.repeat(9)}]\n`);
  assert.deepEqual(await codes("a.yaml", `a: &a [1,1,1,1,1,1,1,1,1]\n${levels.join("")}z: *i\n`), ["too-many-values"]);
});

Deno.test("a long text is read in both languages", async () => {
  const long = "word ".repeat(100_000);
  for (
    const [name, text] of [["a.yaml", `a: "${long}"`], ["a.toml", `a = """${long}"""`], ["b.toml", `a = '${long}'`]]
  ) {
    const { located, found } = await read(name!, text!);
    assert.deepEqual(found, []);
    assert.deepEqual({ ...plain(located!) as object }, { a: long });
  }
});

Deno.test("a hostile text is reported a few hundred times at most", async () => {
  assert.equal((await codes("a.yaml", "a: 1\n".repeat(5_000))).length, 200);
});

const key = fc.oneof(
  fc.constantFrom("loom", "a b", "__proto__", "constructor", "", "1", "true", "#x", "é.漢"),
  fc.string(),
);
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "${{ inputs.seed }}",
    "lerp(0.7, 1.3, t)",
    "a: b",
    "- x",
    "yes",
    "null",
    "1.0",
    "0x1f",
    "2024-01-01",
    " a\n  b\n\n",
  ),
  fc.array(fc.string({ maxLength: 12 }), { maxLength: 5 }).map((lines) => lines.join("\n")),
);
const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value))
  .map((value) => value || 0);

const { value: anyValue } = fc.letrec<{ value: unknown; map: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    number,
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("map"),
  ),
  map: fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: false }),
}));
const spec = fc.dictionary(key.filter((name) => name !== "<<"), anyValue, { minKeys: 1, maxKeys: 6 });

Deno.test("the same value written as YAML and as TOML reads the same", async () => {
  await fc.assert(
    fc.asyncProperty(spec, async (value) => {
      // A merge key in quotes is a key, but the writer leaves the quotes out.
      fc.pre(!JSON.stringify(value).includes('"<<":'));
      const yaml = await read("a.yaml", toYaml(value)), toml = await read("a.toml", toToml(value));
      assert.deepEqual([yaml.found, toml.found], [[], []]);
      const expected = sorted(JSON.parse(JSON.stringify(value)));
      assert.equal(sorted(plain(yaml.located!)), expected);
      assert.equal(sorted(plain(toml.located!)), expected);
    }),
    { numRuns: 400, seed: 11 },
  );
});

/** A text that is the same for the same value: keys sorted, whatever their prototypes. */
function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1);
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${sorted(inner)}`).join(",")}}`;
}

const SEEDS: readonly (readonly [string, string])[] = [
  [
    "a.yaml",
    `#!/usr/bin/env -S loom run
loom: 1
kind: refine   # a comment
models:
  writer: &w {use: openai/gpt-5.2, temperature: 0.7}
  judge: *w
start: \${{ inputs.draft }}
propose:
  prompt: |
    Rewrite: \${{ last.feedback }}
    ---
      \${{ best.text }}
  note: >-
    folded
    text

    here
score: {gates: {short: "size(candidate.text) <= 1200"}, total: 'it''s "x"'}
list:
  - one
  - [2, 3.5, true, null, ~]
  - "esc\\taped \\u00e9"
`,
  ],
  [
    "a.toml",
    `#!/usr/bin/env -S loom run
loom = 1
kind = "refine" # a comment
start = '\${{ inputs.draft }}'
[models.writer]
use = "openai/gpt-5.2"
temperature = 0.7
since = 1979-05-27T07:32:00Z
[propose]
prompt = """
Rewrite: \${{ last.feedback }} \\
   and so on
"""
note = '''
literal'''
[[tasks]]
list = [1, 2.5, "x", {a.b = true, c = [0x1f, 1_000]}]
[[tasks]]
"quoted key".more = "esc\\taped \\u00e9"
`,
  ],
];

const NOISE = [
  ..."[]{}:,-?&*!|>'\"%@`#=.\\ \t\n\r",
  ...[
    "\r\n",
    "  ",
    "---",
    "...",
    "<<: *w",
    "${{",
    "}}",
    "'''",
    '"""',
    "\\u",
    "\\",
    "é",
    "\u{1f600}",
    "\ud800",
    "\0",
    "\x1b",
  ],
  ...[
    "1e999",
    "0x",
    "*w",
    "&w",
    "!!int",
    "\ufeff",
    "\u2028",
    "- ",
    "a: ",
    "a = ",
    "[[",
    "]]",
    "|2",
    ">+",
    "99999999999999999999",
  ],
];

/** A stream of numbers from 0 up to 1 that is the same every time. */
function* chances(seed: number): Generator<number, never> {
  for (let state = seed;;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

function mutated(text: string, chance: () => number): string {
  let result = text;
  for (let times = 1 + Math.floor(chance() * 4); times > 0; times--) {
    const at = Math.floor(chance() * result.length), length = Math.floor(chance() * 12);
    const noise = NOISE[Math.floor(chance() * NOISE.length)]!;
    const cut = result.slice(at, at + length), act = chance();
    if (act < 0.5) result = result.slice(0, at) + noise + result.slice(at);
    else if (act < 0.7) result = result.slice(0, at) + result.slice(at + length);
    else if (act < 0.9) result = result.slice(0, at) + noise + result.slice(at + length);
    else result = result.slice(0, at) + cut + cut + result.slice(at);
  }
  return result;
}

function* spansOf(located: Located): Generator<readonly [number, number]> {
  yield [located.span.start, located.span.end];
  if (located.kind === "list") { for (const item of located.items) yield* spansOf(item); }
  if (located.kind !== "map") return;
  for (const { keySpan, value } of located.entries) {
    yield [keySpan.start, keySpan.end];
    yield* spansOf(value);
  }
}

Deno.test("no text makes the readers throw: what they cannot read is reported, inside the text and safe to print", async () => {
  const numbers = chances(20), chance = () => numbers.next().value;
  for (let round = 0; round < 5_000; round++) {
    const [name, seed] = SEEDS[round % SEEDS.length]!;
    const text = mutated(seed, chance);
    const { located, found } = await read(name, text);
    assert.ok(located !== undefined || found.length > 0, JSON.stringify(text));
    const spans = [...found.map(({ span }) => [span.start, span.end] as const), ...located ? spansOf(located) : []];
    for (const [start, end] of spans) {
      assert.ok(0 <= start && start <= end && end <= text.length, `${start}-${end} in ${JSON.stringify(text)}`);
    }
    for (const { message, hint = "" } of found) assert.doesNotMatch(`${message} ${hint}`, /undefined|NaN|\[object/);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(render(found, { format: "human", colour: false, width: 80 }), /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  }
});
