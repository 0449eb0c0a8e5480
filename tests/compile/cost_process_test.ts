import assert from "node:assert/strict";
import { bound } from "../../lib/compile/cost.ts";
import type { CostBound } from "../../lib/compile/cost.ts";
import { renderCost } from "../../lib/compile/cost_table.ts";
import { FULL } from "./process_specs.ts";
import type { ProcessParts } from "./processing.ts";
import { processPlanOf, processPlanOfText, told } from "./processing.ts";

const MODELS =
  "models: {m: openai/gpt-5.2, j: {use: openai/other, price: {input: 1, output: 2}, context: 8k}, f: {use: ollama/x}}";

async function boundOf({ more = "", tasks }: Partial<ProcessParts> & Pick<ProcessParts, "tasks">): Promise<CostBound> {
  return bound(await processPlanOf({ more: `${MODELS}\n${more}`, tasks }));
}

function calls({ steps }: CostBound): readonly string[] {
  return steps.map(({ step, task = "", model, round }) => `${step} ${task} ${model} ${round.calls}`);
}

Deno.test("a task costs its attempts, each with all its turns, each as long as it may be", async () => {
  const cost = await boundOf({
    tasks: [
      "a: {agent: {model: m, prompt: x, turns: 5, max_tokens: 100, context: 2k}, attempts: 2}",
      "b: {command: [git]}",
    ],
  });
  assert.deepEqual(calls(cost), ["task a m 10"]);
  assert.deepEqual([cost.round.output, cost.rounds, cost.total], [1_000, 1, cost.round]);
  assert.equal(cost.round.input, 10 * (2_000 + 1_200));
  assert.equal(cost.round.usd, cost.steps[0]!.round.usd);
  const whole = await boundOf({ tasks: ["a: {agent: {model: m, prompt: x, turns: 1}}"] });
  assert.equal(whole.round.input, 128_000);
});

Deno.test("attempts are made by the models that take over, each in its turn", async () => {
  const cost = await boundOf({ tasks: ["a: {agent: {model: m, prompt: x, turns: 1, escalate: [f, j]}, attempts: 6}"] });
  assert.deepEqual(calls(cost), ["task a m 2", "task a f 1", "task a j 3"]);
  assert.deepEqual(cost.models.map(({ model, price, total }) => [model, price, total!.calls]), [
    ["m", "priced", 2],
    ["f", "free", 1],
    ["j", "priced", 3],
  ]);
});

Deno.test("votes, planners and what is remembered are counted, each with the answers that cannot be used", async () => {
  const cost = await boundOf({
    more: "memory: {model: f}\ngoal: A\nplan: {mode: guided, model: m, max_tasks: 4}\nagent: {model: f, turns: 2}",
    tasks: ["a: {generate: {model: m, prompt: Say it, max_tokens: 9}, verify: {llm: j, votes: 3, attempts: 2}}"],
  });
  assert.deepEqual(calls(cost), [
    "task a m 2",
    "verify a j 12",
    "remember a f 2",
    "plan  m 2",
    "planned  f 24",
  ]);
});

Deno.test("a single answer is shown what its prompt says, where that is known", async () => {
  const input = async (prompt: string, more = "") =>
    (await boundOf({
      more,
      tasks: ["x: {generate: {model: m, prompt: y, max_tokens: 7}}", `a: {generate: {model: m, prompt: "${prompt}"}}`],
    })).steps[1]!.round.input;
  assert.equal(await input("Say it"), 6 + 1_200);
  assert.equal(await input("${{ tasks.x.text }}"), 14 + 1_200);
  assert.equal(await input("${{ inputs.a }}", "inputs: {a: {type: text, default: abc}}"), 3 + 1_200);
  assert.equal(await input("${{ inputs.a }}", "inputs: {a: text}"), 128_000);
});

Deno.test("what is done for each item of a list is told of one item, and no sum is made of it", async () => {
  const cost = await boundOf({
    more: "inputs: {xs: list(int)}",
    tasks: ["a: {each: inputs.xs, generate: {model: m, prompt: x}}"],
  });
  assert.deepEqual([cost.steps[0]!.round.calls, cost.round.calls, cost.round.usd], [1, null, null]);
  const table = renderCost(cost);
  assert.match(table, /^a with m, for one item +1 /m);
  assert.match(table, /`a` is done once for each item of `inputs\.xs`: how many there are is not known before the run/);
});

Deno.test("what agents hand on is counted with all that they may, and what a new graph takes is said not to be known", async () => {
  const cost = await boundOf({
    more: "replan: {model: m, max: 1}\nagent: {model: m}",
    tasks: [
      "a: {agent: {model: m, prompt: x, tools: [delegate_task]}}",
      "b: {agent: {model: m, prompt: x, tools: [delegate_task], depth: 0, turns: 3}}",
    ],
  });
  assert.deepEqual(calls(cost), ["task a m 420", "task b m 3", "replan  m 2", "replanned  m null"]);
  const table = renderCost(cost);
  assert.match(table, /What a new graph takes is not known before it is made/);
});

Deno.test("a spec that is run costs what it costs, as often as it is tried", async () => {
  const cost = await boundOf({
    more: "import: {polish: ./polish.yaml}",
    tasks: ["a: {run: polish, with: {draft: x}, attempts: 2}"],
  });
  assert.deepEqual(cost.steps.map(({ step, model, price }) => [step, model, price]), [["run", "polish", "free"]]);
  assert.equal(cost.round.usd, 0);
});

Deno.test("a process without models costs nothing, and says so", async () => {
  assert.equal(
    renderCost(bound(await processPlanOf({ tasks: ["a: {command: [git]}"] }))),
    "       calls  tokens in  tokens out  cost\na run      0          0           0  free\nThere is no budget\n",
  );
});

Deno.test("a budget that a single call could pass is told", async () => {
  const parts = (usd: number) => ({
    more: `${MODELS}\nbudget: {usd: ${usd}}`,
    tasks: ["a: {agent: {model: m, prompt: x}, verify: {llm: j}}", "b: {generate: {model: f, prompt: x}}"],
  });
  assert.deepEqual(await told(parts(0.05)), ["small-budget 0.05"]);
  assert.deepEqual(await told(parts(1)), []);
});

Deno.test("the table of a process has a row for each task of a model, and for a run", async () => {
  const table = renderCost(bound(await processPlanOfText(FULL)));
  for (
    const row of [
      "group with executor",
      "verify write with verifier, for one item",
      "plan with planner",
      "tasks of the planner with",
      "verifying those with verifier",
      "replan with strong",
      "edit: run polish",
      "a run",
      "The budget holds in any case: $5.00, 2h of work",
    ]
  ) {
    assert.ok(table.includes(row), `${row}\n${table}`);
  }
  assert.doesNotMatch(table, /round/);
});
