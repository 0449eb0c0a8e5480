import assert from "node:assert/strict";
import { counted, grade, span, spending, took } from "../../lib/cli/amounts.ts";

Deno.test("spans are told in two units at most", () => {
  const spans = [0, 400, 9_949, 9_950, 59_499, 59_500, 125_000, 3_600_000, 8_040_000, 90_000_000];
  assert.deepEqual(spans.map(span), [
    "0.0s",
    "0.4s",
    "9.9s",
    "10s",
    "59s",
    "1m00s",
    "2m05s",
    "1h00m",
    "2h14m",
    "1d01h",
  ]);
  assert.deepEqual([took(12.4), took(999), took(1_500)], ["12ms", "999ms", "1.5s"]);
});

Deno.test("grades are told in few digits", () => {
  assert.deepEqual([0, 1, 7.5, 0.8342, 123.456, 0.0000123, 1e9].map(grade), [
    "0",
    "1",
    "7.50",
    "0.83",
    "123.5",
    "1.2e-5",
    "1.0e+9",
  ]);
});

Deno.test("a budget is told dimension by dimension, with its limit where there is one", () => {
  const spent = { usd: 12_300_000, tokens: 3_120, calls: 24 };
  assert.deepEqual(spending(spent, { usd: 500_000_000, calls: 300, wall: 600_000 }, 42_000), [
    "$0.0123 of $0.50",
    "24 of 300 calls",
    "3,120 tokens",
    "42s of 10m",
  ]);
  assert.deepEqual(spending({ usd: 0, tokens: 5, calls: 1 }, {}), ["1 call", "5 tokens"]);
  assert.deepEqual([counted(1, "step"), counted(2, "retry", "retries")], ["1 step", "2 retries"]);
});
