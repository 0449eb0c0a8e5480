import assert from "node:assert/strict";
import type { RefineOptions } from "../../../lib/app/refine/options.ts";
import { kept } from "./loops.ts";

/** What a loop with a dollar spends whose steps cost 30 cents each. */
async function spentWith(reserve: NonNullable<RefineOptions<number>["reserve"]>): Promise<readonly unknown[]> {
  const { fix } = kept<number>({ budget: { usd: 1, iterations: 20 }, reserve, cost: () => 0.3 }, (n) => n + 1);
  const { kind, cause, spent } = await fix(0);
  return [kind, cause, spent.usd];
}

Deno.test("what a reserve leaves out is as dear as ever", async () => {
  assert.deepEqual(await spentWith({ calls: 1 }), ["exhausted", "usd", 0.9]);
  assert.deepEqual(await spentWith(() => ({ calls: 1 })), ["exhausted", "usd", 0.9]);
});

Deno.test("whatever is said, a budget that is used up lets no step begin", async () => {
  for (const reserve of [0, 0.1, () => 0]) assert.deepEqual(await spentWith(reserve), ["exhausted", "usd", 1.2]);
});

Deno.test("a function is believed that a step costs less than the one before it", async () => {
  const { fix } = kept<number>({
    budget: { usd: 1, iterations: 3 },
    reserve: (_, { step }) => step === 1 ? 0.9 : 0.05,
    cost: (n) => n === 1 ? 0.9 : 0.05,
  }, (n) => n + 1);
  assert.deepEqual([(await fix(0)).cause, (await fix(0)).spent.usd], ["iterations", 1]);
});

Deno.test("a reserve that throws, or is none, ends the run as failed and says so", async () => {
  const reasonWith = async (reserve: () => never) => (await kept<number>({ reserve }, (n) => n).fix(0)).reason;
  const boom = () => {
    throw new Error("boom");
  };
  assert.equal(await reasonWith(boom), "Cannot tell the `reserve` of step 1: boom");
  assert.match(await reasonWith((() => Promise.resolve(1)) as never), /the `reserve` of step 1: it is a promise; give/);
  assert.match(await reasonWith((() => new Map()) as never), /the `reserve` of step 1: it is no plain object; give/);
});
