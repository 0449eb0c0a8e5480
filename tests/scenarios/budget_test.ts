/** P: how budgets are written. L: how they are counted. */
import assert from "node:assert/strict";
import type { RefineBudget } from "../../mod.ts";
import { brief as codeBrief, count, made } from "./code_form.ts";
import { brief, errorsOf, noted, planOf, play, saying, says } from "./spec_form.ts";

async function wallInPlan(budget: string): Promise<number | undefined> {
  return (await planOf({ budget })).budget.wall;
}

async function wallOfRun(budget: RefineBudget): Promise<number | undefined> {
  const { fix, store } = made<number>({ budget: { ...budget, iterations: 0 } }, count), { runId } = await fix(0);
  return (await store.findRun(runId)).ledger.limits.wall;
}

Deno.test("[P1] `30s` is thirty seconds (spec)", async () => {
  assert.equal(await wallInPlan("{wall: 30s}"), 30_000);
});

Deno.test("[P1] `30s` is thirty seconds (library)", async () => {
  assert.equal(await wallOfRun({ wall: "30s" }), 30_000);
});

Deno.test("[P2] `10m` is ten minutes (spec)", async () => {
  assert.equal(await wallInPlan("{wall: 10m}"), 600_000);
});

Deno.test("[P2] `10m` is ten minutes (library)", async () => {
  assert.equal(await wallOfRun({ wall: "10m" }), 600_000);
});

Deno.test("[P3] `1h` is an hour, and `1h30m` an hour and a half (spec)", async () => {
  assert.deepEqual([await wallInPlan("{wall: 1h}"), await wallInPlan("{wall: 1h30m}")], [3_600_000, 5_400_000]);
});

Deno.test("[P3] `1h` is an hour, and `1h30m` an hour and a half (library)", async () => {
  assert.deepEqual([await wallOfRun({ wall: "1h" }), await wallOfRun({ wall: "1h30m" })], [3_600_000, 5_400_000]);
});

const NO_DURATIONS: readonly string[] = ["10x", "10", "10M", "soon", "-5m", "5m 10x"];

Deno.test("[P4] what is no duration is an error of the spec, before anything is made (spec)", async () => {
  for (const wall of NO_DURATIONS) {
    const errors = await errorsOf({ budget: `{wall: '${wall}'}` });
    assert.deepEqual(errors.map(({ code }) => code), ["bad-duration"], wall);
    assert.ok(errors[0]!.message.includes(wall), errors[0]!.message);
  }
});

Deno.test("[P4] what is no duration is an error where the loop is made, before a run is (library)", () => {
  for (const wall of NO_DURATIONS) {
    assert.throws(() => made<number>({ budget: { wall } }, count), {
      name: "RangeError",
      message:
        `Cannot make a loop: \`budget.wall\` is \`${wall}\`; give milliseconds, or a duration such as \`90s\`, \`10m\`, \`1h30m\``,
    });
  }
});

Deno.test("[P5] a budget of `5m` is the limit of its run, in milliseconds (spec)", async () => {
  const { head } = await play({ budget: "{wall: 5m, iterations: 1}" }, { models: { writer: says([1]).model } });
  assert.deepEqual(head.ledger.limits, { wall: 300_000, iterations: head.ledger.limits.iterations });
});

Deno.test("[P5] a budget of `5m` is the limit of its run, in milliseconds (library)", async () => {
  assert.equal(await wallOfRun({ wall: "5m" }), 300_000);
});

Deno.test("[P6] without a time there is no limit of time (spec)", async () => {
  assert.deepEqual((await planOf({})).budget, {});
});

Deno.test("[P6] without a time there is no limit of time (library)", async () => {
  assert.equal(await wallOfRun({}), undefined);
});

Deno.test("[L1] three iterations are three rounds, and a fourth is not begun (spec)", async () => {
  const writer = says([1, 2, 3, 4]),
    played = await play({ budget: "{iterations: 3}" }, { models: { writer: writer.model } });
  assert.deepEqual([...brief(played), writer.shown.length], ["exhausted", "iterations", 3, 3]);
});

Deno.test("[L1] three iterations are three steps, and a fourth is not begun (library)", async () => {
  const { fix, handed } = made<number>({ budget: { iterations: 3 } }, count);
  assert.deepEqual([...codeBrief(await fix(0)), handed], ["exhausted", "iterations", 3, [0, 1, 2]]);
});

Deno.test("[L2] with 0.6 of a dollar spent, a call that could cost 0.5 is asked for no more than 0.4 buys, and a third is not begun (spec)", async () => {
  const asked: number[] = [];
  const writer = noted(({ maxTokens }, index) => {
    asked.push(maxTokens);
    return saying(index + 1, Math.min(maxTokens, index === 0 ? 60 : 50));
  });
  const propose = "{model: writer, prompt: '?', max_tokens: 60}";
  const played = await play({ propose, budget: "{usd: 1}" }, { models: { writer: writer.model } });
  assert.deepEqual([...brief(played), played.end.spent.usd, asked], ["exhausted", "usd", 2, 1, [60, 40]]);
});

Deno.test("[L2] 0.6 and 0.5 of a dollar that steps book beyond their reservations are counted in full, and a third is not begun (library)", async () => {
  const costs = [0.6, 0.5],
    { fix, handed } = made<number>({
      budget: { usd: 1 },
      reserve: 0.1,
      cost: (n) => costs[n - 1]!,
    }, count);
  const end = await fix(0);
  assert.deepEqual([...codeBrief(end), end.spent.usd, handed.length], ["exhausted", "usd", 2, 1.1, 2]);
});

Deno.test("[L3] of two dollars and ten rounds, 1.20 and eight are left after rounds of 0.50 and 0.30 (spec)", async () => {
  const writer = noted((_, index) => saying(index + 1, [50, 30][index]!));
  const { end, head, told } = await play({
    propose: "{model: writer, prompt: '?', max_tokens: 50}",
    budget: "{usd: 2, iterations: 10}",
    stop: "{done: 'budget.left.usd != null && budget.left.usd < 1.25 && budget.spent.usd > 0'}",
  }, { models: { writer: writer.model } });
  assert.match(end.reason, /budget\.left\.usd is 1\.2, budget\.spent\.usd is 0\.8$/);
  assert.deepEqual([head.ledger.spent.usd, told.at(-1)!.round], [8e8, 2]);
});

Deno.test("[L3] of two dollars and ten steps, 1.20 and eight are left after steps of 0.50 and 0.30 (library)", async () => {
  const costs = [0.5, 0.3], left: unknown[] = [];
  const { fix } = made<number>({ budget: { usd: 2, iterations: 10 }, cost: (n) => costs[n - 1] ?? 0 }, (n, ctx) => {
    const { spent, remaining } = ctx.budget;
    left.push([spent.usd, remaining.usd, remaining.iterations]);
    if (ctx.step === 3) throw new Error("enough");
    return n + 1;
  });
  await fix(0);
  assert.deepEqual(left, [[0, 2, 10], [0.5, 1.5, 9], [0.8, 1.2, 8]]);
});
