import assert from "node:assert/strict";
import fc from "../properties.ts";
import { formatDuration, parseDuration } from "../../lib/base/duration.ts";

Deno.test("every whole number of milliseconds reads back from its spelling", () => {
  fc.assert(fc.property(fc.nat({ max: 2 ** 50 }), (milliseconds) => {
    assert.equal(parseDuration(formatDuration(milliseconds)), milliseconds);
  }));
});

Deno.test("a duration is amounts and units, from large to small", () => {
  const cases: [string, number][] = [
    ["90s", 90_000],
    ["45m", 2_700_000],
    ["2h", 7_200_000],
    ["1h30m", 5_400_000],
    ["2d", 172_800_000],
    ["500ms", 500],
    ["1m500ms", 60_500],
    ["1.5h", 5_400_000],
    ["0.5s", 500],
    ["1d2h3m4s5ms", 93_784_005],
    [" 10m ", 600_000],
    ["0s", 0],
  ];
  for (const [text, milliseconds] of cases) assert.equal(parseDuration(text), milliseconds, text);
});

Deno.test("everything else is no duration", () => {
  const wrong = [
    "",
    " ",
    "10",
    "10x",
    "m",
    "1 h",
    "1m1h",
    "1h1h",
    "-1s",
    "1e3s",
    "1,5h",
    "10M",
    "1h 30m",
    "∞s",
    `${"9".repeat(400)}d`,
  ];
  for (const text of wrong) assert.equal(parseDuration(text), undefined, text);
});

Deno.test("a spelling uses each unit once, largest first, and none that is not needed", () => {
  const cases: [number, string][] = [[0, "0s"], [1, "1ms"], [90_000, "1m30s"], [3_600_000, "1h"], [
    86_400_001,
    "1d1ms",
  ]];
  for (const [milliseconds, text] of cases) assert.equal(formatDuration(milliseconds), text);
});
