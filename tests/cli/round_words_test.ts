import assert from "node:assert/strict";
import { roundLine, roundNotes, roundStyle } from "../../lib/cli/round_words.ts";
import { toldRound } from "./loops.ts";

const best = { score: 7.9, round: 2 };
const REJECTED = toldRound({ round: 3, verdict: "rejected", score: 5.5, best, back: 2 });
const FAILED = toldRound({ round: 4, verdict: "failed", best, back: 2, error: "too many requests" });
const STALLED = toldRound({
  round: 5,
  verdict: "accepted",
  score: 7,
  best,
  stalled: { rounds: 3, step: "use `strong`" },
});

Deno.test("what became of a round is told in the words of a table", () => {
  assert.deepEqual(roundNotes(toldRound({ round: 0, score: 1 })), ["start"]);
  assert.deepEqual(roundNotes(toldRound({ round: 1, score: 1 })), []);
  assert.deepEqual(roundNotes(REJECTED), ["rejected, back to 2"]);
  assert.deepEqual(roundNotes({ ...REJECTED, error: "gate `short` is false" }), [
    "rejected, back to 2: gate `short` is false",
  ]);
  assert.deepEqual(roundNotes(FAILED), ["failed, back to 2: too many requests"]);
  assert.deepEqual(roundNotes(STALLED), ["stalled 3 rounds: use `strong`"]);
  assert.deepEqual(roundNotes({ ...STALLED, stalled: { rounds: 1, step: "" } }), ["stalled 1 round"]);
});

Deno.test("a round is one line with its score, the best, its cost and what became of it", () => {
  assert.equal(roundLine(toldRound({ round: 1, score: 6.125 }), { cost: "$0.03" }), "round 1 · 6.13 · best · $0.03");
  assert.equal(roundLine(REJECTED), "round 3 · 5.50 · best 7.90 of round 2 · rejected, back to 2");
  assert.equal(roundLine(FAILED), "round 4 · best 7.90 of round 2 · failed, back to 2: too many requests");
  assert.equal(roundLine(toldRound({ round: 1 })), "round 1");
});

Deno.test("what went wrong stands out", () => {
  assert.deepEqual([FAILED, REJECTED, STALLED, toldRound({ round: 1, score: 1 })].map(roundStyle), [
    "bad",
    "warn",
    "warn",
    undefined,
  ]);
});
