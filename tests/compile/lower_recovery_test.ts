import assert from "node:assert/strict";
import type { RefinePlan } from "../../lib/plan/mod.ts";
import { refinePlanOf, told } from "./refining.ts";

async function plan(more: string): Promise<RefinePlan> {
  return await refinePlanOf({ more });
}

Deno.test("a round is gone on from when it is no worse, in the sense of the goal", async () => {
  const accept = async (more: string) => (await plan(more)).accept;
  assert.equal(await accept(""), "total >= best.total");
  assert.equal(await accept("goal: min"), "total <= best.total");
  assert.equal(await accept("backtrack: last_good"), "true");
  assert.equal(await accept("backtrack: none"), "true");
  assert.equal(
    await accept("accept: total > last.total && candidate.text != best.text"),
    "total > last.total && candidate.text != best.text",
  );
  assert.deepEqual(await told({ more: "accept: total" }), ["unexpected-result total"]);
  assert.deepEqual(await told({ more: "accept: 2 < 1" }), ["constant 2 < 1"]);
  assert.deepEqual(await told({ more: "accept: 1 < 2" }), []);
});

Deno.test("errors are answered as the way back allows", async () => {
  const errors = async (more: string) => (await plan(more)).errors;
  assert.deepEqual(await errors("backtrack: last_good"), { attempts: 1, pause: 1_000, then: "backtrack", most: 3 });
  assert.deepEqual(await errors("backtrack: none"), { attempts: 1, pause: 1_000, then: "fail", most: 3 });
  assert.deepEqual(await errors("on_error: {attempts: 4, pause: 500ms, then: backtrack, most: 9}"), {
    attempts: 4,
    pause: 500,
    then: "backtrack",
    most: 9,
  });
  assert.deepEqual(await told({ more: "backtrack: none\non_error: {then: backtrack}" }), ["no-way-back backtrack"]);
});

Deno.test("settings of errors that change nothing are warnings", async () => {
  assert.deepEqual(await told({ more: "on_error: {pause: 2s}" }), ["no-effect pause"]);
  assert.deepEqual(await told({ more: "on_error: {attempts: 2, pause: 2s}" }), []);
  assert.deepEqual(await told({ more: "on_error: {then: fail, most: 2}" }), ["no-effect most"]);
  assert.deepEqual(await told({ more: "backtrack: none\non_error: {most: 2}" }), ["no-effect most"]);
});

Deno.test("a loop that is stuck takes a ladder, which is to end it unless said", async () => {
  assert.deepEqual((await plan("stall: {after: 2}")).stall, { after: 2, minDelta: 0, then: [{ rung: "fail" }] });
  const ladder = "[{use: ollama/x}, {heat: 0.2}, ask, {ask: 'Round ${{ round }}: what now?'}, fail]";
  const { stall, models } = await plan(`stall: {after: 3, min_delta: 0.5, then: ${ladder}}`);
  assert.deepEqual(stall, {
    after: 3,
    minDelta: 0.5,
    then: [
      { rung: "use", model: "ollama/x" },
      { rung: "heat", by: 0.2 },
      { rung: "ask" },
      { rung: "ask", question: "Round ${{ round }}: what now?" },
      { rung: "fail" },
    ],
  });
  assert.ok(models["ollama/x"]);
  assert.equal((await plan("")).stall, undefined);
});

Deno.test("a rung is one thing, and its model and its question are checked", async () => {
  const then = async (rungs: string) => await told({ more: `stall: {after: 3, then: [${rungs}]}` });
  assert.deepEqual(await then("{use: strong}"), ["unknown-model strong"]);
  assert.deepEqual(await then("{use: ollama/x, heat: 1}"), ["keys-apart heat"]);
  assert.deepEqual(await then("retry"), ["wrong-value retry"]);
  assert.deepEqual(await then("{ask: '${{ candidate.text }}'}"), ["unknown-name candidate"]);
  assert.deepEqual(await told({ more: "stall: {then: [ask]}" }), ["missing-key stall"]);
  assert.deepEqual(await told({ more: "stall: {after: 3, then: []}" }), ["wrong-value []"]);
});

Deno.test("rungs that nothing comes of are warnings", async () => {
  assert.deepEqual(await told({ more: "stall: {after: 3, then: [fail, ask]}" }), ["no-effect ask"]);
  const propose = "propose: {script: ./score.ts}";
  assert.deepEqual(await told({ propose, more: "stall: {after: 3, then: [{heat: 1}, {use: ollama/x}, ask]}" }), [
    "no-effect {heat: 1}",
    "no-effect {use: ollama/x}",
  ]);
});
