import assert from "node:assert/strict";
import type { Loom } from "../../../lib/app/loom.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import { ask, escalate } from "../../../lib/app/refine/escalate.ts";
import type { RefineOptions } from "../../../lib/app/refine/options.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import type { RunEvent } from "../../../lib/engine/world.ts";
import { brief, kept, mark, type Marked, marks, ZERO } from "./loops.ts";

Deno.test("X5, Z7: a loop that gets no better ends as stalled, with its best", async () => {
  const { fix, store } = kept<Marked>({ score: () => 0.5, onStall: escalate({ after: 3 }) }, ({ n, mark }) => {
    return { n: n + 1, mark };
  });
  const end = await fix(ZERO);
  assert.deepEqual([...brief(end), end.best?.step], ["stalled", "stall", 4, 4]);
  assert.equal(end.reason, "no better score for 3 steps: the best is 0.5, of step 4");
  assert.equal((await store.findRun(end.runId)).status, "stalled");
  assert.deepEqual(await fix.resume(end.runId), end);
});

Deno.test("a ladder hands its values to the step, one after the other, before it gives up", async () => {
  const seen: unknown[] = [];
  const { fix, store } = kept<Marked>({
    score: mark,
    onStall: escalate({ after: 2, then: ["strong", { model: "strongest" }] }),
  }, (state, ctx) => {
    seen.push(ctx.escalation);
    return marks([0.5])(state, ctx);
  });
  const end = await fix(ZERO), strongest = { model: "strongest" };
  assert.deepEqual(brief(end), ["stalled", "stall", 7]);
  assert.deepEqual(seen, [null, null, null, "strong", "strong", strongest, strongest]);
  const { id } = await store.findRun(end.runId), entries = await store.entries(id, 0);
  const told = entries.filter(({ key }) => key?.endsWith("/told")).map(({ value }) =>
    (value as { value: { stalled?: unknown } }).value
  );
  assert.deepEqual(told.map(({ stalled }) => stalled).filter(Boolean), [
    { rounds: 2, step: "strong" },
    { rounds: 2, step: '{"model":"strongest"}' },
    { rounds: 2, step: "fail" },
  ]);
});

Deno.test("progress begins anew with every better best; small steps add up", async () => {
  const onStall = escalate({ after: 2, minDelta: 0.1 }), scores = [0.1, 0.16, 0.21, 0.25, 0.3, 0.36];
  const { fix } = kept<Marked>({ score: mark, onStall, budget: { iterations: 9 } }, marks(scores));
  assert.deepEqual(brief(await fix(ZERO)), ["stalled", "stall", 5]);
});

/** A loop that is stuck at its third step and asks, and what answers it. */
async function asking(answer: (loom: Loom, run: string, key: string) => Promise<void>) {
  const seen: (readonly string[])[] = [], questions: unknown[] = [];
  const options: RefineOptions<Marked> = {
    score: mark,
    onStall: escalate({ after: 2, then: [ask("What now?"), "fail"] }),
    budget: { iterations: 4 },
  };
  let answered = Promise.resolve();
  await using loom: Loom = await openLoom({
    memory: true,
    on: (event: RunEvent) => {
      if (event.type !== "started" || event.effect.do !== "ask") return;
      questions.push(event.effect.question);
      answered = answer(loom, event.run, event.key);
    },
  });
  const fix = refine<Marked>({ ...options, store: loom }, (state, ctx) => {
    seen.push(ctx.guidance);
    return marks([0.5])(state, ctx);
  });
  const end = await fix(ZERO);
  await answered;
  return { end, seen, questions };
}

Deno.test("a person is asked, and the answer is guidance", async () => {
  const { end, seen, questions } = await asking((loom, run, key) => loom.answer(run, "shorter", key));
  assert.deepEqual([...brief(end), questions, seen], ["exhausted", "iterations", 4, ["What now?"], [[], [], [], [
    "shorter",
  ]]]);
});

Deno.test("a person may stop a stuck loop", async () => {
  const { end } = await asking((loom, run, key) => loom.answer(run, "stop", key));
  assert.deepEqual([...brief(end), end.reason], [
    "stalled",
    "stall",
    3,
    "no better score for 2 steps: the best is 0.5, of step 3; a person wants it to stop",
  ]);
});

Deno.test("a question that nobody answers waits: the run is paused, and goes on where it was", async () => {
  const options: RefineOptions<Marked> = {
    score: mark,
    onStall: escalate({ after: 1, then: ["ask"] }),
    budget: { iterations: 3 },
  };
  const { fix, store } = kept<Marked>(options, marks([0.5]));
  const run = await fix.start(ZERO);
  for (;;) {
    const { id } = await store.findRun(run.runId);
    if ((await store.entries(id, 0)).some(({ type }) => type === "wait")) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  run.pause();
  assert.deepEqual(brief(await run.end), ["paused", "pause", 1]);
  const { id } = await store.findRun(run.runId);
  await store.send(id, { kind: "answer", value: { answer: "go on" } });
  assert.deepEqual(brief(await fix.resume(run.runId)), ["stalled", "stall", 3]);
});

Deno.test("guidance that was sent is heeded from the next step on", async () => {
  const seen: (readonly string[])[] = [];
  const { fix, store } = kept<number>({ budget: { iterations: 3 } }, async (n, ctx) => {
    seen.push(ctx.guidance);
    const { id } = await store.findRun(ctx.runId);
    if (ctx.step === 1) await store.send(id, { kind: "guide", value: { text: "mind the gap" } });
    return n + 1;
  });
  await fix(0);
  assert.deepEqual(seen, [[], ["mind the gap"], ["mind the gap"]]);
});

Deno.test("a ladder is checked where it is made", () => {
  for (const after of [0, 1.5, NaN, "2" as never]) {
    assert.throws(() => escalate({ after }), /^RangeError: Cannot escalate: `after` is /);
  }
  assert.throws(() => escalate({ after: 1, minDelta: -1 }), /^RangeError: Cannot escalate: `minDelta` is /);
  assert.throws(() => escalate({ after: 1, then: [(() => 1) as never] }), { name: "NotJson" });
});
