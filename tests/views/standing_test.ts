import assert from "node:assert/strict";
import { isDriven, isEnded, standing } from "../../lib/views/standing.ts";
import { headOf } from "./rows.ts";

const live = { epoch: 3, holder: "x", live: true }, lapsed = { epoch: 3, holder: "x", live: false };

Deno.test("a run that is written down as driven while nobody drives it is interrupted", () => {
  for (const status of ["running", "waiting", "queued"] as const) {
    assert.equal(standing(headOf({ status, lease: live }), { gone: false }), status);
    assert.equal(standing(headOf({ status, lease: lapsed }), { gone: true }), "interrupted");
    assert.equal(
      standing(headOf({ status, lease: live }), { gone: true }),
      "interrupted",
      "before the lease has lapsed",
    );
  }
});

Deno.test("a run that nobody has ever driven is queued, one that rests or has ended is what it is", () => {
  assert.equal(
    standing(headOf({ status: "queued", lease: { epoch: 0, holder: "", live: false } }), { gone: true }),
    "queued",
  );
  for (const status of ["paused", "done", "converged", "stalled", "exhausted", "failed", "cancelled"] as const) {
    assert.equal(standing(headOf({ status, lease: lapsed }), { gone: true }), status);
    assert.equal(isEnded(status), status !== "paused");
    assert.equal(isDriven(status), false);
  }
});
