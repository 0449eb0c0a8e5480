import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import { planHash } from "../../lib/plan/codec.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import { findIn, found, planOf, planOfText, shown } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

Deno.test("a spec of four lines is a plan with every default in it", async () => {
  const plan = await planOf({});
  assert.equal(plan.name, "spec");
  assert.equal(plan.program, "autoloom@1");
  assert.deepEqual(plan.start, { from: "text", text: "It began with" });
  assert.deepEqual(plan.expand, {
    by: [{ model: "ngram/builtin", width: 5 }],
    maxTokens: "128",
    sampling: {},
    extra: {},
    context: { tail: 8_000 },
    stop: [],
  });
  assert.deepEqual(plan.grade, { by: "expression", expression: "novelty(candidate.text)" });
  assert.deepEqual(plan.select, { keep: 1 });
  assert.deepEqual(plan.stop, { stop: "any", of: [{ stop: "depth", depth: 8 }, { stop: "blank", rounds: 3 }] });
  assert.deepEqual(plan.budget, {});
  assert.deepEqual(plan.outputs, {});
  assert.deepEqual(plan.permissions, { read: [], write: [], net: [], run: [], env: [] });
  assert.equal(plan.durability, "normal");
  assert.ok(!("save" in plan) && !("veto" in plan.select));
});

Deno.test("everything that is wrong is told at once, each in its place, in the order of the text", async () => {
  const text = `loom: 1
kind: autoloom
nmae: x
inputs: {seed: {type: txt, default: 1}, n: {type: int, default: many}}
models: {base: {use: ngram/builtin, ordr: 4}, judge: {use: openai/gpt-5.2, emulate: off}}
start: \${{ inputs.seed }} \${{ inputs.sed }}
expand:
  model: [bas, judge]
  max_tokens: 128 +
  sampling: {temperature: "lerp(0, 1, tt)", min_p: 2}
grade: {model: base, ask: {file: ask.md}}
stop: {done: scor > 1, repeats: none}
save: /tmp/x
`;
  const diagnostics = await findIn(text, memoryWorld({ files: { "ask.md": "Which of ${{ m }}?" } }));
  const here = diagnostics.filter(({ source }) => source.name === "spec.yaml");
  assert.deepEqual(here.map(shown), [
    ["unknown-key", "nmae"],
    ["bad-shape", "txt"],
    ["wrong-default", "many"],
    ["bad-model", "ordr"],
    ["unknown-field", "sed"],
    ["unknown-model", "bas"],
    ["cannot-continue", "judge"],
    ["expression-syntax", ""],
    ["unknown-name", "tt"],
    ["wrong-value", "2"],
    ["unknown-name", "scor"],
    ["wrong-value", "none"],
    ["bad-save-path", "/tmp/x"],
  ]);
  const there = diagnostics.filter(({ source }) => source.name === "ask.md");
  assert.deepEqual(there.map(shown), [["unknown-name", "m"]]);
});

Deno.test("one mistake is told once: what follows from it is not", async () => {
  assert.deepEqual(await found({ stop: "stop: {depth: many}" }), [["wrong-value", "many"]]);
  assert.deepEqual(await found({ stop: "stop: [1]" }), [["wrong-value", "[1]"]]);
  assert.deepEqual(await found({ stop: "", more: "budget: {usd: much}" }), [["wrong-value", "much"]]);
  assert.deepEqual(await found({ expand: "expand: 5" }), [["wrong-value", "5"]]);
  assert.deepEqual(await found({ expand: "expand: {model: base}", more: "models: {base: 7}" }), [["wrong-value", "7"]]);
  assert.deepEqual(await found({ expand: "expand: {model: base}", more: "models: 7" }), [["wrong-value", "7"]]);
  assert.deepEqual(await found({ grade: "grade: {by: [1]}" }), [["wrong-value", "[1]"]]);
  assert.deepEqual(await found({ start: "start: ${{ inputs.n + 1 }}", more: "inputs: {n: intt}" }), [[
    "bad-shape",
    "intt",
  ]]);
  assert.deepEqual(await found({ expand: "expand: {model: ngram/builtin, width: 0}", grade: "" }), [[
    "wrong-value",
    "0",
  ]]);
  assert.deepEqual(await found({ start: "", more: "models: {base: {use: *x}}" }), [
    ["missing-key", "loom"],
    ["unknown-alias", "*x"],
  ]);
});

Deno.test("a spec that says no name has that of its file", async () => {
  const name = async (file: string) => (await planOfText(spec({}), memoryWorld(), file)).name;
  assert.equal(await name("specs/lighthouse.yaml"), "lighthouse");
  assert.equal(await name("a b(2).yml"), "a-b-2");
  assert.equal(await name("<stdin>"), "stdin");
  assert.equal(await name("日記.yaml"), "日記");
  assert.equal(await name("---.yaml"), "spec");
  assert.equal((await planOf({ more: "name: x.1" })).name, "x.1");
  assert.deepEqual(await found({ more: "name: a/b" }), [["wrong-value", "a/b"]]);
});

Deno.test("the same text gives the same plan, and the order of keys in a map does not matter", async () => {
  const plan = await planOf({}), again = await planOf({});
  assert.equal(planHash(plan), planHash(again));
  const turned = "stop: {depth: 8}\ngrade: {by: novelty(candidate.text)}\nkind: autoloom\nloom: 1\n" +
    "expand: {width: 5, model: ngram/builtin}\nstart: It began with\n";
  assert.equal(planHash(await planOfText(turned)), planHash(plan));
  assert.notEqual(planHash(await planOf({ stop: "stop: {depth: 9}" })), planHash(plan));
});

Deno.test("first lines for the shell and for editors are comments", async () => {
  const plan = planHash(await planOf({}));
  const toml = `#:schema x\nloom = 1\nkind = "autoloom"\nstart = "It began with"\nexpand.model = "ngram/builtin"\n` +
    `grade.by = "novelty(candidate.text)"\nstop.depth = 8\n`;
  assert.equal(planHash(await planOfText(`#!/usr/bin/env -S loom run\n${spec({})}`)), plan);
  assert.equal(planHash(await planOfText(`# yaml-language-server: $schema=x\n${spec({})}`)), plan);
  assert.equal(planHash(await planOfText(toml, memoryWorld(), "spec.toml")), plan);
  assert.equal(planHash(await planOfText(`#!/usr/bin/env -S loom run\n${toml}`, memoryWorld(), "spec.toml")), plan);
});

Deno.test("a plan is plain JSON: it reads back the same", async () => {
  const plan = await planOf({ more: "inputs: {a: {type: {b: text}, default: {b: c}}, __x: text}".replace("__x", "d") });
  assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
});

Deno.test("warnings do not stand in the way of a plan, errors do", async () => {
  const warned = await compile({ name: "a.yaml", text: spec({ more: "models: {x: ngram/builtin}" }) }, memoryWorld());
  assert.ok(warned.plan);
  assert.deepEqual(warned.diagnostics.map(({ severity }) => severity), ["warning"]);
  const failed = await compile({ name: "a.yaml", text: spec({ stop: "" }) }, memoryWorld());
  assert.ok(!("plan" in failed));
});

Deno.test("a spec with a thousand keys compiles, and so does one with a thousand mistakes", async () => {
  const names = Array.from({ length: 1_000 }, (_, i) => `n${i}`);
  const inputs = `inputs:\n${names.map((name) => `  ${name}: {type: number, default: 1}\n`).join("")}`;
  const outputs = `outputs:\n${names.map((name) => `  ${name}: inputs.${name} + score\n`).join("")}`;
  const plan = await planOf({ more: inputs + outputs.trimEnd() });
  assert.equal(Object.keys(plan.outputs).length, 1_000);
  const diagnostics = await findIn(
    spec({ more: `outputs:\n${names.map((name) => `  ${name}: missing\n`).join("")}`.trimEnd() }),
  );
  assert.equal(diagnostics.length, 201);
  assert.equal(diagnostics.filter(({ code }) => code === "too-many-problems").length, 1);
});
