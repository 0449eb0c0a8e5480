import assert from "node:assert/strict";
import type { End } from "../../lib/plan/mod.ts";
import { failedStep, retryIn, senderOf } from "../../lib/views/why_view.ts";
import type { Row } from "./rows.ts";
import { cost, rows } from "./rows.ts";

const failed = (message: string) => ({ type: "failed", failure: { code: "script", message } });
const end: End = {
  kind: "failed",
  reason: "step `round/2/propose/0/again/2` failed: third",
  cause: "round/2/propose/0/again/2",
  failure: { code: "script", message: "third" },
};

Deno.test("a step that failed a run counts all its attempts, whichever key each had", () => {
  const tail = rows(
    { type: "intent", key: "round/2/propose/0", booking: cost(1) },
    { type: "failure", key: "round/2/propose/0", ref: 1, value: { code: "rate", message: "first" } },
    { type: "intent", key: "round/2/propose/0", booking: cost(1) },
    { type: "result", key: "round/2/propose/0", ref: 3, value: failed("second") },
    { type: "done", key: "round/2/propose/1", value: { type: "value", value: 1 } },
    { type: "done", key: "round/2/propose/0/again/2", value: failed("third") },
  );
  assert.deepEqual(failedStep(end, tail), {
    key: "round/2/propose/0",
    error: "third",
    code: "script",
    attempts: 3,
    earlier: ["first", "second"],
  });
});

Deno.test("what failed is the program itself where no step did", () => {
  const threw: End = { kind: "failed", reason: "the moon is full", cause: "program" };
  assert.deepEqual(failedStep(threw, rows({ type: "done", key: "a", value: { type: "value", value: 1 } })), {
    error: "the moon is full",
    code: "unknown",
    attempts: 0,
    earlier: [],
  });
  assert.equal(failedStep({ kind: "done", reason: "x", cause: "y" }, []), undefined);
});

Deno.test("who put a run to rest or ended it is told by the message it took, since it was driven last", () => {
  const took = (kind: string) => ({ type: "took", value: { kind, value: null } }) as const;
  const by = (kind: "pause" | "cancel", ...given: readonly Row[]) => senderOf(rows(...given), kind)?.by;
  const cancelled = { type: "end", value: { kind: "cancelled" } } as const;
  assert.equal(by("pause", { type: "drive" }, took("pause"), { type: "pause" }), "message");
  assert.equal(by("pause", { type: "drive" }, { type: "pause" }), "driver");
  assert.equal(
    by("pause", { type: "drive" }, took("pause"), { type: "pause" }, { type: "drive" }, { type: "pause" }),
    "driver",
  );
  assert.equal(by("cancel", { type: "drive" }, took("pause"), took("cancel"), cancelled), "message");
  assert.equal(by("cancel", { type: "drive" }, took("pause"), cancelled), "driver");
  assert.equal(by("pause", { type: "drive" }), undefined);
});

Deno.test("what is to be tried again is told while nothing came after it", () => {
  const failure = { type: "failure", key: "a", value: { code: "network", message: "away", at: 7_000 } } as const;
  assert.deepEqual(retryIn(rows(failure)), { key: "a", error: "away", at: 7_000 });
  assert.equal(retryIn(rows(failure, { type: "intent", key: "a", booking: cost(1) })), undefined);
  assert.equal(retryIn([]), undefined);
});
