import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import { explain } from "../../lib/compile/explain.ts";
import { spec } from "../project/gen/diagnostic_example.ts";
import type { Parts } from "./compiling.ts";
import { memoryWorld } from "./memory_world.ts";

const MODEL = 'use = "openai/gpt-5.2"\n';

/** What is told of each step about where it comes from. */
async function told(settings: string, parts: Parts): Promise<readonly string[]> {
  const world = memoryWorld({ defaults: [{ name: "loom.toml", text: settings }] });
  const { plan, origins } = await compile({ name: "spec.yaml", text: spec(parts) }, world);
  assert.ok(plan);
  return explain(plan, origins).steps.flatMap(({ id, details }) =>
    details.filter((line) => line.includes("loom.toml")).map((line) => `${id}: ${line}`)
  );
}

Deno.test("an explanation says which model a name came to and why", async () => {
  const grade = "grade: {model: judge}";
  assert.deepEqual(await told(`[models.judge]\n${MODEL}`, { grade }), ["grade: judge stands in loom.toml"]);
  assert.deepEqual(await told(`[models.gpt]\n${MODEL}roles = "judge"\n`, { grade }), [
    "grade: judge is a role of gpt in loom.toml",
  ]);
  const two = (tiers: readonly [string, string]) =>
    `[models.a]\n${MODEL}roles = "judge"\n${tiers[0]}\n[models.b]\n${MODEL}roles = "judge"\n${tiers[1]}\n`;
  assert.deepEqual(await told(two(["tier = 2", "tier = 1"]), { grade }), [
    "grade: judge is a role of b, a in loom.toml: b is taken, the one of the lowest tier",
  ]);
  assert.deepEqual(await told(two(["", ""]), { grade }), [
    "grade: judge is a role of a, b in loom.toml: a is taken, written first",
  ]);
});

Deno.test("a model that makes candidates and grades them is told with both", async () => {
  const settings = '[models.base]\nuse = "ngram/builtin"\n';
  assert.deepEqual(
    await told(settings, { expand: "expand: {model: base}", grade: "grade: {model: base, mode: logprob}" }),
    ["expand: base stands in loom.toml", "grade: base stands in loom.toml"],
  );
});

Deno.test("an explanation says which default came from where", async () => {
  const settings = '[defaults]\nsave = "a.txt"\nbudget = { calls = 99 }\n';
  assert.deepEqual(await told(settings, {}), [
    "select: where it is saved is said in loom.toml, for the spec does not say it",
    "stop: the budget is that of loom.toml, for the spec has none",
  ]);
  assert.deepEqual(await told(settings, { more: "budget: {calls: 9}\nsave: b.txt" }), []);
});
