import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import type { Source } from "../../lib/text/source.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import type { Parts } from "./compiling.ts";
import { findIn, found, planOf, shown } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

const HOME: Source = {
  name: "loom.toml",
  text: '[defaults]\nsave = "texts/${{ spec.name }}.txt"\n[defaults.budget]\nusd = 1.5\nwall = "1h"\n',
};

const WORLD = memoryWorld({ defaults: [HOME] });

function worldWith(...texts: readonly string[]): typeof WORLD {
  return memoryWorld({ defaults: texts.map((text, i) => ({ name: `${i || ""}loom.toml`, text })) });
}

Deno.test("a spec without a budget has that of the loom.toml, and one with a budget has its own alone", async () => {
  assert.deepEqual((await planOf({}, WORLD)).budget, { usd: 1.5e9, wall: 3_600_000 });
  assert.deepEqual((await planOf({ more: "budget: {calls: 9}" }, WORLD)).budget, { calls: 9 });
  assert.deepEqual((await planOf({ more: "budget: {}" }, WORLD)).budget, {});
});

Deno.test("the nearest loom.toml with a budget has it, as a whole", async () => {
  const near = "[defaults.budget]\ncalls = 7\n";
  assert.deepEqual((await planOf({}, worldWith(near, HOME.text))).budget, { calls: 7 });
  assert.deepEqual((await planOf({}, worldWith("[models]\n", HOME.text))).budget, { usd: 1.5e9, wall: 3_600_000 });
});

Deno.test("a spec that does not say where its text is saved has it saved where the loom.toml says", async () => {
  assert.equal((await planOf({}, WORLD)).save, "texts/${{ spec.name }}.txt");
  assert.equal((await planOf({ more: "save: own.txt" }, WORLD)).save, "own.txt");
  assert.equal((await planOf({})).save, undefined);
});

Deno.test("a budget of the loom.toml ends a spec that has no end of its own", async () => {
  assert.deepEqual(await found({ stop: "" }), [["endless", "kind"]]);
  assert.deepEqual(await found({ stop: "" }, worldWith("[defaults.budget]\ncalls = 99\n")), []);
  assert.deepEqual(await found({ stop: "" }, worldWith("[defaults.budget]\nusd = 1\n")), [["may-not-end", "kind"]]);
});

Deno.test("what is wrong with a default is told where it is written", async () => {
  const at = async (text: string, parts: Parts = {}) =>
    (await findIn(spec(parts), worldWith(text))).map((one) => [one.source.name, ...shown(one)]);
  assert.deepEqual(await at("[defaults.budget]\nuds = 1\n"), [["loom.toml", "unknown-key", "uds"]]);
  assert.deepEqual(await at("[defaults]\nsvae = 'x'\n"), [["loom.toml", "unknown-key", "svae"]]);
  assert.deepEqual(await at("[default]\n"), [["loom.toml", "unknown-key", "default"]]);
  assert.deepEqual(await at("defaults = 3\n"), [["loom.toml", "wrong-value", "3"]]);
  assert.deepEqual(await at("[defaults.budget]\nwall = 'soon'\n", { stop: "" }), [
    ["loom.toml", "bad-duration", "'soon'"],
  ]);
  assert.deepEqual(await at("[defaults]\nsave = '../x.txt'\n"), [["loom.toml", "bad-save-path", "../x.txt"]]);
  assert.deepEqual(await at("[defaults]\nsave = 'a-${{ inputs.seed }}'\n"), [["loom.toml", "unknown-field", "seed"]]);
});

Deno.test("a default that is too little for the first round is warned of where it is written", async () => {
  const [problem, ...rest] = await findIn(
    spec({ expand: "expand: {model: openai/davinci}" }),
    worldWith("[defaults.budget]\nusd = 0.01\n"),
  );
  assert.deepEqual([problem!.source.name, ...shown(problem!), rest.length], ["loom.toml", "small-budget", "0.01", 0]);
});

Deno.test("a default in dollars needs every price, and says whose it is and how to do without it", async () => {
  const expand = "expand: {model: openai/unpriced-base}";
  const [problem] = await findIn(spec({ expand }), WORLD);
  assert.deepEqual([problem!.source.name, ...shown(problem!)], ["spec.yaml", "unpriced", "openai/unpriced-base"]);
  assert.match(problem!.message, /so the budget in dollars of loom\.toml cannot hold$/);
  assert.match(problem!.hint!, /give the spec a `budget` of its own, of `tokens` or `calls`$/);
  assert.deepEqual(await found({ expand, more: "budget: {calls: 99}" }, WORLD), []);
});

Deno.test("an imported spec spends and saves with the one that imports it", async () => {
  const world = memoryWorld({ files: { "part.yaml": spec({}) }, defaults: [HOME] });
  const { budget, save, imports: { part } } = await planOf({ more: "import: {part: part.yaml}" }, world);
  assert.deepEqual([budget.usd, save], [1.5e9, "texts/${{ spec.name }}.txt"]);
  assert.deepEqual([part!.budget, part!.save], [{}, undefined]);
});

Deno.test("which loom.toml stood in for a spec is told", async () => {
  const originsOf = async (parts: Parts) => (await compile({ name: "spec.yaml", text: spec(parts) }, WORLD)).origins;
  assert.deepEqual(await originsOf({}), [
    { of: "budget", source: "loom.toml" },
    { of: "save", source: "loom.toml" },
  ]);
  assert.deepEqual(await originsOf({ more: "budget: {calls: 9}\nsave: a.txt" }), []);
});

Deno.test("a loom.toml that is no text is told for every spec", async () => {
  const [unread] = await findIn("loom: 2\n");
  const { plan, diagnostics } = await compile({ name: "spec.yaml", text: spec({}) }, { ...WORLD, unread: [unread!] });
  assert.equal(plan, undefined);
  assert.deepEqual(diagnostics, [unread]);
});
