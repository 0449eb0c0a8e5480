import assert from "node:assert/strict";
import { exitCodeOf } from "../../lib/cli/exit_codes.ts";

Deno.test("each end has a code of its own, and all that has not ended shares one", () => {
  const codes = ["done", "converged", "failed", "stalled", "exhausted", "cancelled"] as const;
  assert.deepEqual(codes.map(exitCodeOf), [0, 0, 1, 3, 4, 5]);
  for (const status of ["queued", "running", "waiting", "paused", "interrupted"] as const) {
    assert.equal(exitCodeOf(status), 6);
  }
});
