import assert from "node:assert/strict";
import { complaintOf } from "../../../lib/models/remote/complaint.ts";
import { failureOfComplaint, failureOfStatus } from "../../../lib/models/remote/failure_kind.ts";

const NOTHING = complaintOf({});

Deno.test("every status has its kind", () => {
  const kinds = {
    rate: [429],
    server: [408, 409, 500, 501, 502, 503, 504, 520, 524, 529],
    auth: [401, 403],
    money: [402],
    model: [404],
    request: [400, 405, 410, 413, 415, 418, 422],
  };
  for (const [kind, statuses] of Object.entries(kinds)) {
    for (const status of statuses) assert.equal(failureOfStatus(status, NOTHING), kind, String(status));
  }
});

Deno.test("a provider that wants to be paid is told from one that is busy", () => {
  for (
    const code of ["insufficient_quota", "billing_hard_limit_reached", "insufficient_credits", "billing_not_active"]
  ) {
    assert.equal(failureOfStatus(429, complaintOf({ error: { code } })), "money", code);
  }
  const limit = { error: { type: "rate_limit_error", details: { error_code: "contract_spend_limit_reached" } } };
  assert.equal(failureOfStatus(429, complaintOf(limit)), "money");
  assert.equal(failureOfStatus(429, complaintOf({ error: { code: "rate_limit_exceeded" } })), "rate");
  assert.equal(failureOfStatus(429, complaintOf({ error: { status: "RESOURCE_EXHAUSTED" } })), "rate");
  const low = complaintOf({
    error: { type: "invalid_request_error", message: "Your credit balance is too low to go on" },
  });
  assert.equal(failureOfStatus(400, low), "money");
});

Deno.test("what is told inside an answer is classed by its status, else by its name, else it is the provider's trouble", () => {
  const kind = (error: unknown) => failureOfComplaint(complaintOf({ error }));
  assert.equal(kind({ code: 429, message: "slow down" }), "rate");
  assert.equal(kind({ type: "rate_limit_error" }), "rate");
  assert.equal(kind({ type: "overloaded_error" }), "server");
  assert.equal(kind({ type: "authentication_error" }), "auth");
  assert.equal(kind({ type: "invalid_request_error", code: "model_not_found" }), "model");
  assert.equal(kind({ type: "invalid_request_error", code: "context_length_exceeded" }), "request");
  assert.equal(kind({ code: "insufficient_quota", type: "insufficient_quota" }), "money");
  assert.equal(kind({ message: "the wheels came off" }), "server");
  assert.equal(kind("the wheels came off"), "server");
});
