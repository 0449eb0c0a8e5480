import assert from "node:assert/strict";
import { parseRate } from "../../lib/base/rate.ts";

Deno.test("a rate is so many in a stretch of time", () => {
  const cases: [string, number, number][] = [
    ["60/m", 60, 60_000],
    ["5/s", 5, 1_000],
    ["10/30s", 10, 30_000],
    ["1/1h30m", 1, 5_400_000],
    [" 2000 / d ", 2_000, 86_400_000],
    ["1/ms", 1, 1],
  ];
  for (const [text, starts, per] of cases) assert.deepEqual(parseRate(text), { starts, per }, text);
});

Deno.test("everything else is no rate: one that lets nothing through is none", () => {
  for (
    const text of [
      "",
      "60",
      "60/",
      "/m",
      "0/m",
      "60/0s",
      "1.5/s",
      "-1/s",
      "60/minute",
      "60/x",
      "60/m/s",
      "9".repeat(20) + "/s",
    ]
  ) {
    assert.equal(parseRate(text), undefined, text);
  }
});
