import assert from "node:assert/strict";
import { complaintOf } from "../../../lib/models/remote/complaint.ts";
import { complained, redirected, refused } from "../../../lib/models/remote/refused.ts";

function refusal(status: number, headers: Record<string, string> = {}, body: unknown = {}) {
  return refused({ id: "openai/m", host: "h", status, headers: new Headers(headers), complaint: complaintOf(body) });
}

Deno.test("a refusal names the model, the host, the status, the words and what to do", () => {
  assert.equal(
    refusal(400, {}, { error: { message: "top_k is not known." } }).message,
    "Cannot ask `openai/m`: h answers 400 and says: top_k is not known; change what is asked: the prompt or the settings of the model",
  );
  assert.equal(refusal(500).message, "Cannot ask `openai/m`: h answers 500; it is asked again");
});

Deno.test("a pause that is asked for is kept, of any refusal; a limit's end only of one that is over it", () => {
  assert.equal(refusal(429, { "retry-after": "3" }).retryAfter, 3000);
  assert.equal(refusal(503, { "retry-after": "3" }).retryAfter, 3000);
  assert.equal(refusal(429, { "x-ratelimit-reset": "4" }).retryAfter, 4000);
  assert.equal(refusal(503, { "x-ratelimit-reset": "4" }).retryAfter, undefined);
  assert.equal(refusal(429).retryAfter, undefined);
});

Deno.test("a refused call bills nothing, but one that a gateway gave up may", () => {
  for (const status of [400, 401, 402, 404, 429, 500, 502, 503, 529]) {
    assert.equal(refusal(status).mayBill, false, String(status));
  }
  for (const status of [504, 524]) assert.equal(refusal(status).mayBill, true, String(status));
});

Deno.test("a redirect tells the host it points to and nothing else of the address", () => {
  const to = (location: string) => redirected({ id: "openai/m", host: "h", status: 302, location }).message;
  assert.match(
    to("https://other/v2/sk-secret?k=sk-secret"),
    /answers 302 and points to https:\/\/other; set `base_url`/,
  );
  assert.match(to("/v2/sk-secret"), /points to another place there;/);
  for (const odd of ["", "http://", "::"]) assert.match(to(odd), /points (?:elsewhere|to another place there);/, odd);
});

Deno.test("trouble inside an answer may bill what has come so far", () => {
  const { failure, mayBill, message } = complained(complaintOf({ error: { code: 429, message: "slow" } }), "openai/m");
  assert.deepEqual([failure, mayBill], ["rate", true]);
  assert.match(message, /^The answer of `openai\/m` broke off: slow; it is asked again; a lower `concurrency`/);
});
