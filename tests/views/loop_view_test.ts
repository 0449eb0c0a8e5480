import assert from "node:assert/strict";
import { childCosts, LoopFold } from "../../lib/views/loop_view.ts";
import type { Row } from "./rows.ts";
import { cost, headOf, rows } from "./rows.ts";

function viewOf(...given: readonly Row[]) {
  const fold = new LoopFold();
  for (const entry of rows(...given)) fold.take(entry);
  return fold.view(headOf({ spent: cost(9), steps: 4 }), { gone: false });
}

const told = {
  type: "done",
  key: "round/0/told",
  value: { type: "value", value: { round: 0, verdict: "accepted", score: 1, best: null, from: 0 } },
} as const;

Deno.test("a loop is told with its sums: lives, attempts that failed, outcomes of another run", () => {
  const view = viewOf(
    { type: "drive" },
    { type: "failure", key: "round/1/a", value: {} },
    { type: "drive" },
    { ...told, reused: true },
  );
  assert.deepEqual([view.drives, view.totals.retries, view.totals.reused, view.totals.steps], [2, 1, 1, 4]);
  assert.deepEqual([view.totals.spent.usd, view.rounds.length, view.end], [9, 1, undefined]);
});

Deno.test("an end holds until the run is opened again", () => {
  const end = { type: "end", value: { kind: "exhausted", reason: "no money", cause: "usd", outputs: {} } } as const;
  assert.deepEqual(viewOf(told, end).end, { kind: "exhausted", reason: "no money", cause: "usd" });
  assert.equal(viewOf(told, end, { type: "reopen", value: {} }).end, undefined);
});

Deno.test("what child runs cost is known by the steps that started them", () => {
  const child = headOf({ parent: { run: 1, key: "round/1/edit" }, spent: cost(7) });
  assert.deepEqual([...childCosts([child, headOf()])], [["round/1/edit", cost(7)]]);
});
