import assert from "node:assert/strict";
import type { Cast } from "../../lib/compile/definition_roles.ts";
import { castOf, tierOfName } from "../../lib/compile/definition_roles.ts";
import type { Defaults } from "../../lib/compile/find_entry.ts";
import { readDefaults } from "../../lib/spec/read_spec.ts";

async function settings(...texts: readonly string[]): Promise<readonly Defaults[]> {
  return await Promise.all(texts.map(async (text, i) => {
    const source = { name: `${i}/loom.toml`, text };
    return { ...(await readDefaults(source, (code) => assert.fail(code)))!, source };
  }));
}

function model(name: string, more: string): string {
  return `[models.${name}]\nuse = "ollama/${name}"\n${more}\n`;
}

function names({ planner, executors, verifier, extractor }: Cast): readonly string[] {
  return [planner, ...executors, verifier, extractor].map(({ name }) => name);
}

Deno.test("each role is played by a model that has it, the least able one that is able enough", async () => {
  const cast = castOf(
    await settings(
      model("a", 'roles = ["executor", "verifier"]\ntier = 1') + model("b", 'roles = ["executor"]\ntier = 2') +
        model("c", 'roles = ["planner", "executor"]\ntier = 3') + model("d", 'roles = "extractor"\ntier = 3'),
    ),
  );
  assert.deepEqual(names(cast!), ["c", "a", "b", "c", "a", "d"]);
  assert.deepEqual(cast!.origins.flatMap(({ parts = [] }) => parts).filter((part) => part.includes("no model")), []);
});

Deno.test("where no model is able enough the ablest is taken, and of several alike the first", async () => {
  const cast = castOf(
    await settings(model("a", 'roles = "executor"\ntier = 1') + model("b", 'roles = "executor"\ntier = 1')),
  );
  assert.deepEqual(names(cast!), Array(6).fill("a"));
});

Deno.test("a role that no model has is played by one that has another, and that is told", async () => {
  const cast = castOf(await settings(model("a", 'roles = ["executor"]') + model("b", 'roles = ["planner"]')));
  assert.deepEqual(names(cast!), ["b", "a", "a", "a", "b", "a"]);
  assert.deepEqual(cast!.origins.map(({ name, parts }) => [name, ...parts!]), [
    ["b", "planner", "verifier (no model has that role)"],
    ["a", "executor", "extractor (no model has that role)"],
  ]);
});

Deno.test("models without roles do everything, unless one has a role; a model of n-grams never does", async () => {
  const bare = await settings(model("a", "") + '[models.n]\nuse = "ngram/builtin"\n');
  assert.deepEqual(names(castOf(bare)!), Array(6).fill("a"));
  assert.equal(castOf(bare)!.origins[0]!.parts!.filter((part) => part.endsWith("has that role)")).length, 4);
  assert.deepEqual(
    names(castOf(await settings(model("a", "") + model("b", 'roles = "executor"')))!),
    Array(6).fill("b"),
  );
  assert.equal(castOf(await settings(model("a", 'roles = "judge"'))), undefined);
  assert.equal(castOf(await settings('[models.n]\nuse = "ngram/builtin"\n')), undefined);
  assert.equal(castOf([]), undefined);
});

Deno.test("the nearest loom.toml with a role has it, and a name hides the same name in those after it", async () => {
  const near = model("a", 'roles = "planner"'),
    far = model("a", 'roles = "executor"') + model("b", 'roles = "executor"');
  assert.deepEqual(names(castOf(await settings(near, far))!), ["a", "b", "b", "b", "a", "b"]);
});

Deno.test("the tier of a model that names none is that of its size", () => {
  const tiers: readonly (readonly [string, number])[] = [
    ["ollama/qwen3:8b", 1],
    ["ollama/qwen3:14b", 2],
    ["ollama/qwen3:30b-a3b", 2],
    ["openai/qwen2.5-72b-instruct", 3],
    ["ollama/mixtral:8x22b", 2],
    ["ollama/gemma3:12b", 1],
    ["openai/mistral-large", 3],
    ["openai/mistral-medium-2505", 2],
    ["openai/gpt-5.2", 1],
    ["ollama/qwen3:0.6b", 1],
  ];
  for (const [name, tier] of tiers) assert.equal(tierOfName(name), tier, name);
});
