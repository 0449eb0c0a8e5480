import assert from "node:assert/strict";
import type { Plan } from "../../lib/plan/mod.ts";
import type { RunSide } from "../../lib/views/run_diff.ts";
import { runDiff } from "../../lib/views/run_diff.ts";
import { cost, headOf } from "./rows.ts";

function side(more: Partial<RunSide> = {}): RunSide {
  return { head: headOf(), status: "done", inputs: {}, steps: [], scores: [], ...more };
}

Deno.test("rounds stand side by side, those of before the fork are shared, and missing ones are missing", () => {
  const origin = headOf({ id: 1, name: "origin" }), fork = headOf({ id: 2, name: "fork", origin: { run: 1, seq: 20 } });
  const scores = [{ round: 1, seq: 10, score: 3 }, { round: 2, seq: 20, score: 4 }, { round: 3, seq: 30, score: 5 }];
  const own = [{ round: 3, seq: 9, score: null, verdict: "failed" }, { round: 4, seq: 19, score: 7 }];
  const { scores: pairs, fork: forked } = runDiff(side({ head: origin, scores }), side({ head: fork, scores: own }));
  assert.deepEqual(forked, { of: "before", seq: 20 });
  assert.deepEqual(pairs, [
    { round: 1, before: scores[0], shared: true },
    { round: 2, before: scores[1], shared: true },
    { round: 3, before: scores[2], after: own[0], shared: false },
    { round: 4, after: own[1], shared: false },
  ]);
});

Deno.test("limits, money, ends and plans are told as they are, and a run without a plan by its program", () => {
  const plan = { version: 1, kind: "refine", n: 1 } as unknown as Plan;
  const end = { kind: "exhausted", reason: "calls are used up", cause: "calls" } as const;
  const before = side({ plan, head: headOf({ limits: { usd: 5, calls: 2 }, spent: cost(3), planHash: "aa" }), end });
  const after = side({
    plan: { ...plan, n: 2 } as unknown as Plan,
    head: headOf({ limits: { calls: 9 }, planHash: "bb" }),
  });
  const diff = runDiff(before, after);
  assert.deepEqual(diff.plans, [{ path: "n", before: 1, after: 2 }]);
  assert.deepEqual(diff.budgets, [{ path: "usd", before: 5 }, { path: "calls", before: 2, after: 9 }]);
  assert.deepEqual([diff.before.end, diff.after.end, diff.before.spent.usd, diff.before.wall], [end, null, 3, 500]);
  const code = runDiff(before, side({ head: headOf({ program: "own@1" }) }));
  assert.deepEqual(code.plans, [
    { path: "program", before: "autoloom@1", after: "own@1" },
    { path: "plan", before: "aa" },
  ]);
});

Deno.test("what came of runs is compared as text, and the rest as JSON with its keys sorted", () => {
  const { texts } = runDiff(
    side({ text: "a\nb\n", outputs: { z: 1, a: 2 } }),
    side({ text: "a\nc\n", outputs: { a: 2, z: 1 }, state: [1] }),
  );
  assert.deepEqual(texts.map(({ what, diff }) => [what, diff.is]), [
    ["text", "changed"],
    ["outputs", "same"],
    ["state", "changed"],
  ]);
  assert.deepEqual(runDiff(side(), side()).texts, []);
});
