import assert from "node:assert/strict";
import type { Detector } from "../../../lib/app/refine/detector.ts";
import { allOf, anyOf, judge, not, plateau, predicate, similar } from "../../../lib/app/refine/detectors.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { brief, kept, mark, type Marked, marks, ZERO } from "./loops.ts";

/** How many steps a loop takes whose steps have these scores, and why it ends. */
async function after(scores: readonly number[], converge: Detector<Marked>): Promise<readonly unknown[]> {
  const budget = { iterations: scores.length };
  const { fix } = kept<Marked>({ score: mark, converge, backtrack: { backtrack: "last_good" }, budget }, marks(scores));
  return brief(await fix(ZERO));
}

Deno.test("V1–V4: a plateau needs one score more than its patience, and none of the last may be better", async () => {
  const three = plateau({ patience: 3, minDelta: 0.01 }), two = plateau({ patience: 2, minDelta: 0.01 });
  const flat = (steps: number) => ["converged", "stop.plateau", steps],
    on = (steps: number) => ["exhausted", "iterations", steps];
  assert.deepEqual(await after([0.5, 0.7, 0.8, 0.8, 0.8, 0.8], three), flat(6));
  assert.deepEqual(await after([0.1, 0.3, 0.5, 0.7], three), on(4));
  assert.deepEqual(await after([0.5, 0.5], three), on(2));
  assert.deepEqual(await after([0.5, 0.8, 0.8, 0.8], two), flat(4));
  assert.deepEqual(await after([0.5, 0.5, 0.5, 0.5], three), flat(4));
  assert.deepEqual(await after([0.5, 0.505, 0.509, 0.511], three), on(4));
  assert.deepEqual(await after([0.5, 0.4, 0.3, 0.2], three), flat(4));
  assert.deepEqual(await after([0.5, 0.51, 0.5, 0.5], three), on(4));
});

Deno.test("a failed step is no score: a plateau passes it over", async () => {
  const step = marks([0, 0.5, 0, 0.5, 0.5, 0.5]);
  const { fix } = kept<Marked>({
    score: mark,
    converge: plateau({ patience: 3 }),
    backtrack: { backtrack: "last_good" },
  }, (state, ctx) => {
    if (ctx.step === 1 || ctx.step === 3) throw new Error("no");
    return step(state, ctx);
  });
  assert.deepEqual(brief(await fix(ZERO)), ["converged", "stop.plateau", 6]);
});

Deno.test("V5, Y5: a predicate sees every step, the newest last", async () => {
  const sizes: number[] = [];
  const three = predicate((history) => {
    sizes.push(history.length);
    return history.length >= 3;
  });
  assert.deepEqual(await after([1, 2, 3, 4], three), ["done", "stop.predicate", 3]);
  assert.deepEqual(sizes, [1, 2, 3]);
});

Deno.test("a step that gives nearly the same as the one before ends the loop, by words or by vectors", async () => {
  const texts = ["the lamp went out at four", "nobody knew why the lamp went out", "nobody knew why the lamp went out"];
  const step = (_: { text: string }, ctx: { step: number }) => ({ text: texts[ctx.step - 1]! });
  const words = kept<{ text: string }>({ converge: similar(), budget: { iterations: 3 } }, step);
  const end = await words.fix({ text: "" });
  assert.deepEqual(brief(end), ["converged", "stop.similar", 3]);
  assert.equal(end.reason, "step 3 is nearly the same as the one before: their distance 0 is below 0.05");

  const asked: string[] = [];
  const embed = (text: string, { spend }: { spend: (usd: number) => void }) => {
    asked.push(text);
    spend(0.01);
    return [text.length, 1];
  };
  const text = (state: { text: string }) => state.text.toUpperCase();
  const vectors = kept<{ text: string }>({ converge: similar({ text, embed, threshold: 1e-9 }) }, step);
  const ended = await vectors.fix({ text: "" });
  assert.deepEqual([...brief(ended), ended.spent.usd], ["converged", "stop.similar", 3, 0.06]);
  assert.ok(asked.includes("NOBODY KNEW WHY THE LAMP WENT OUT"));
});

Deno.test("R12: what a condition has seen in one run means nothing to the next", async () => {
  const { fix } = kept<string>(
    { converge: similar(), budget: { iterations: 2 } },
    (_, { step }) => `a text of step ${step} ${"x ".repeat(step)}`,
  );
  assert.deepEqual(brief(await fix("")), brief(await fix("")));
});

Deno.test("J1, J2: a judge is asked about the newest state, and its yes ends the loop as done", async () => {
  const { fix } = kept<{ done: boolean; n: number }>(
    { converge: judge(({ done }) => done) },
    ({ n }) => ({ n: n + 1, done: n >= 2 }),
  );
  const end = await fix({ done: true, n: 0 });
  assert.deepEqual([...brief(end), end.reason], ["done", "stop.judge", 3, "the judge says yes to step 3"]);
});

Deno.test("conditions are combined, and a judge is asked only where its answer decides", async () => {
  let asked = 0;
  const yes = judge(() => (asked++, true)), late = predicate((history) => history.length >= 3);
  const counted = async (converge: Detector<Marked>) => {
    asked = 0;
    return [...await after([1, 2, 3, 4, 5], converge), asked];
  };
  assert.deepEqual(await counted(allOf(yes, late)), ["done", "stop.judge", 3, 1]);
  assert.deepEqual(await counted(anyOf(yes, predicate(() => true))), ["done", "stop.predicate", 1, 0]);
  assert.deepEqual(await counted(allOf(not(yes), late)), ["exhausted", "iterations", 5, 3]);
  assert.deepEqual(await counted(not(predicate((history) => history.length < 2))), ["done", "stop.not", 2, 0]);
});

Deno.test("all reasons of a condition that is made of several are told", async () => {
  const { fix } = kept<Marked>({
    score: mark,
    converge: allOf(plateau({ patience: 1, minDelta: 0 }), predicate((history) => history.length >= 2)),
  }, marks([0.5]));
  const { reason } = await fix(ZERO);
  assert.equal(
    reason,
    "the score has not got better for 1 step: the best is 0.5, of step 2 and the predicate holds after step 2, whose score is 0.5",
  );
});

Deno.test("an answer that is neither yes nor no is an error", async () => {
  const { fix } = kept<number>({ converge: predicate(() => 1 as never) }, (n) => n);
  assert.match(
    (await fix(0)).reason,
    /Cannot tell whether the loop ends: the predicate gave `1`; give `true` or `false`/,
  );
});

Deno.test("conditions fit a loop whose state is known by its step alone", async () => {
  const step = (state: { readonly text: string }) => state, store = memoryStore();
  const alone = refine({ store, converge: similar({ threshold: 0.1 }) }, step);
  const among = refine(
    { store, converge: anyOf(similar(), judge((state: { readonly text: string }) => !state)) },
    step,
  );
  const taken = refine({ store, converge: similar({ text: (state: { readonly text: string }) => state.text }) }, step);
  for (const loop of [alone, among, taken]) assert.equal((await loop({ text: "same" })).cause, "stop.similar");
});
