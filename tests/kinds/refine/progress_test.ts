import assert from "node:assert/strict";
import type { Stride } from "../../../lib/kinds/refine/progress.ts";
import { progressAfter, progressFrom } from "../../../lib/kinds/refine/progress.ts";

function rounds(bests: readonly (number | null)[], stride: Partial<Stride> = {}): readonly number[] {
  let progress = progressFrom(bests[0]!);
  return bests.slice(1).map((best) => {
    progress = progressAfter(progress, best, { goal: "max", minDelta: 0, ...stride });
    return progress.rounds;
  });
}

Deno.test("rounds without a better best are counted; a better one begins the count anew", () => {
  assert.deepEqual(rounds([1, 1, 1, 2, 2]), [1, 2, 0, 1]);
});

Deno.test("a tie is no progress, and a best that is worse is none either", () => {
  assert.deepEqual(rounds([1, 1, 0.5]), [1, 2]);
});

Deno.test("when less is better, less is progress", () => {
  assert.deepEqual(rounds([3, 2, 2, 1], { goal: "min" }), [0, 1, 0]);
});

Deno.test("small steps add up: the best is held against the last that was better by enough", () => {
  assert.deepEqual(rounds([1, 1.04, 1.08, 1.12, 1.13], { minDelta: 0.1 }), [1, 2, 0, 1]);
});

Deno.test("the first best of a loop that had none is progress", () => {
  assert.deepEqual(rounds([null, null, 0, 0]), [1, 0, 1]);
});
