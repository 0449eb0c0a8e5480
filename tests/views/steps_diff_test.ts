import assert from "node:assert/strict";
import type { ComparedStep } from "../../lib/views/steps_diff.ts";
import { stepsDiff } from "../../lib/views/steps_diff.ts";

function step(seq: number, key: string, more: Partial<ComparedStep> = {}): ComparedStep {
  const cost = { usd: 0, tokens: 0, calls: 0 };
  return { seq, key, hash: `h ${key}`, state: "done", reused: false, outcome: "o", cost, ...more };
}

const NONE = {
  same: 0,
  reused: 0,
  shared: 0,
  sameOutcome: [],
  otherOutcome: [],
  otherRequest: [],
  onlyBefore: [],
  onlyAfter: [],
};

Deno.test("steps are the same when their key, what they asked for and what came of it are", () => {
  const before = [step(1, "a"), step(2, "b"), step(3, "c"), step(4, "d"), step(5, "e"), step(7, "g")];
  const after = [
    step(1, "a"),
    step(2, "b", { outcome: "other" }),
    step(3, "c", { hash: "other", outcome: "other" }),
    step(4, "d", { state: "failed" }),
    step(6, "f"),
    step(7, "g", { hash: "of other texts" }),
  ];
  assert.deepEqual(stepsDiff(before, after), {
    ...NONE,
    same: 1,
    sameOutcome: ["g"],
    otherOutcome: ["b", "d"],
    otherRequest: ["c"],
    onlyBefore: ["e"],
    onlyAfter: ["f"],
  });
});

Deno.test("a key that comes again names its steps in turn", () => {
  const before = [step(1, "a", { outcome: "1" }), step(2, "a", { outcome: "2" })];
  const after = [...before, step(3, "a", { outcome: "3" })];
  assert.deepEqual(stepsDiff(before, after), { ...NONE, same: 2, onlyAfter: ["a"] });
  assert.deepEqual(stepsDiff(after, before), { ...NONE, same: 2, onlyBefore: ["a"] });
});

Deno.test("what a fork took over is the same, what its origin did before is shared, the rest is compared", () => {
  const origin = [step(1, "a"), step(2, "b"), step(3, "c"), step(4, "d"), step(5, "d", { outcome: "later" })];
  const fork = [step(2, "c", { reused: true }), step(4, "d"), step(5, "e")];
  assert.deepEqual(stepsDiff(origin, fork, { forkedAt: 3 }), {
    ...NONE,
    same: 2,
    reused: 1,
    shared: 2,
    onlyBefore: ["d"],
    onlyAfter: ["e"],
  });
});
