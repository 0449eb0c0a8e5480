import assert from "node:assert/strict";
import { diffRuns } from "../../lib/app/diff_runs.ts";
import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { RunDiff } from "../../lib/views/run_diff.ts";
import { call, commit, demand } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { dreamer, planFor } from "../kinds/growing.ts";
import { refine, says } from "../kinds/refining.ts";
import { kept, mark, marks, ZERO } from "./refine/loops.ts";

async function compared(loom: Loom, before: string, after: string): Promise<RunDiff> {
  const { store } = loom;
  return await diffRuns(store, await store.findRun(before), await store.findRun(after));
}

Deno.test("a run does not differ from itself, nor from another that did the same", async () => {
  const m = dreamer(), loom = await openLoom({ memory: true, models: { m } }), plan = planFor({ m });
  for (const name of ["one", "two"]) await (await loom.start(plan, { name, seed: 1 })).end;
  for (const other of ["one", "two"]) {
    const { plans, inputs, budgets, steps, scores, texts } = await compared(loom, "one", other);
    assert.deepEqual([plans, inputs, budgets], [[], [], []]);
    const { same, sameOutcome, ...rest } = steps;
    assert.ok((other === "one" ? same : sameOutcome.length) > 3, "their nodes have other names, and hold the same");
    assert.deepEqual(rest, { reused: 0, shared: 0, otherOutcome: [], otherRequest: [], onlyBefore: [], onlyAfter: [] });
    assert.ok(scores.length > 0 && scores.every(({ before, after }) => before!.score === after!.score));
    assert.deepEqual(texts.filter(({ what }) => what === "text"), [{ what: "text", diff: { is: "same" } }]);
  }
});

Deno.test("growing texts differ in their plans, what they were given, what they spent and what came of them", async () => {
  const m = dreamer(), loom = await openLoom({ memory: true, models: { m } });
  const declared = { inputs: { a: { type: "string", default: "x" } }, outputs: { a: "inputs.a" } };
  const narrow = planFor({ m }, declared),
    wide = { ...narrow, expand: { ...narrow.expand, by: [{ model: "m", width: 4 }] } };
  await (await loom.start(narrow, { name: "one", seed: 1 })).end;
  await (await loom.start(wide, { name: "two", seed: 1, inputs: { a: "y" }, budget: { calls: 40 } })).end;
  const diff = await compared(loom, "one", "two");
  assert.deepEqual(diff.plans, [{ path: "expand.by[0].width", before: narrow.expand.by[0]!.width, after: 4 }]);
  assert.deepEqual(diff.inputs, [{ path: "a", before: "x", after: "y" }]);
  assert.deepEqual(diff.budgets.find(({ path }) => path === "calls")?.after, 40);
  assert.ok(diff.after.spent.calls > diff.before.spent.calls);
  assert.ok(diff.steps.onlyAfter.includes("round/1/expand/3"));
  assert.deepEqual(diff.texts.map(({ what }) => what), ["text", "outputs"]);
  assert.equal(diff.texts[1]!.diff.is, "changed");
});

Deno.test("a fork shares what its origin did before, whichever of the two is told first", async () => {
  const m = dreamer(), loom = await openLoom({ memory: true, models: { m } }), plan = planFor({ m });
  await (await loom.start(plan, { name: "origin", seed: 1 })).end;
  const rows = await loom.store.entries((await loom.store.findRun("origin")).id, 0);
  const { seq } = rows.findLast(({ key, type }) => key?.startsWith("round/1/") && type === "result")!;
  await (await loom.fork("origin", seq, { name: "fork", seed: 99 })).end;
  const diff = await compared(loom, "origin", "fork"), turned = await compared(loom, "fork", "origin");
  assert.deepEqual([diff.fork, turned.fork], [{ of: "before", seq }, { of: "after", seq }]);
  assert.ok(diff.steps.shared + diff.steps.reused > 0);
  const { onlyBefore, onlyAfter, ...sums } = diff.steps;
  assert.deepEqual(turned.steps, { ...sums, onlyBefore: onlyAfter, onlyAfter: onlyBefore });
  assert.ok(!onlyBefore.some((key) => key.startsWith("round/1/")), "nothing of before the fork is missing in it");
});

/** A loop that says of its rounds what `refine` says, and keeps its state. */
function telling(scores: readonly (number | null)[]) {
  return program("loop@1", function* (_: Json, from?: { n: number; best: string }) {
    let state = from ?? { n: 0, best: "" };
    while (state.n < scores.length) {
      const round = state.n + 1, score = scores[state.n]!;
      const text = yield* call(`round/${round}/step`, () => `draft ${round} at ${score}`, { round });
      yield* demand({
        do: "tell",
        key: `round/${round}/told`,
        value: { round, verdict: score === null ? "failed" : "accepted", score, best: null, from: round - 1 },
      });
      state = { n: round, best: text };
      yield* commit(state);
    }
    return { text: state.best, rounds: state.n };
  });
}

Deno.test("loops in code differ round by round, by what they asked for, and in their states as JSON", async () => {
  const loom = await openLoom({ memory: true });
  await (await loom.start(telling([1, 2]), { name: "one", input: { a: 1 } })).end;
  await (await loom.start(telling([1, null, 5]), { name: "two", input: { a: 2 } })).end;
  const diff = await compared(loom, "one", "two");
  assert.deepEqual([diff.plans, diff.inputs], [[], [{ path: "input.a", before: 1, after: 2 }]]);
  assert.deepEqual(
    diff.scores.map(({ round, before, after }) => [round, before?.score, after?.score, after?.verdict]),
    [[1, 1, 1, "accepted"], [2, 2, null, "failed"], [3, undefined, 5, "accepted"]],
  );
  const { same, otherOutcome, onlyAfter } = diff.steps;
  assert.deepEqual([same, otherOutcome, onlyAfter], [2, ["round/2/step"], ["round/3/step", "round/3/told"]]);
  assert.deepEqual(diff.steps.otherRequest, ["round/2/told"]);
  const [text, outputs, state] = diff.texts;
  assert.ok(text?.what === "text" && text.diff.is === "changed");
  assert.deepEqual(outputs, {
    what: "outputs",
    diff: {
      is: "changed",
      removed: 1,
      added: 1,
      hunks: [{ from: 1, lines: 3, to: 1, newLines: 3, body: [" {", '-  "rounds": 2', '+  "rounds": 3', " }"] }],
    },
  });
  assert.ok(state?.what === "state" && state.diff.is === "changed");
});

Deno.test("loops of specs differ round by round, with what became of each, and in their best texts", async () => {
  const store = memoryStore();
  await refine({ m: says("3", "2", "5") }, {}, { store, start: { name: "one" } });
  const { loom } = await refine({ m: says("3", "4", "5") }, { n: 1, goal: "max" }, { store, start: { name: "two" } });
  const { scores, texts, plans } = await compared(loom, "one", "two");
  assert.deepEqual(
    scores.map(({ round, before, after }) => [round, before!.score, before!.verdict, after!.score, after!.verdict]),
    [
      [0, 1, "accepted", 1, "accepted"],
      [1, 3, "accepted", 3, "accepted"],
      [2, 2, "rejected", 4, "accepted"],
      [3, 5, "accepted", 5, "accepted"],
    ],
  );
  assert.deepEqual([plans, texts[0]], [[], { what: "text", diff: { is: "same" } }]);
});

Deno.test("loops over a function differ round by round, and in their states", async () => {
  const store = memoryStore(), one = kept({ store, score: mark, budget: { iterations: 2 } }, marks([1, 2]));
  const two = kept({ store, score: mark, budget: { iterations: 3 } }, marks([1, 4, 3]));
  const [first, second] = [await one.fix(ZERO), await two.fix(ZERO)];
  const diff = await compared(await openLoom({ store }), first.runId, second.runId);
  assert.deepEqual(
    diff.scores.filter(({ round }) => round > 0).map(({ before, after }) => [before?.score, after?.score]),
    [[1, 1], [2, 4], [undefined, 3]],
  );
  assert.deepEqual(diff.budgets, [{ path: "iterations", before: 2, after: 3 }]);
  assert.ok(diff.texts.some(({ what, diff }) => what === "state" && diff.is === "changed"));
});

Deno.test("steps of child runs are compared under the step that started them, whatever the child is called", async () => {
  const child = (said: string) => program("child@1", () => call("say", () => said));
  const parent = program("parent@1", () => demand({ do: "run", key: "part", plan: "child", inputs: {} }));
  const loom = async (name: string, said: string, store?: Loom["store"]) => {
    const opened = await openLoom({ ...(store ? { store } : { memory: true }), programs: [child(said)] });
    await (await opened.start(parent, { name })).end;
    return opened;
  };
  const first = await loom("one", "a");
  await loom("two", "a", first.store);
  await loom("three", "b", first.store);
  assert.deepEqual((await compared(first, "one", "two")).steps.same, 2);
  assert.deepEqual((await compared(first, "one", "three")).steps.otherOutcome, ["part", "part > say"]);
});

Deno.test("runs that have done nothing yet, and a run in code beside one of a plan, are compared all the same", async () => {
  const m = dreamer(), loom = await openLoom({ memory: true, models: { m } }), plan = planFor({ m });
  await (await loom.start(plan, { name: "plan" })).end;
  await (await loom.start(telling([]), { name: "code", input: null })).end;
  const { plans, steps, scores, texts } = await compared(loom, "plan", "code");
  assert.deepEqual(plans.map(({ path }) => path), ["program", "plan"]);
  assert.equal(steps.same, 0);
  assert.ok(scores.every(({ after }) => after === undefined));
  assert.deepEqual(texts.map(({ what }) => what), ["text", "outputs"]);
});
