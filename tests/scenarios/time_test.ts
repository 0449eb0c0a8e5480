/** Z3: time that runs out. Z20: time between attempts. */
import assert from "node:assert/strict";
import { lastGood, openLoom } from "../../mod.ts";
import { until } from "../engine/models.ts";
import { pausesIn } from "../kinds/pauses.ts";
import { brief as codeBrief, made } from "./code_form.ts";
import { again, brief, NEVER, noted, planOf, play, REFUSAL, saying } from "./spec_form.ts";

/** Comes never, and throws when it is broken off. */
function never(signal: AbortSignal): Promise<never> {
  return new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
}

/** Waits until a run that is driven here has worked for a while. */
async function aWhile(): Promise<void> {
  for (const since = performance.now(); performance.now() - since < 80;) {
    await new Promise((next) => setTimeout(next, 5));
  }
}

Deno.test("[Z3] working time goes on where it was when a run is resumed (spec)", async () => {
  const writer = noted((_, index) => index === 0 ? NEVER : saying(1));
  await using loom = await openLoom({ memory: true, models: { writer: writer.model } });
  const run = await loom.start(await planOf({ budget: "{wall: 1h, iterations: 1}" }), { name: "r" });
  await until(() => writer.shown.length > 0);
  await aWhile();
  run.pause({ abort: true });
  assert.equal((await run.end).kind, "paused");
  const first = (await loom.store.findRun("r")).ledger, end = await (await loom.resume("r")).end;
  const { ledger } = await loom.store.findRun("r");
  assert.equal(end.kind, "exhausted");
  assert.ok(first.wall > 0 && ledger.wall >= first.wall, `${first.wall}, then ${ledger.wall}`);
  assert.equal(ledger.limits.wall, first.limits.wall);
});

Deno.test("[Z3] a round in the air is broken off when the working time is over, and a resume has none left (spec)", async () => {
  const writer = noted(() => NEVER);
  const played = await play({ budget: "{wall: 1s}" }, { models: { writer: writer.model } });
  assert.deepEqual(brief(played), ["exhausted", "wall", 0]);
  assert.deepEqual([(await again(played)).end, writer.shown.length], [played.end, 1]);
});

Deno.test("[Z3] working time goes on where it was when a run is resumed (library)", async () => {
  let hangs = true;
  const { fix, store } = made<number>({ budget: { wall: "1h", iterations: 1 } }, (n, { signal }) => {
    return hangs ? never(signal) : n + 1;
  });
  const run = await fix.start(0);
  await aWhile();
  run.pause({ abort: true });
  assert.equal((await run.end).kind, "paused");
  hangs = false;
  const first = (await store.findRun(run.runId)).ledger, end = await fix.resume(run.runId);
  const { ledger } = await store.findRun(run.runId);
  assert.deepEqual(codeBrief(end), ["exhausted", "iterations", 1]);
  assert.ok(first.wall > 0 && ledger.wall >= first.wall, `${first.wall}, then ${ledger.wall}`);
  assert.equal(ledger.limits.wall, first.limits.wall);
});

Deno.test("[Z3] a step in the air is broken off when the working time is over, and a resume has none left (library)", async () => {
  // Enough for the first step on any machine.
  const options = { budget: { wall: "1s" } };
  const { fix, handed } = made<number>(options, (n, { step, signal }) => step === 1 ? n + 1 : never(signal));
  const end = await fix(0);
  assert.deepEqual([...codeBrief(end), end.last?.state], ["exhausted", "wall", 1, 1]);
  assert.deepEqual([await fix.resume(end.runId), handed], [end, [0, 1]]);
});

Deno.test("[Z20] what fails every time is tried as often as it may be, with pauses that double, and then the run fails (spec)", async () => {
  const writer = noted(() => REFUSAL);
  const played = await play({ on_error: "{attempts: 3, pause: 20ms, most: 2}" }, { models: { writer: writer.model } });
  assert.deepEqual([played.end.kind, writer.shown.length], ["failed", 6]);
  assert.deepEqual(played.told.map(({ verdict }) => verdict), ["accepted", "failed", "failed"]);
  assert.deepEqual(pausesIn(played.rows), [20, 40, 20, 40]);
});

Deno.test("[Z20] what fails every time is tried as often as it may be, with pauses that double, and then the run fails (library)", async () => {
  const options = { errors: { attempts: 3, pause: 20, most: 2 }, backtrack: lastGood() };
  const { fix, handed, store } = made<number>(options, () => {
    throw new Error("no luck");
  });
  const end = await fix(0);
  assert.deepEqual([end.kind, handed.length, end.history.map(({ verdict }) => verdict)], ["failed", 6, [
    "failed",
    "failed",
  ]]);
  assert.deepEqual(pausesIn(await store.entries((await store.findRun(end.runId)).id, 0)), [20, 40, 20, 40]);
});
