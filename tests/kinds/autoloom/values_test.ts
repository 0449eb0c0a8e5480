import assert from "node:assert/strict";
import { gradeAll } from "../../../lib/kinds/autoloom/grade.ts";
import { grown } from "../../../lib/kinds/autoloom/select.ts";
import type { Candidate, Round, State } from "../../../lib/kinds/autoloom/state.ts";
import { stateValues } from "../../../lib/kinds/autoloom/values.ts";
import { budgetValues } from "../../../lib/kinds/budget_values.ts";
import type { AutoloomPlan, Instruction, Program } from "../../../lib/plan/mod.ts";
import { dreamer, grow, planFor } from "../growing.ts";

/** Runs a program to its end, telling it the same text for everything it reads; gives all it asked for. */
function byHand<T>(program: Program<T>): { readonly value: T; readonly asked: readonly Instruction["say"][] } {
  const asked: Instruction["say"][] = [];
  for (let step = program.next();; step = program.next("a text")) {
    if (step.done) return { value: step.value, asked };
    asked.push(step.value.say);
  }
}

function round(more: Partial<AutoloomPlan> = {}): Round {
  const context = {
    document: "d",
    seed: 1,
    inputs: {},
    run: { name: "g", date: "2026-01-01", seed: 1 },
    functions: {},
  };
  return { plan: planFor({ m: dreamer() }, more), context };
}

const path = { node: "b", score: 0.5 };

const state: State = {
  depth: 2,
  pieces: 2,
  paths: [path],
  blanks: 0,
  repeats: 0,
  last: { round: 2, node: "b", score: 0.7 },
  history: [{ round: 1, node: "a", score: 0.3 }, { round: 2, node: "b", score: 0.7 }],
};

const candidate: Candidate = { index: 0, node: "c", text: " word", tokens: 1, finish: "end", model: "m", path };

Deno.test("a hole without a value names its field", async () => {
  const inputs = { n: { type: "any", default: null } };
  const start = await grow({ m: dreamer() }, { inputs, start: { from: "text", text: "It was ${{ inputs.n }}" } });
  assert.equal(start.end.kind, "failed");
  assert.match(start.end.reason, /^Cannot evaluate `start`: null cannot stand in a text/);
  const grade = { by: "model", model: "m", mode: "choose", ask: "${{ 1 / inputs.n }}", context: { tail: 9 } } as const;
  const asked = await grow({ m: dreamer() }, { inputs, grade: { ...grade, samples: 1, attempts: 1 } });
  assert.match(asked.end.reason, /Cannot evaluate `grade\.ask`: `\/` needs two numbers/);
});

Deno.test("nothing is read for expressions that look at no text", () => {
  const { value, asked } = byHand(stateValues(round(), state));
  assert.deepEqual(asked, []);
  assert.deepEqual(value["history"], []);
  assert.deepEqual([value["depth"], value["round"], value["score"]], [2, 3, 0.5]);
});

Deno.test("texts and the history are read where an expression looks at them", () => {
  const texts = byHand(stateValues(round({ uses: ["text"] }), state));
  assert.deepEqual(texts.asked, ["read", "read"]);
  assert.deepEqual(texts.value["best"], { text: "a text", score: 0.5, node: "b" });
  const history = byHand(stateValues(round({ uses: ["history"] }), state));
  assert.deepEqual(history.value["history"], [
    { round: 1, score: 0.3, text: "a text" },
    { round: 2, score: 0.7, text: "a text" },
  ]);
});

Deno.test("the budget is looked at, as a journaled step, only where an expression asks", () => {
  assert.deepEqual(byHand(budgetValues(round(), "k")).asked, []);
  const looked = budgetValues(round({ uses: ["budget"] }), "k").next();
  assert.deepEqual(looked.value, { say: "perform", effect: { do: "budget", key: "k" } });
});

Deno.test("a grade that does not look at the text does not read it", () => {
  const graded = (more: Partial<AutoloomPlan>) => byHand(gradeAll(round(more), state, [candidate]));
  const grade = { by: "expression", expression: "size(candidate.text)" } as const;
  assert.deepEqual(graded({ grade }).asked, []);
  assert.deepEqual(graded({ grade, uses: ["text"] }).asked, ["read"]);
});

Deno.test("the history is kept, and repeats are looked for, only where somebody asks", () => {
  const next = (more: Partial<AutoloomPlan>) => byHand(grown(round(more), state, [{ candidate, score: 1 }]));
  const plain = next({});
  assert.deepEqual([plain.asked, plain.value.history], [[], undefined]);
  assert.deepEqual(next({ uses: ["history"] }).value.history?.length, 3);
  const stop = { stop: "not", of: { stop: "all", of: [{ stop: "repeats", rounds: 2 }] } } as const;
  assert.deepEqual(next({ stop }).asked, ["read"]);
});
