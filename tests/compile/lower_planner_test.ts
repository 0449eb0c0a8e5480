import assert from "node:assert/strict";
import type { ProcessPlan } from "../../lib/plan/mod.ts";
import { processPlanOf, told } from "./processing.ts";

const LOG = "log: {command: [git, log]}";
const ROLES =
  "models: {small: {use: ollama/x, roles: [executor, extractor], tier: 1}, strong: {use: openai/gpt-5.2, roles: [executor, planner], tier: 3}, " +
  "judge: {use: openai/gpt-5.2, roles: verifier}}";

async function planOf(more: string, tasks: readonly string[] = [LOG]): Promise<ProcessPlan> {
  return await processPlanOf({ more: `${ROLES}\n${more}`, tasks });
}

Deno.test("a planner refines a graph for a goal, and its tasks are of the pattern of the spec", async () => {
  const { planner } = await planOf("goal: A letter\nplan: guided\nagent: {tools: [read_file], turns: 5}");
  const { pattern, ...rest } = planner!;
  assert.deepEqual(rest, {
    mode: "guided",
    model: "planner",
    maxTokens: 8_192,
    phases: [],
    examples: [],
    scan: [],
    most: 15,
  });
  assert.deepEqual(pattern.agents.map(({ model, ladder, turns, tools }) => [model, ladder, turns, tools]), [
    ["executor", ["executor@3"], 5, ["read_file"]],
    ["executor@3", [], 5, ["read_file"]],
    ["executor@3", [], 5, ["read_file"]],
  ]);
  const llm = { model: "verifier", maxTokens: 1_024 };
  assert.deepEqual(pattern.verify, [
    { files: true, rules: [], votes: 1 },
    { files: true, rules: [], votes: 1, llm },
    { files: true, rules: [], votes: 3, llm },
  ]);
  assert.deepEqual([pattern.attempts, pattern.timeout], [3, 600_000]);
});

Deno.test("a planner says more in full, and its words are taken as they are", async () => {
  const plan =
    "plan: {mode: suggestive, model: small, max_tasks: 4, max_tokens: 900, scan: [{files: '*.md', about: notes}, {files: [a, b]}], " +
    "guidance: 'Do not ${{ guess', examples: [{goal: A letter, tasks: [{id: write, needs: []}]}]}";
  const { planner } = await planOf(`goal: A letter\n${plan}`);
  const { pattern: _, ...rest } = planner!;
  assert.deepEqual(rest, {
    mode: "suggestive",
    model: "small",
    maxTokens: 900,
    phases: [],
    examples: [{ goal: "A letter", tasks: [{ id: "write", needs: [] }] }],
    scan: [{ patterns: ["*.md"], about: "notes" }, { patterns: ["a", "b"], about: "" }],
    guidance: "Do not ${{ guess",
    most: 4,
  });
});

Deno.test("a graph as it is written has no planner, and one that fails may be made anew", async () => {
  const { planner, replan } = await planOf("replan: {max: 1, may: [add], guidance: Ask}");
  const { pattern, ...rest } = replan!;
  assert.deepEqual([planner, rest], [undefined, {
    model: "planner",
    maxTokens: 8_192,
    max: 1,
    may: ["add"],
    guidance: "Ask",
  }]);
  assert.equal(pattern.agents[0].model, "executor");
  const again = (await planOf("replan: {}")).replan!;
  assert.deepEqual([again.max, again.may], [2, ["add", "replace"]]);
});

Deno.test("planners do the tasks that they make where nobody else is there for it", async () => {
  const { replan } = await processPlanOf({ more: "models: {m: openai/gpt-5.2}\nreplan: {model: m}", tasks: [LOG] });
  assert.deepEqual(replan!.pattern.agents.map(({ model }) => model), ["m", "m", "m"]);
  assert.deepEqual(replan!.pattern.verify.map(({ llm, votes }) => [llm, votes]), [[undefined, 1], [undefined, 1], [
    undefined,
    1,
  ]]);
});

Deno.test("what is worth remembering has types, by default four", async () => {
  const { memory } = await planOf("memory: {types: {style: How it sounds}, guidance: Little, max_tokens: 99}");
  assert.deepEqual(memory, {
    model: "extractor",
    maxTokens: 99,
    types: [{ type: "style", about: "How it sounds" }],
    guidance: "Little",
  });
  const { memory: plain } = await planOf("memory: {model: judge}");
  assert.deepEqual([plain!.model, plain!.types.map(({ type }) => type)], ["judge", [
    "decision",
    "discovery",
    "error",
    "artifact",
  ]]);
});

Deno.test("a planner needs a goal and a model", async () => {
  assert.deepEqual(await told({ more: `${ROLES}\nplan: guided`, tasks: [LOG] }), ["no-goal plan"]);
  assert.deepEqual(await told({ more: "goal: A letter\nplan: suggestive", tasks: [LOG] }), ["no-model suggestive"]);
  assert.deepEqual(await told({ more: "memory: {}", tasks: [LOG] }), ["no-model {}"]);
  const unable = await told({ more: "goal: A\nplan: {mode: guided, model: ngram/builtin}", tasks: [LOG] });
  assert.ok(unable.includes("cannot-follow ngram/builtin"));
});

Deno.test("tasks that a planner is to make may be named: nothing is known of them but that they come first", async () => {
  const parts = (mode: string) => ({
    more: `${ROLES}\ngoal: A letter\nplan: ${mode}\noutputs: {text: tasks.letter.text}`,
    tasks: [LOG, 'send: {command: [git, "${{ tasks.letter.text }}", "${{ tasks.log.stdout }}"], needs: ["seal?"]}'],
  });
  for (const mode of ["guided", "suggestive"]) {
    const { tasks } = await processPlanOf(parts(mode));
    assert.deepEqual(tasks[1]!.needs, [{ task: "seal", whatever: true }, { task: "letter" }, { task: "log" }]);
  }
  const strict = (await told(parts("strict"))).filter((one) => !one.startsWith("unused-model"));
  assert.deepEqual(
    strict,
    ["unknown-task letter", "unknown-task letter", "unknown-task seal?"].map((one) => one.replace("seal?", '"seal?"')),
  );
  const wrong = { ...parts("guided"), tasks: [LOG, 'send: {command: [git, "${{ tasks.log.stdot }}"]}'] };
  assert.deepEqual((await told(wrong)).filter((one) => !one.startsWith("unused-model")), ["unknown-field stdot"]);
});
