import assert from "node:assert/strict";
import { bound } from "../../lib/compile/cost.ts";
import type { CostBound } from "../../lib/compile/cost.ts";
import { renderCost } from "../../lib/compile/cost_table.ts";
import { refineSpec } from "../project/gen/diagnostic_example.ts";
import { memoryWorld } from "./memory_world.ts";
import type { RefineParts } from "./refining.ts";
import { refinePlanOf, told } from "./refining.ts";

const WRITE = 'propose: {model: openai/gpt-5.2, n: 3, max_tokens: 100, prompt: "Shorten: ${{ best.text }}"}';

async function boundOf(parts: RefineParts): Promise<CostBound> {
  return bound(await refinePlanOf(parts));
}

function calls({ steps }: CostBound): readonly string[] {
  return steps.map(({ step, model, round, when }) => `${step} ${model} ${round.calls}${when ? ` ${when}` : ""}`);
}

Deno.test("a round costs its candidates, the longest text in each of their prompts", async () => {
  const { round, first, total, rounds, steps, start } = await boundOf({ propose: WRITE });
  assert.deepEqual(calls({ steps } as CostBound), ["propose openai/gpt-5.2 3"]);
  // A text of 100 tokens may be 200 of another model; around it stand the words of the prompt.
  assert.deepEqual([round.calls, round.input, round.output], [3, 3 * (200 + "Shorten: ".length + 16), 300]);
  assert.deepEqual([rounds, total!.calls, total!.usd], [8, 24, round.usd! * 8]);
  assert.deepEqual([first, start], [round, undefined]);
});

Deno.test("several models take turns", async () => {
  const models = "models: {a: openai/gpt-5.2, b: {use: scripted/b, replies: [x]}}";
  const propose = 'propose: {model: [a, b, a], n: 5, prompt: "a ${{ text }}"}';
  const cost = await boundOf({ more: models, propose });
  assert.deepEqual(calls(cost), ["propose a 3", "propose b 2"]);
  assert.deepEqual(cost.models.map(({ model, price }) => [model, price]), [["a", "priced"], ["b", "free"]]);
});

Deno.test("a judge is asked of each candidate, a comparison in both orders, and each as often as it may be", async () => {
  const score = "score: {judge: {model: openai/gpt-5.2, ask: Good?, samples: 3, attempts: 2, max_tokens: 50}, " +
    "compare: {model: ollama/x, samples: 2, attempts: 1, max_tokens: 9}, total: judge.score + compare}";
  const cost = await boundOf({ propose: WRITE, score }), [, judge, compare] = cost.steps;
  assert.deepEqual(calls(cost), ["propose openai/gpt-5.2 3", "judge openai/gpt-5.2 18", "compare ollama/x 12"]);
  assert.deepEqual([judge!.round.output, compare!.round.output], [18 * 50, 12 * 9]);
  assert.ok(judge!.round.input! >= 18 * 200 && compare!.round.input! >= 12 * 400);
  assert.deepEqual([compare!.price, compare!.round.usd], ["free", 0]);
});

Deno.test("the start is judged once and compared with nothing, unless its total is given", async () => {
  const judge = "judge: {model: openai/gpt-5.2, ask: Good?, samples: 3, attempts: 2}, compare: {model: ollama/x}";
  const cost = await boundOf({ propose: WRITE, score: `score: {${judge}, total: judge.score}` });
  assert.equal(cost.start!.calls, 6);
  assert.equal(cost.first.calls, 6 + cost.round.calls!);
  assert.equal(cost.total!.calls, 6 + 8 * cost.round.calls!);
  assert.equal(cost.models.find(({ model }) => model === "openai/gpt-5.2")!.total!.calls, 6 + 8 * (3 + 18));
  const given = await boundOf({ propose: WRITE, score: `score: {${judge}, total: judge.score, start: 3}` });
  assert.deepEqual([given.start, given.first], [undefined, given.round]);
});

Deno.test("what is tried again when it fails is paid again: every step counts as often as it may be tried", async () => {
  const score =
    "score: {judge: {model: openai/gpt-5.2, ask: Good?, samples: 3, attempts: 2}, compare: {model: ollama/x}, " +
    "total: judge.score + compare}";
  const stop =
    "stop: {depth: 4, judge: {model: openai/gpt-5.2, ask: Done?, attempts: 3}, similar: {model: ngram/builtin}}";
  const more = "models: {strong: {use: anthropic/claude-opus-4-6}}\nstall: {after: 2, then: [{use: strong}]}";
  const parts = { propose: WRITE, score, stop }, once = await boundOf({ ...parts, more });
  const thrice = await boundOf({ ...parts, more: `${more}\non_error: {attempts: 3}` });
  assert.deepEqual(thrice.steps.map(({ round }) => round.calls), once.steps.map(({ round }) => 3 * round.calls!));
  assert.deepEqual(thrice.steps.map(({ round }) => round.output), once.steps.map(({ round }) => 3 * round.output!));
  assert.deepEqual([thrice.start!.calls, thrice.total!.calls], [3 * once.start!.calls!, 3 * once.total!.calls!]);
  assert.ok(thrice.total!.usd! >= 3 * once.total!.usd! - 10);
});

Deno.test("a round of a loop that is stuck costs at most the dearest of its models", async () => {
  const more = "models: {strong: {use: anthropic/claude-opus-4-6}}\nstall: {after: 2, then: [{use: strong}, ask]}";
  const cost = await boundOf({ propose: WRITE, more }), [first, stuck] = cost.steps;
  assert.deepEqual(calls(cost), ["propose openai/gpt-5.2 3", "propose strong 3 stuck"]);
  assert.deepEqual([cost.round.calls, cost.round.usd], [3, Math.max(first!.round.usd!, stuck!.round.usd!)]);
});

Deno.test("conditions that ask a model cost a round each", async () => {
  const stop = "stop: {depth: 4, judge: {model: openai/gpt-5.2, ask: Done?, attempts: 3, max_tokens: 9}, " +
    "all: [{similar: {model: ngram/builtin}}]}";
  const cost = await boundOf({ propose: WRITE, stop });
  assert.deepEqual(calls(cost), ["propose openai/gpt-5.2 3", "stop openai/gpt-5.2 3", "similar ngram/builtin 1"]);
  assert.equal(cost.steps[1]!.round.output, 27);
  assert.equal(cost.steps[2]!.round.input, 400);
});

Deno.test("what depends on what comes later is not known, and is said not to be", async () => {
  const unknown = 'propose: {model: openai/gpt-5.2, max_tokens: 100, prompt: "${{ last.error }} ${{ best.text }}"}';
  const cost = await boundOf({ propose: unknown });
  assert.deepEqual([cost.round.calls, cost.round.input, cost.round.output, cost.round.usd], [1, null, 100, null]);
  assert.match(renderCost(cost), /How long prompts can be is not known before the run/);
  const given = await boundOf({ more: "inputs: {draft: text}", start: "start: ${{ inputs.draft }}", propose: WRITE });
  assert.equal(given.round.input, null);
});

Deno.test("rounds are bounded by calls where every round makes some, and by the budget and the stop in any case", async () => {
  const rounds = async (parts: RefineParts) => (await boundOf(parts)).rounds;
  assert.equal(await rounds({ propose: WRITE, stop: "", more: "budget: {calls: 10}" }), 4);
  assert.equal(await rounds({ propose: WRITE, stop: "", more: "budget: {iterations: 7}" }), 7);
  assert.equal(await rounds({ stop: "stop: {all: [{depth: 3}, {plateau: 2}], any: [{depth: 9}]}" }), 9);
  assert.equal(await rounds({ stop: "stop: {plateau: 2}", propose: "propose: {script: ./score.ts}" }), null);
  assert.equal(await rounds({ stop: "", propose: "propose: {script: ./score.ts}", more: "budget: {calls: 9}" }), null);
});

Deno.test("scripts and programs cost nothing, and a text of theirs may be of any length", async () => {
  const free = await boundOf({ propose: "propose: {script: ./score.ts}" });
  assert.deepEqual([free.steps, free.round.usd], [[], 0]);
  const judged = await boundOf({
    propose: "propose: {script: ./score.ts}",
    score: "score: {judge: {model: openai/gpt-5.2, ask: a}}",
  });
  assert.deepEqual([judged.round.input, judged.round.calls], [null, 2]);
});

Deno.test("a spec that is run costs all its rounds for each candidate, within its own budget", async () => {
  const child = (more: string, stop: string) =>
    memoryWorld({ files: { "a.yaml": refineSpec({ propose: WRITE, more, stop }) } });
  const cost = async (more: string, stop = "stop: {depth: 2}") =>
    bound(
      await refinePlanOf(
        { more: "import: {a: a.yaml}", propose: "propose: {run: a, n: 2}", stop: "stop: {depth: 3}" },
        child(more, stop),
      ),
    );
  const two = await cost("name: a");
  assert.deepEqual(calls(two), ["run a 12"]);
  assert.equal(two.total!.calls, 36);
  assert.deepEqual(two.models.map(({ model, price, total }) => [model, price, total!.calls]), [
    ["a/openai/gpt-5.2", "priced", 36],
  ]);
  assert.equal((await cost("budget: {calls: 4}")).round.calls, 8);
  const endless = await cost("budget: {usd: 0.5}", "stop: {plateau: 2}");
  assert.deepEqual([endless.round.calls, endless.round.usd], [null, 1e9]);
  assert.match(renderCost(endless), /run a +not known +not known +not known +\$1\.00/);
});

Deno.test("a first round that may not fit its budget is a warning at the limit", async () => {
  assert.deepEqual(await told({ propose: WRITE, more: "budget: {calls: 2}" }), ["small-budget 2"]);
  assert.deepEqual(await told({ propose: WRITE, more: "budget: {usd: 0.0001}" }), ["small-budget 0.0001"]);
  assert.deepEqual(await told({ propose: WRITE, more: "budget: {calls: 3}" }), []);
});

Deno.test("a table shows every sort of call, what comes before the first round, and all rounds", async () => {
  const score = "score: {judge: {model: ollama/x, ask: Good?, attempts: 1, max_tokens: 50}}";
  const table = renderCost(bound(await refinePlanOf({ propose: WRITE, score })));
  const heads = table.split("\n").map((line) => line.split(/ {2,}/)[0]);
  assert.deepEqual(heads, [
    "",
    "before the first round",
    "propose with openai/gpt-5.2",
    "judge with ollama/x",
    "a round",
    "8 rounds",
    "",
    "",
    "There is no budget",
    "",
  ]);
});
