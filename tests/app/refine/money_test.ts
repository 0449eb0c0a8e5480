import assert from "node:assert/strict";
import { lastGood } from "../../../lib/app/refine/backtrack.ts";
import { predicate } from "../../../lib/app/refine/detectors.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import { brief, kept, mark, type Marked, marks, ZERO } from "./loops.ts";

Deno.test("X1, L1: as many steps as the budget allows, and not one more", async () => {
  const { fix } = kept<number>({ budget: { iterations: 5 } }, (n) => n + 1);
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.last?.state], ["exhausted", "iterations", 5, 5]);
  assert.equal(end.reason, "the budget of 5 iterations is used up");
});

Deno.test("Z1: a step whose worst case does not fit is not begun", async () => {
  let calls = 0;
  const { fix } = kept<number>({ budget: { usd: 1 }, reserve: 0.9, cost: () => 0.9 }, (n) => (calls++, n + 1));
  const end = await fix(0);
  assert.deepEqual([...brief(end), calls, end.spent.usd], ["exhausted", "usd", 1, 1, 0.9]);
});

Deno.test("L2: without a `reserve` the dearest step so far is held to be what the next one may cost", async () => {
  const costs = [0.2, 0.5, 0.1, 0.1];
  const { fix } = kept<number>({ budget: { usd: 1.25 }, cost: (n) => costs[n - 1]! }, (n) => n + 1);
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.spent.usd], ["exhausted", "usd", 3, 0.8]);
});

Deno.test("Z2: a resume never fills a budget up again; what is added is added", async () => {
  const { fix } = kept<number>({ budget: { usd: 1 }, cost: () => 0.25 }, (n) => n + 1);
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.spent.usd], ["exhausted", "usd", 4, 1]);
  for (let i = 0; i < 3; i++) assert.deepEqual(await fix.resume(end.runId), end);
  const more = await fix.resume(end.runId, { addBudget: { usd: 0.5 } });
  assert.deepEqual([...brief(more), more.spent.usd, more.last?.state], ["exhausted", "usd", 6, 1.5, 6]);
});

Deno.test("a reserve may look at the state and at what was dearest, and is more than money", async () => {
  const seen: unknown[] = [];
  const { fix } = kept<number>({
    budget: { tokens: 100 },
    cost: () => ({ tokens: 30, calls: 1 }),
    reserve: (n, { step, dearest }) => {
      seen.push([n, step, dearest.tokens]);
      return { tokens: 30 };
    },
  }, (n) => n + 1);
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.spent], ["exhausted", "tokens", 3, { usd: 0, tokens: 90, calls: 3 }]);
  assert.deepEqual(seen, [[0, 1, 0], [1, 2, 30], [2, 3, 30], [3, 4, 30]]);
});

Deno.test("L3: a step sees what is spent and what is left, at the moment it looks", async () => {
  const seen: unknown[] = [];
  const { fix } = kept<number>({ budget: { usd: 2, iterations: 10 }, reserve: 0.5 }, (n, ctx) => {
    ctx.spend({ usd: 0.25, tokens: 10, calls: 1 });
    ctx.spend(0.15);
    const { spent, remaining } = ctx.budget;
    seen.push([spent.usd, spent.iterations, remaining.usd, remaining.tokens, remaining.iterations]);
    if (ctx.step === 2) throw new Error("enough");
    return n + 1;
  });
  await fix(0);
  assert.deepEqual(seen, [[0.4, 0, 1.6, null, 10], [0.8, 1, 1.2, null, 9]]);
});

Deno.test("Z5: a step that throws has a record, an error and its cost; what it booked is charged", async () => {
  const { fix } = kept<number>({ backtrack: lastGood(), budget: { iterations: 3 }, reserve: 0.5 }, (n, ctx) => {
    ctx.spend(0.1);
    if (ctx.step === 2) throw new TypeError("rate limit");
    return n + 1;
  });
  const end = await fix(0);
  assert.deepEqual(end.history.map(({ verdict, error, cost }) => [verdict, error, cost.usd]), [
    ["accepted", undefined, 0.1],
    ["failed", "step `round/2/step` failed: TypeError: rate limit", 0.1],
    ["accepted", undefined, 0.1],
  ]);
  assert.deepEqual([end.spent.usd, end.last?.state], [0.3, 2]);
});

Deno.test("a step that throws and has booked nothing stays charged at what was set aside for it", async () => {
  const { fix } = kept<number>({ reserve: 0.5, budget: { usd: 9 } }, () => {
    throw new Error("who knows what that cost");
  });
  const end = await fix(0);
  assert.deepEqual([end.kind, end.spent.usd, end.history[0]?.cost.usd], ["failed", 0.5, 0.5]);
});

Deno.test("Z17: costs that are none are refused, and the step stays charged at its worst case", async () => {
  for (
    const [cost, words] of [[NaN, "is NaN"], [-1, "is -1"], [Infinity, "is Infinity"], ["1", "it is `1`"]] as const
  ) {
    const { fix } = kept<number>({ cost: () => cost as number, reserve: 0.5 }, (n) => n + 1);
    const end = await fix(0);
    assert.deepEqual([...brief(end), end.spent.usd, end.last?.state], ["failed", "round/1/cost", 0, 0.5, 1]);
    assert.match(end.reason, new RegExp(`Cannot book the cost of step 1: .*${words}; give`));
  }
  for (const amount of [NaN, -0.1, { usd: Infinity }, { tokens: -1 }, { dollars: 1 }, null]) {
    const { fix } = kept<number>({}, (n, ctx) => (ctx.spend(amount as number), n));
    const end = await fix(0);
    assert.deepEqual([end.kind, end.cause], ["failed", "round/1/step"]);
    assert.match(end.reason, /Cannot book what step 1 costs: /);
  }
});

Deno.test("Z16: the money of a step whose state cannot be stored is recorded, and the path is told", async () => {
  const { fix } = kept<unknown>({ cost: () => 0.3 }, () => ({ a: { b: [1, new Map()] } }));
  const end = await fix({});
  assert.deepEqual([end.kind, end.spent.usd], ["failed", 0.3]);
  assert.match(end.reason, /Cannot store the value at \$\.a\.b\[1\]: an instance of Map is not JSON/);
  const nothing = kept<unknown>({ cost: () => 0.3 }, () => undefined);
  assert.match((await nothing.fix({})).reason, /Cannot store the state that step 1 gave: it is `undefined`/);
});

Deno.test("a scorer that throws loses neither the state nor the money, and a resume scores it again", async () => {
  let steps = 0, broken = true;
  const { fix } = kept<Marked>({
    backtrack: { backtrack: "none" },
    budget: { iterations: 1 },
    cost: () => 0.2,
    score: ({ mark }) => {
      if (broken) throw new Error("no scorer");
      return mark;
    },
  }, (state, ctx) => (steps++, marks([0.7])(state, ctx)));
  const end = await fix(ZERO);
  assert.deepEqual([...brief(end), end.spent.usd, end.last?.state], [
    "failed",
    "round/1/score",
    0,
    0.2,
    { n: 1, mark: 0.7 },
  ]);
  broken = false;
  const again = await fix.resume(end.runId);
  assert.deepEqual([...brief(again), again.best?.score, steps, again.spent.usd], [
    "exhausted",
    "iterations",
    1,
    0.7,
    1,
    0.2,
  ]);
});

Deno.test("a cost that can be told after all is not told twice", async () => {
  let broken = true, steps = 0;
  const { fix } = kept<number>({
    budget: { iterations: 1, usd: 1 },
    reserve: 0.5,
    cost: () => {
      if (broken) throw new Error("no price");
      return 0.1;
    },
  }, (n) => (steps++, n + 1));
  const end = await fix(0);
  assert.deepEqual([end.cause, end.last?.state], ["round/1/cost", 1]);
  broken = false;
  const again = await fix.resume(end.runId);
  assert.deepEqual([...brief(again), steps, again.spent.usd], ["exhausted", "iterations", 1, 1, 0.5]);
});

Deno.test("what scorers and conditions book is charged to the step they belong to", async () => {
  const { fix } = kept<Marked>({
    budget: { iterations: 2, usd: 5 },
    score: (state, ctx) => {
      ctx.spend(0.1);
      return mark(state);
    },
    converge: {
      stop: "judge",
      name: "the judge",
      reserve: { usd: 0.5 },
      decide: (_, { spend }) => {
        spend({ usd: 0.2, calls: 1 });
        return false;
      },
    },
  }, (state, ctx) => {
    ctx.spend(0.05);
    return marks([0.1, 0.2])(state, ctx);
  });
  const end = await fix(ZERO);
  assert.deepEqual(end.history.map(({ cost }) => [cost.usd, cost.calls]), [[0.35, 1], [0.35, 1]]);
  assert.deepEqual(end.spent, { usd: 0.7, tokens: 0, calls: 2 });
});

Deno.test("P1–P5: times are written as texts or in milliseconds; what is neither is refused where the loop is made", async () => {
  for (const wall of ["30s", "10m", "1h", "1h30m", 500]) {
    refine<number>({ budget: { wall } }, (n) => n);
  }
  for (const wall of ["10x", "", "10 minutes", -1, NaN]) {
    assert.throws(
      () => refine<number>({ budget: { wall } }, (n) => n),
      /^RangeError: Cannot make a loop: `budget.wall` is /,
    );
  }
  const { fix, store } = kept<number>({ budget: { wall: "5m", iterations: 1 } }, (n) => n);
  const { runId } = await fix(0);
  assert.deepEqual((await store.findRun(runId)).ledger.limits, { wall: 300_000, iterations: 1 });
});

Deno.test("Z3: at its deadline a step is broken off, and the run is exhausted", async () => {
  // Enough for the first step on any machine: the second would never end.
  const { fix } = kept<number>({ budget: { deadline: Date.now() + 1_000 } }, (n, { step, signal }) => {
    if (step === 1) return n + 1;
    return new Promise<number>((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
  });
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.last?.state], ["exhausted", "deadline", 1, 1]);
});

Deno.test("conditions are looked at with the cost of the newest step", async () => {
  const { fix } = kept<number>({
    cost: () => 0.3,
    converge: predicate((history) => history.reduce((sum, { cost }) => sum + cost.usd, 0) > 0.8),
  }, (n) => n + 1);
  assert.deepEqual(brief(await fix(0)), ["done", "stop.predicate", 3]);
});
