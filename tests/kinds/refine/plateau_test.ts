import assert from "node:assert/strict";
import { plateaued, withScore } from "../../../lib/kinds/refine/plateau.ts";
import type { Goal } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";

const flat = (scores: readonly (number | null)[], patience = 3, minDelta = 0.01, goal: Goal = "max") =>
  plateaued(scores, { patience, minDelta, goal });

Deno.test("totals that stay the same are flat (V1, V4)", () => {
  assert.ok(flat([0.5, 0.5, 0.5, 0.5]));
  assert.ok(flat([0.5, 0.7, 0.8, 0.8, 0.8, 0.8]));
  assert.ok(flat([0.5, 0.8, 0.8, 0.8], 2));
});

Deno.test("totals that rise are not, and neither are too few of them (V2, V3)", () => {
  assert.ok(!flat([0.1, 0.3, 0.5, 0.7]));
  assert.ok(!flat([0.5, 0.5]));
  assert.ok(!flat([0.5, 0.5, 0.5]));
  assert.ok(!flat([]));
});

Deno.test("small steps add up to one that counts", () => {
  assert.ok(!flat([0.5, 0.505, 0.509, 0.511]));
  assert.ok(flat([0.5, 0.505, 0.509, 0.5095]));
});

Deno.test("totals that fall are flat: nothing is better than what was there", () => {
  assert.ok(flat([0.5, 0.4, 0.3, 0.2]));
});

Deno.test("rounds without a total are passed over, not counted", () => {
  assert.ok(flat([null, 0.5, null, 0.5, 0.5, 0.5]));
  assert.ok(!flat([0.5, null, null, null]));
});

Deno.test("a step of just the least difference counts, whatever floating point makes of it", () => {
  assert.ok(!flat([0.5, 0.51, 0.5, 0.5]));
  assert.ok(!flat([0.2, 0.3, 0.2, 0.2], 3, 0.1), "0.3 - 0.2 is a little less than 0.1");
});

Deno.test("without a least difference, only what is better at all counts", () => {
  assert.ok(flat([0.5, 0.5, 0.5], 2, 0));
  assert.ok(!flat([0.5, 0.5, 0.5001], 2, 0));
});

Deno.test("when less is better, totals that stay or rise are flat, and such that fall are not", () => {
  assert.ok(flat([0.5, 0.5, 0.5, 0.5], 3, 0.01, "min"));
  assert.ok(flat([0.5, 0.6, 0.7, 0.8], 3, 0.01, "min"));
  assert.ok(!flat([0.5, 0.4, 0.4, 0.4], 3, 0.01, "min"));
});

Deno.test("what is kept of many totals says the same as all of them, and is no longer than patience asks", () => {
  const total = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);
  fc.assert(fc.property(
    fc.array(total, { minLength: 1, maxLength: 40 }),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom<Goal>("max", "min"),
    (scores, patience, shorter, goal) => {
      let kept: readonly number[] = [];
      scores.forEach((score, i) => {
        kept = withScore(kept, score, { patience, goal });
        const all = scores.slice(0, i + 1);
        assert.ok(kept.length <= patience + 1);
        const asked = Math.max(1, patience - shorter);
        for (const minDelta of [0, 0.1]) {
          assert.equal(
            plateaued(kept, { patience: asked, minDelta, goal }),
            plateaued(all, { patience: asked, minDelta, goal }),
          );
        }
      });
    },
  ));
});
