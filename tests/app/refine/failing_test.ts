import assert from "node:assert/strict";
import { bestScore, lastGood, noBacktrack } from "../../../lib/app/refine/backtrack.ts";
import { predicate, similar } from "../../../lib/app/refine/detectors.ts";
import { brief, kept, mark, type Marked, ZERO } from "./loops.ts";

Deno.test("X4, Y4: a step that throws ends the run as failed; a resume tries it again and goes on from there", async () => {
  let calls = 0;
  const handed: number[] = [];
  const { fix, store } = kept<Marked>({
    score: mark,
    backtrack: noBacktrack(),
    converge: predicate((history) => (history.at(-1)?.score ?? 0) >= 5),
  }, async ({ n }) => {
    await Promise.resolve();
    handed.push(n);
    if (++calls === 3) throw new Error("the line is down");
    return { n: n + 1, mark: n + 1 };
  });
  const end = await fix(ZERO);
  assert.deepEqual([...brief(end), end.last?.state.n], ["failed", "round/3/step", 2, 2]);
  assert.equal(end.reason, "step `round/3/step` failed: the line is down");
  assert.deepEqual(end.failure, { code: "thrown", message: "the line is down" });
  assert.deepEqual(end.history.map(({ verdict }) => verdict), ["accepted", "accepted", "failed"]);
  const again = await fix.resume(end.runId);
  assert.deepEqual([...brief(again), again.best?.score], ["done", "stop.predicate", 5, 5]);
  assert.deepEqual(handed, [0, 1, 2, 2, 3, 4]);
  assert.deepEqual(again.history.map(({ verdict }) => verdict), Array(5).fill("accepted"));
  assert.equal((await store.runs()).length, 1);
});

Deno.test("Z4: a run that fails in its first step goes on from the state it was given", async () => {
  let broken = true;
  const { fix } = kept<{ seed: string }>({ budget: { iterations: 1 } }, (state) => {
    if (broken) throw new Error("not yet");
    return { seed: `${state.seed}!` };
  });
  const end = await fix({ seed: "wheat" });
  assert.deepEqual([...brief(end), end.last, end.best], ["failed", "round/1/step", 0, null, null]);
  broken = false;
  assert.deepEqual((await fix.resume(end.runId)).last?.state, { seed: "wheat!" });
});

Deno.test("Z20: what keeps failing is tried a bounded number of times, and then the run fails", async () => {
  let calls = 0;
  const { fix } = kept<number>({ backtrack: lastGood(), errors: { attempts: 2, most: 3 } }, () => {
    throw new Error(`401, call ${++calls}`);
  });
  const end = await fix(0);
  assert.deepEqual([...brief(end), calls], ["failed", "round/3/step/again/2", 2, 6]);
  assert.equal(
    end.reason,
    "3 rounds in a row came to nothing; step `round/3/step/again/2` failed: 401, call 6 (2 attempts)",
  );
  assert.deepEqual(end.history.map(({ step, verdict, back }) => [step, verdict, back]), [
    [1, "failed", 0],
    [2, "failed", 0],
    [3, "failed", 0],
  ]);
  const again = await fix.resume(end.runId);
  assert.deepEqual([again.kind, calls], ["failed", 7], "the last attempt, once more");
});

Deno.test("an attempt knows its number, and the pause before it outlives a restart", async () => {
  const attempts: number[] = [];
  const { fix, store } = kept<number>(
    { errors: { attempts: 3, pause: 1 }, budget: { iterations: 1 } },
    (n, { attempt }) => {
      attempts.push(attempt);
      if (attempt < 3) throw new Error("again");
      return n + 1;
    },
  );
  const end = await fix(0);
  assert.deepEqual([...brief(end), attempts], ["exhausted", "iterations", 1, [1, 2, 3]]);
  const { id } = await store.findRun(end.runId), entries = await store.entries(id, 0);
  assert.deepEqual(entries.filter(({ type }) => type === "wait").map(({ key }) => key), [
    "round/1/step/pause/1",
    "round/1/step/pause/2",
  ]);
});

Deno.test("one failed step goes back to the best state, and a good one makes them forgotten", async () => {
  const fails = new Set([2, 4, 5]), handed: number[] = [];
  const { fix } = kept<Marked>(
    { score: mark, backtrack: bestScore(), budget: { iterations: 7 } },
    (state, { step }) => {
      handed.push(state.n);
      if (fails.has(step)) throw new Error("no");
      return { n: step, mark: step === 1 ? 9 : 1 };
    },
  );
  const end = await fix(ZERO);
  assert.deepEqual([...brief(end), end.best?.step, end.last?.step], ["exhausted", "iterations", 7, 1, 7]);
  assert.deepEqual(handed, [0, 1, 1, 1, 1, 1, 1]);
});

Deno.test("Z15, J3: a failed step is similar to nothing, and no judge is asked about it", async () => {
  let asked = 0;
  const { fix } = kept<string>({
    backtrack: lastGood(),
    budget: { iterations: 4 },
    converge: [similar({ threshold: 0.01 }), {
      stop: "judge",
      name: "the judge",
      reserve: {},
      decide: () => (asked++, false),
    }],
  }, (text, { step }) => {
    if (step > 1 && step < 4) throw new Error("no");
    return `${text} and then something else entirely, number ${step}`;
  });
  const end = await fix("once");
  assert.deepEqual([...brief(end), asked], ["exhausted", "iterations", 4, 2]);
});

Deno.test("a condition that throws fails the run without losing the step, and a resume asks it again", async () => {
  let broken = true, steps = 0;
  const { fix } = kept<number>({
    converge: predicate(function done() {
      if (broken) throw new Error("no idea");
      return true;
    }),
  }, (n) => (steps++, n + 1));
  const end = await fix(0);
  assert.deepEqual([end.kind, end.cause, end.last?.state], ["failed", "round/1/judge", 1]);
  broken = false;
  const again = await fix.resume(end.runId);
  assert.deepEqual([...brief(again), steps], ["done", "stop.predicate", 1, 1]);
  assert.equal(again.reason, "`done` holds after step 1");
});

Deno.test("scores that are no numbers fail their step", async () => {
  for (const score of [NaN, Infinity, undefined, "0.5", true]) {
    const { fix } = kept<number>({ score: () => score as number, errors: { most: 1 } }, (n) => n);
    const end = await fix(0);
    assert.deepEqual([end.kind, end.cause], ["failed", "round/1/score"]);
    assert.match(end.reason, /Cannot score step 1: its score is .*; give a finite number/);
  }
});
