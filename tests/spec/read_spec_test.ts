import assert from "node:assert/strict";
import { readDefaults, readSpec } from "../../lib/spec/read_spec.ts";
import type { Diagnostic } from "../../lib/text/diagnostic.ts";
import { reportInto } from "../../lib/text/diagnostic.ts";

const HEAD = "loom: 1\nkind: autoloom\nstart: x\nexpand: {model: m}\n";

async function read(text: string, name = "a.yaml"): Promise<readonly [unknown, readonly Diagnostic[]]> {
  const found: Diagnostic[] = [], source = { name, text }, spec = await readSpec(source, reportInto(found, source));
  return [spec?.value, found];
}

/** What is said of a spec with this besides: the text pointed at, and the sentence. */
async function said(more: string, head = HEAD): Promise<readonly string[]> {
  const [, found] = await read(head + more);
  return found.map(({ source, span, message }) => `${source.text.slice(span.start, span.end)} | ${message}`);
}

Deno.test("a spec is given back as it is written, without what is wrong", async () => {
  const [value] = await read(
    `${HEAD}budget: {wall: 10x, calls: 3}\ngrade: {model: 5, mode: score}\nsave: [1]\nextra: 1\nstop: {all: [{depth: x}, {depth: 2}]}\n`,
  );
  assert.deepEqual(JSON.parse(JSON.stringify(value)), {
    loom: 1,
    kind: "autoloom",
    start: "x",
    expand: { model: "m" },
    budget: { calls: 3 },
    grade: { mode: "score" },
    stop: { all: [{}, { depth: 2 }] },
  });
});

Deno.test("a value where several forms are allowed is held to the one that was meant", async () => {
  assert.deepEqual(await said("grade: {modle: j}"), ["modle | unknown key `modle`"]);
  assert.deepEqual(await said("grade: {model: j, mode: chose}"), [
    "chose | `mode` must be `choose`, `score` or `logprob`, not `chose`",
  ]);
  assert.deepEqual(await said("grade: {mode: score}"), ["grade | `grade` needs `model`"]);
  assert.deepEqual(await said("grade: 5"), ["5 | `grade` must be a map with `model` or `by`, not `5`"]);
  assert.deepEqual(await said("grade: {}"), ["{} | `grade` must be a map with `model` or `by`, not an empty map"]);
  assert.deepEqual(await said("grade: {by: x, model: y}"), ["by | `by` has no place beside `model`"]);
  assert.deepEqual(await said("grade: {by: {scrpt: x}}"), ["scrpt | unknown key `scrpt`"]);
  assert.deepEqual(await said("grade: {by: 5}"), [
    "5 | `by` must be an expression, or `{script: ./score.ts}`, not `5`",
  ]);
  assert.deepEqual(await said("stop: always"), [
    "always | `stop` must be `never`, or a map of conditions such as `{depth: 40}`, not `always`",
  ]);
  assert.deepEqual(await said("models: {m: {us: a/b}}"), ["m | `m` needs `use`"]);
  assert.deepEqual(await said("models: {m: {use: a/b, key: {evn: X}}}"), ["evn | unknown key `evn`"]);
  assert.deepEqual(await said("models: {m: {use: a/b, key: {env: X, key: y}}}"), [
    "key | `key` has no place beside `env`",
  ]);
  assert.deepEqual(await said("models: {m: {use: a/b, context: {head: 1k}}}"), [
    "{head: 1k} | `context` must be a number of tokens such as `800` or `8k`, not a map with 1 key",
  ]);
});

const start = "loom: 1\nkind: autoloom\nexpand: {model: m}\n";

Deno.test("a start, a window and a list of models are told apart by their form", async () => {
  assert.deepEqual(await said("start: {fiel: x}", start), ["fiel | unknown key `fiel`"]);
  assert.deepEqual(await said("start: {file: x, document: y}", start), [
    "document | `document` has no place beside `file`",
  ]);
  assert.deepEqual(await said("start: [x]", start), [
    "[x] | `start` must be a text, `{file: path}` or `{document: NAME@NODE}`, not a list of 1 item",
  ]);
  const expand = async (rest: string) => await said(`expand: {${rest}}`, "loom: 1\nkind: autoloom\nstart: x\n");
  assert.deepEqual(await expand("model: m, context: {head: 1k}"), ["context | `context` needs `tail`"]);
  assert.deepEqual(await expand("model: m, context: {head: 1q, tail: 1k}"), [
    "1q | Cannot read the size `1q`: expected a number of tokens such as `800` or `8k`",
  ]);
  assert.deepEqual(await expand("model: [m, {width: 2}]"), ["{width: 2} | item 2 of `model` needs `model`"]);
  assert.deepEqual(await expand("model: [m, 5]"), [
    "5 | item 2 of `model` must be the name of a model, or `{model: …, width: …}`, not `5`",
  ]);
  assert.deepEqual(await expand("model: []"), ["[] | `model` must be at least one model, not an empty list"]);
  assert.deepEqual(await expand("model: m, sampling: {temperature: [1]}"), [
    "[1] | `temperature` must be a number, 0 or more, or an expression, not a list of 1 item",
  ]);
  assert.deepEqual(await expand("model: m, max_tokens: 0"), [
    "0 | `max_tokens` must be a whole number from 1 to 1,000,000, or an expression, not `0`",
  ]);
});

Deno.test("what a spec cannot do without is missed where it should stand", async () => {
  assert.deepEqual(await said("", "loom: 1\nkind: autoloom\n"), [
    "loom | the spec needs `start`",
    "loom | the spec needs `expand`",
  ]);
  assert.deepEqual(await said("", "kind: autoloom\nstart: x\nexpand: {model: m}\n"), ["kind | the spec needs `loom`"]);
  assert.deepEqual(await said("", "loom: 1\n"), ["loom | the spec needs `kind`"]);
  assert.deepEqual(await said("models: {m: {use: a/b, price: {input: 1}}}"), ["price | `price` needs `output`"]);
});

Deno.test("the version and the kind decide alone whether the rest can be read", async () => {
  assert.deepEqual(await said("foo: 1\n", "loom: 2\nkind: autoloom\n"), [
    "2 | `loom` must be 1, the one version of the language there is, not `2`",
  ]);
  assert.deepEqual(await said("foo: 1\n", 'loom: "1"\nkind: autoloom\n'), [
    '"1" | `loom` must be 1, the one version of the language there is, not `"1"`',
  ]);
  assert.deepEqual(await said("foo: 1\n", "loom: 1\nkind: proces\n"), ["proces | unknown kind `proces`"]);
  assert.deepEqual(await said("foo: 1\n", "loom: 1\nkind: [autoloom]\n"), [
    "[autoloom] | unknown kind a list of 1 item",
  ]);
  assert.deepEqual(
    await said("", "- a\n"),
    ["- a\n | a spec is a map of keys, not a list"].map((line) => line.replace("\n", "")),
  );
});

Deno.test("durations, sizes, times and names each say what they look like", async () => {
  for (const wall of ["10", "10x", "1m1h", "-5s", "1 h", "0s"]) {
    assert.match((await said(`budget: {wall: "${wall}"}`))[0]!, /Cannot read the duration/, wall);
  }
  assert.match((await said("budget: {wall: 10}"))[0]!, /Cannot read the duration `10`/);
  for (const tokens of ["8q", "k", "-1", "0k", "1e3"]) {
    assert.match((await said(`budget: {tokens: "${tokens}"}`))[0]!, /Cannot read the size/, tokens);
  }
  for (const deadline of ["2031-03-01", "2031-03-01T18:00:00", "2031-13-01T18:00:00Z", "tomorrow"]) {
    assert.match((await said(`budget: {deadline: "${deadline}"}`))[0]!, /Cannot read the time/, deadline);
  }
  assert.deepEqual(await said("budget: {wall: 1h30m, tokens: 1.5k, deadline: 2031-03-01T18:00:00+01:00}"), []);
  for (const name of ["9a", "a b", "a.b", "__proto__", "é", "a-b"]) {
    assert.match((await said(`inputs: {"${name}": text}`))[0]!, /cannot be a name/, name);
  }
  assert.deepEqual(await said("models: {a-b: x/y}"), []);
});

Deno.test("a TOML file is held to the same schema, and points into its own text", async () => {
  const toml =
    'loom = 1\nkind = "autoloom"\nstart = "x"\n[expand]\nmodel = "m"\nwidht = 3\n[[imports]]\nname = 1\n[budget]\ndeadline = 2031-03-01T18:00:00Z\nwall = 90\n';
  const [, found] = await read(toml, "a.toml");
  assert.deepEqual(
    found.map(({ code, span }) => [code, toml.slice(span.start, span.end)]),
    [
      ["bad-duration", "90"],
      ["unknown-key", "widht"],
      ["unknown-key", "imports"],
    ].sort(([, a], [, b]) => toml.indexOf(a!) - toml.indexOf(b!)).sort((a, b) =>
      order(found, a[1]!) - order(found, b[1]!)
    ),
  );

  function order(all: readonly Diagnostic[], at: string): number {
    return all.findIndex(({ span }) => toml.slice(span.start, span.end) === at);
  }
});

Deno.test("a loom.toml holds models and defaults, passes over tables that nobody knows, and may be empty", async () => {
  const defaults = async (text: string) => {
    const found: Diagnostic[] = [], source = { name: "loom.toml", text };
    const read = await readDefaults(source, reportInto(found, source));
    return [read && JSON.parse(JSON.stringify(read.value)), found.map(({ code }) => code)] as const;
  };
  assert.deepEqual(await defaults('[models]\na = "x/y"\n'), [{ models: { a: "x/y" } }, []]);
  assert.deepEqual(await defaults(""), [undefined, []]);
  assert.deepEqual(await defaults("[models.a]\nuse = 5\n[tools]\n"), [{ models: { a: {} } }, [
    "wrong-value",
    "ignored-key",
  ]]);
  assert.deepEqual((await defaults("models = 5\n"))[1], ["wrong-value"]);
  assert.deepEqual(await defaults("[defaults]\nsave = 'a'\nstop = 1\n[defaults.budget]\nusd = 1\n"), [
    { defaults: { save: "a", budget: { usd: 1 } } },
    ["unknown-key"],
  ]);
  assert.deepEqual((await defaults('loom = 1\nkind = "autoloom"\n'))[1], ["unknown-key", "unknown-key"]);
});

Deno.test("keys that objects are born with are keys like any others", async () => {
  const [value, found] = await read(
    `${HEAD}models: {constructor: x/y, toString: {use: a/b}}\n__proto__: {a: 1}\nconstructor: 1\n`,
  );
  assert.deepEqual(found.map(({ code, message }) => [code, message]), [
    ["unknown-key", "unknown key `__proto__`"],
    ["unknown-key", "unknown key `constructor`"],
  ]);
  assert.deepEqual(Object.keys((value as { models: object }).models), ["constructor", "toString"]);
});
