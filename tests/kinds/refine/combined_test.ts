import assert from "node:assert/strict";
import type { Truth } from "../../../lib/kinds/refine/combined.ts";
import { conditionsOf, firstUnknown, reasonsOf, truthOf, unknownsOf } from "../../../lib/kinds/refine/combined.ts";
import type { Combined } from "../../../lib/plan/mod.ts";
import fc from "../../properties.ts";

interface Leaf {
  readonly stop: "leaf";
  readonly id: number;
}

type Stop = Combined<Leaf>;

const leaf = (id: number): Leaf => ({ stop: "leaf", id });
const any = (...of: Stop[]): Stop => ({ stop: "any", of });
const all = (...of: Stop[]): Stop => ({ stop: "all", of });
const not = (of: Stop): Stop => ({ stop: "not", of });

/** Truths by the ids of leaves: `t`, `f`, anything else is unknown. */
const by = (truths: string) => ({ id }: Leaf): Truth =>
  truths[id] === "t" ? "true" : truths[id] === "f" ? "false" : "unknown";

Deno.test("any, all and not over what is known and what is not", () => {
  const truth = (stop: Stop, truths: string) => truthOf(stop, by(truths));
  assert.equal(truth(any(leaf(0), leaf(1)), "?t"), "true");
  assert.equal(truth(any(leaf(0), leaf(1)), "?f"), "unknown");
  assert.equal(truth(any(leaf(0), leaf(1)), "ff"), "false");
  assert.equal(truth(all(leaf(0), leaf(1)), "?f"), "false");
  assert.equal(truth(all(leaf(0), leaf(1)), "?t"), "unknown");
  assert.equal(truth(all(leaf(0), leaf(1)), "tt"), "true");
  assert.equal(truth(not(leaf(0)), "?"), "unknown");
  assert.equal(truth(not(all(leaf(0), leaf(1))), "?f"), "true");
  assert.equal(truth(any(), ""), "false");
});

Deno.test("what is unknown is only to be found out where it decides", () => {
  const judge = leaf(1), stop = any(all(leaf(0), judge), leaf(2));
  assert.deepEqual(unknownsOf(stop, by("f?f")), [], "the other half of its `all` is false");
  assert.deepEqual(unknownsOf(stop, by("t?t")), [], "the stop holds without it");
  assert.deepEqual(unknownsOf(stop, by("t?f")), [judge]);
  assert.deepEqual(unknownsOf(not(not(judge)), by("??")), [judge]);
});

Deno.test("reasons are the conditions that hold: one of an any, each of an all, a not as a whole", () => {
  const stop = any(leaf(0), all(leaf(1), not(leaf(2))), leaf(3));
  assert.deepEqual(reasonsOf(stop, by("ftft")), [leaf(1), not(leaf(2))]);
  assert.deepEqual(reasonsOf(stop, by("fttt")), [leaf(3)]);
  assert.deepEqual(reasonsOf(stop, by("fttf")), []);
  assert.deepEqual(conditionsOf(stop), [leaf(0), leaf(1), leaf(2), leaf(3)]);
});

const LEAVES = 5;

const STOPS = fc.letrec<{ stop: Stop }>((tie) => ({
  stop: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.integer({ min: 0, max: LEAVES - 1 }).map(leaf),
    fc.array(tie("stop"), { maxLength: 3 }).map((of) => any(...of)),
    fc.array(tie("stop"), { maxLength: 3 }).map((of) => all(...of)),
    tie("stop").map(not),
  ),
})).stop;

const TRUTHS = fc.array(fc.constantFrom("t", "f"), { minLength: LEAVES, maxLength: LEAVES });

Deno.test("finding out only what is asked for leads to the same as knowing everything, and never asks in vain", () => {
  fc.assert(
    fc.property(
      STOPS,
      TRUTHS,
      fc.array(fc.boolean(), { minLength: LEAVES, maxLength: LEAVES }),
      (stop, truths, free) => {
        const whole = truthOf(stop, by(truths.join(""))), known = truths.map((truth, i) => free[i] ? truth : "?");
        let asked = 0;
        for (;;) {
          const told = by(known.join("")), next = firstUnknown(stop, told);
          if (!next) break;
          assert.equal(told(next), "unknown");
          known[next.id] = truths[next.id]!;
          assert.ok(++asked <= LEAVES);
        }
        assert.equal(truthOf(stop, by(known.join(""))), whole);
        assert.equal(reasonsOf(stop, by(truths.join(""))).length > 0, whole === "true");
      },
    ),
  );
});
