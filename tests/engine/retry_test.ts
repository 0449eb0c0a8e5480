import assert from "node:assert/strict";
import { counts, judge } from "../../lib/engine/retry.ts";
import type { ModelFailure } from "../../lib/models/model.ts";
import { ModelError } from "../../lib/models/model.ts";

const POLICY = { attempts: 5, base: 500, cap: 60_000 }, OFTEN = { failures: 1_000, counted: 1_000 };

function waitOf(failure: ModelFailure, failures: number, retryAfter?: number): number {
  const more = retryAfter === undefined ? {} : { retryAfter };
  const verdict = judge(new ModelError(failure, "no", more), { failures, counted: 0 }, POLICY);
  assert.ok(verdict.retry);
  return verdict.wait;
}

Deno.test("a provider that cannot be reached, is down or wants a pause is tried for ever", () => {
  for (const failure of ["network", "server", "rate"] as const) {
    assert.ok(judge(new ModelError(failure, "no"), OFTEN, POLICY).retry, failure);
    assert.ok(!counts(failure));
  }
});

Deno.test("an answer that cannot be used is asked for as often as the policy says, and the failure says how often", () => {
  assert.ok(judge(new ModelError("malformed", "cut off"), { failures: 9, counted: 3 }, POLICY).retry);
  const last = judge(new ModelError("malformed", "cut off"), { failures: 9, counted: 4 }, POLICY);
  assert.ok(!last.retry);
  assert.deepEqual(last.failure, { code: "malformed", message: "cut off (5 attempts)" });
});

Deno.test("what cannot pass is not tried again", () => {
  for (const failure of ["auth", "money", "request", "model"] as const) {
    assert.ok(!judge(new ModelError(failure, "no"), { failures: 0, counted: 0 }, POLICY).retry, failure);
  }
  assert.ok(!judge(new Error("thrown"), { failures: 0, counted: 0 }, POLICY).retry);
});

Deno.test("pauses double, jittered, up to the cap", () => {
  for (let failures = 0; failures < 40; failures++) {
    const full = Math.min(60_000, 500 * 2 ** failures), wait = waitOf("server", failures);
    assert.ok(wait >= full / 2 && wait <= full, `${wait} after ${failures}`);
  }
});

Deno.test("a provider's own wish is honoured, beyond the cap too, up to an hour", () => {
  assert.equal(waitOf("rate", 0, 0), 0);
  assert.equal(waitOf("rate", 9, 1_500), 1_500);
  assert.equal(waitOf("server", 0, 300_000), 300_000);
  assert.equal(waitOf("rate", 0, 86_400_000), 3_600_000);
});
