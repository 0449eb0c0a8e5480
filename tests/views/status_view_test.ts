import assert from "node:assert/strict";
import { statusView } from "../../lib/views/status_view.ts";
import { headOf, rows } from "./rows.ts";

Deno.test("a status names the questions that are open, and no others", () => {
  const tail = rows(
    { type: "wait", key: "one", value: { due: null, question: "One?" } },
    { type: "wait", key: "two", value: { due: 9_000, question: "Two?", choices: ["a"] } },
    { type: "done", key: "one", value: { type: "value", value: 1 } },
  );
  const { awaited, status } = statusView(headOf({ status: "waiting" }), tail, { gone: false });
  assert.equal(status, "waiting");
  assert.deepEqual(awaited, [{ key: "two", since: 2_000, question: "Two?", choices: ["a"], due: 9_000 }]);
});

Deno.test("a run that has ended says why and waits for nothing", () => {
  const tail = rows(
    { type: "wait", key: "one", value: { due: null, question: "One?" } },
    { type: "end", value: { kind: "cancelled", reason: "enough", cause: "cancel" } },
  );
  const view = statusView(headOf({ status: "cancelled" }), tail, { gone: true });
  assert.deepEqual([view.status, view.reason, view.awaited], ["cancelled", "enough", []]);
});
