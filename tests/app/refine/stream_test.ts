import assert from "node:assert/strict";
import { lastGood } from "../../../lib/app/refine/backtrack.ts";
import { brief, drained, kept, mark, type Marked, marks, ZERO } from "./loops.ts";

Deno.test("a stream gives every step with its state, and returns the end", async () => {
  const { fix } = kept<Marked>({ score: mark, budget: { iterations: 3 }, cost: () => 0.1 }, marks([0.5, 0.2, 0.7]));
  const { steps, end } = await drained(fix.stream(ZERO, { name: "mine" }));
  const cost = { usd: 0.1, tokens: 0, calls: 0 };
  assert.deepEqual(steps, [
    {
      step: 1,
      verdict: "accepted",
      score: 0.5,
      from: 0,
      cost,
      runId: "mine",
      state: { n: 1, mark: 0.5 },
      best: { score: 0.5, step: 1 },
    },
    {
      step: 2,
      verdict: "rejected",
      score: 0.2,
      from: 1,
      back: 1,
      cost,
      runId: "mine",
      state: { n: 2, mark: 0.2 },
      best: { score: 0.5, step: 1 },
    },
    {
      step: 3,
      verdict: "accepted",
      score: 0.7,
      from: 1,
      cost,
      runId: "mine",
      state: { n: 2, mark: 0.7 },
      best: { score: 0.7, step: 3 },
    },
  ]);
  assert.deepEqual([end.runId, ...brief(end)], ["mine", "exhausted", "iterations", 3]);
});

Deno.test("nothing is begun before a stream is iterated", async () => {
  const { fix, store } = kept<number>({ budget: { iterations: 1 } }, (n) => n + 1);
  const stream = fix.stream(0);
  assert.deepEqual(await store.runs(), []);
  assert.equal((await drained(stream)).end.kind, "exhausted");
});

Deno.test("breaking out pauses the run and waits until it rests; its stream goes on where it was", async () => {
  let running = 0;
  const handed: number[] = [];
  const { fix, store } = kept<number>({ budget: { iterations: 6 } }, async (n) => {
    running++;
    handed.push(n);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    return n + 1;
  });
  const stream = fix.stream(0), seen: (number | null)[] = [];
  let runId = "";
  for await (const step of stream) {
    runId = step.runId;
    seen.push(step.state);
    if (step.step === 2) break;
  }
  assert.equal(running, 0);
  assert.equal((await store.findRun(runId)).status, "paused");
  assert.equal((await stream.end).kind, "paused");
  const rest = await drained(fix.streamResume(runId));
  assert.deepEqual([...brief(rest.end), rest.end.last?.state], ["exhausted", "iterations", 6, 6]);
  assert.deepEqual(handed, [0, 1, 2, 3, 4, 5], "no step was run twice, and none was left out");
  assert.deepEqual(new Set([...seen, ...rest.steps.map(({ state }) => state)]).size >= 5, true);
});

Deno.test("steps that fail are given with their error and without a state", async () => {
  const { fix } = kept<number>({ backtrack: lastGood(), budget: { iterations: 2 } }, (n, { step }) => {
    if (step === 1) throw new Error("no luck");
    return n + 1;
  });
  const { steps } = await drained(fix.stream(0));
  assert.deepEqual(steps.map(({ state, verdict, error, back }) => [state, verdict, error, back]), [
    [null, "failed", "step `round/1/step` failed: no luck", 0],
    [1, "accepted", undefined, undefined],
  ]);
});

Deno.test("`on` is told of every step, and harms no run by what it throws", async () => {
  const seen: number[] = [];
  const { fix } = kept<number>({
    budget: { iterations: 3 },
    on: ({ step }) => {
      seen.push(step);
      throw new Error("the observer fell asleep");
    },
  }, (n) => n + 1);
  assert.deepEqual(brief(await fix(0)), ["exhausted", "iterations", 3]);
  assert.deepEqual(seen, [1, 2, 3]);
});

Deno.test("a stream that cannot begin throws why", async () => {
  const { fix } = kept<number>({}, (n) => n);
  await assert.rejects(drained(fix.stream(undefined as never)), /^TypeError: Cannot store the initial state/);
  await assert.rejects(drained(fix.streamResume("nobody")), { name: "StoreError" });
});
