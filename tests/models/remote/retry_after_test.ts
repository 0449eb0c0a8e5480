import assert from "node:assert/strict";
import { pauseTold, resetTold } from "../../../lib/models/remote/retry_after.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

const pause = (headers: Record<string, string>) => pauseTold(new Headers(headers), NOW);
const reset = (headers: Record<string, string>) => resetTold(new Headers(headers), NOW);

Deno.test("a pause is told in seconds, until a date, or in milliseconds, which are surer", () => {
  assert.equal(pause({ "retry-after": "20" }), 20_000);
  assert.equal(pause({ "retry-after": "0.5" }), 500);
  assert.equal(pause({ "retry-after": " 0 " }), 0);
  assert.equal(pause({ "retry-after": "Fri, 02 Jan 2026 03:04:35 GMT" }), 30_000);
  assert.equal(pause({ "retry-after": "Fri, 02 Jan 2026 03:00:00 GMT" }), 0, "a date that has passed");
  assert.equal(pause({ "retry-after": "20", "retry-after-ms": "1500" }), 1500);
});

Deno.test("what is no pause is none", () => {
  for (const value of ["", "soon", "-5", "NaN", "Infinity s", "-1h"]) {
    assert.equal(pause({ "retry-after": value }), undefined, value);
  }
  assert.equal(pause({ "retry-after-ms": "-1" }), undefined);
  assert.equal(pause({}), undefined);
});

Deno.test("the limit that is used up tells when it is lifted, in whatever way providers tell time", () => {
  const openai = {
    "x-ratelimit-remaining-requests": "12",
    "x-ratelimit-reset-requests": "8m",
    "x-ratelimit-remaining-tokens": "0",
    "x-ratelimit-reset-tokens": "6m0s",
  };
  assert.equal(reset(openai), 360_000);
  assert.equal(reset({ ...openai, "x-ratelimit-reset-tokens": "120ms" }), 120);
  assert.equal(reset({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW + 7000) }), 7000);
  assert.equal(reset({ "x-ratelimit-reset": String(NOW / 1000 + 9) }), 9000);
  assert.equal(
    reset({
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-01-02T03:04:15Z",
    }),
    10_000,
  );
  assert.equal(reset({ "ratelimit-remaining": "0", "ratelimit-reset": "3" }), 3000);
});

Deno.test("limits of which something is left say nothing about a pause", () => {
  assert.equal(reset({ "x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "1s" }), undefined);
  assert.equal(reset({ "x-request-id": "reset" }), undefined);
});
