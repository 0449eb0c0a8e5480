import assert from "node:assert/strict";
import { costView, patternOf } from "../../lib/views/cost_view.ts";
import { runView } from "../../lib/views/run_view.ts";
import { cost, generated, headOf, rows } from "./rows.ts";

const child = runView({
  head: headOf({ name: "c", parent: { run: 1, key: "edit" }, spent: cost(5, 5) }),
  entries: rows(
    { type: "intent", key: "propose/0", value: "writer" },
    { type: "result", key: "propose/0", ref: 1, booking: cost(5, 5), value: generated("n9") },
  ),
  models: { writer: "test/large" },
});
const view = runView({
  head: headOf({ spent: cost(10, 20) }),
  entries: rows(
    { type: "intent", key: "round/1/expand/0", value: "writer" },
    { type: "result", key: "round/1/expand/0", ref: 1, booking: cost(1, 2), value: generated("n1") },
    { type: "intent", key: "round/2/expand/1", value: "writer" },
    { type: "failure", key: "round/2/expand/1", ref: 3, booking: cost(1, 2), value: { code: "rate", message: "no" } },
    { type: "intent", key: "round/2/expand/1", value: "writer" },
    { type: "result", key: "round/2/expand/1", ref: 5, booking: cost(3, 2), value: generated("n2") },
    { type: "done", key: "edit", value: { type: "value", value: { run: "c", kind: "done" } } },
  ),
  children: [child],
  models: { writer: "test/words" },
});

Deno.test("steps that do the same in other rounds are one line, the dearest first, child runs included", () => {
  assert.equal(patternOf("round/12/expand/0"), "round/*/expand/*");
  const { bySteps, total } = costView(view);
  assert.deepEqual(bySteps, [
    { what: "round/*/expand/*", steps: 2, cost: { usd: 5, tokens: 6, calls: 3 }, retries: 1 },
    { what: "propose/*", steps: 1, cost: { usd: 5, tokens: 5, calls: 1 }, retries: 0 },
  ]);
  assert.deepEqual(total, cost(10, 20));
});

Deno.test("each run's own plan says which model a name stands for; without one it is the name", () => {
  const told = costView(view).byModel.map(({ what, cost, retries }) => [what, cost.usd, cost.calls, retries]);
  assert.deepEqual(told, [["test/words", 5, 3, 1], ["test/large", 5, 1, 0]]);
  const entries = rows({ type: "intent", key: "a", value: "mine" }, {
    type: "settled",
    key: "a",
    ref: 1,
    booking: cost(2),
  });
  assert.deepEqual(costView(runView({ head: headOf(), entries })).byModel.map(({ what }) => what), ["mine"]);
});
