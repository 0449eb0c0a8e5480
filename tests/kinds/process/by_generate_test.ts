import assert from "node:assert/strict";
import { byGenerate } from "../../../lib/kinds/process/by_generate.ts";
import type { ProcessRun } from "../../../lib/kinds/process/run.ts";
import type { Generated } from "../../../lib/plan/mod.ts";
import { carry, follows, generate, processPlan, task } from "../processing.ts";
import { ROUND } from "./graphs.ts";
import { by, failureOf, stepped } from "./stepping.ts";

/** Why an answer is not taken. */
function failing(answer: Partial<Generated>): string {
  const plan = processPlan({ m: follows(() => "") }, []), one = task("a", generate("Say"));
  if (one.work.by !== "generate") throw new Error("it asks a model");
  const run: ProcessRun = {
    plan,
    context: { ...ROUND.context, document: "d", inputs: {}, run: { name: "g", date: "", seed: 7 } },
    goal: "",
    tasks: {},
    left: new Set(),
    failed: new Set(),
    memories: [],
    guidance: [],
    graph: [one],
    running: new Set(),
    replans: 0,
    refused: new Map(),
  };
  const said: Generated = { text: "Once upon", finish: "length", tokens: { input: 1, output: 1 }, ...answer };
  const program = byGenerate(run, { task: one, place: { key: "task/a", attempt: 1 }, failures: [] }, one.work.call);
  return failureOf(() => stepped(program, by({ "task/a": { type: "value", value: said } }))).message;
}

Deno.test("an answer that was cut off says what cut it off: the plan, or what was left of the budget", () => {
  assert.equal(failing({}), "the answer of `m` was cut off after 200 tokens; raise `max_tokens`");
  const clamped = "the answer of `m` was cut off after 50 tokens, all that the budget had left; raise the budget";
  assert.equal(failing({ clamped: 50 }), clamped);
});

Deno.test("a run says once that a task failed, and why", async () => {
  const m = follows(() => ""), { end } = await carry(processPlan({ m }, [task("a", generate("Say"))]), { m });
  assert.equal(end.reason, "the task `a` failed: `m` answered nothing");
});
