import assert from "node:assert/strict";
import fc from "../properties.ts";
import { formatSize, parseSize } from "../../lib/base/size.ts";

Deno.test("every whole number of tokens reads back from its spelling", () => {
  const tokens = fc.oneof(
    fc.nat({ max: 2 ** 40 }),
    fc.nat({ max: 9_999 }).map((n) => n * 100_000),
    fc.nat().map((n) => n * 100),
  );
  fc.assert(fc.property(tokens, (count) => {
    assert.equal(parseSize(formatSize(count)), count);
    assert.ok(formatSize(count).length <= String(count).length);
  }));
});

Deno.test("a size is a number, or a number of thousands or millions", () => {
  const cases: [string, number][] = [
    ["800", 800],
    ["8k", 8_000],
    ["1.5k", 1_500],
    ["128K", 128_000],
    ["1m", 1_000_000],
    [" 4k ", 4_000],
    ["0", 0],
    ["1.005k", 1_005],
    ["1.50000k", 1_500],
    ["16809040.6k", 16_809_040_600],
    ["9007199254.740991m", Number.MAX_SAFE_INTEGER],
  ];
  for (const [text, tokens] of cases) assert.equal(parseSize(text), tokens, text);
});

Deno.test("everything else is no size: a part of a token is none", () => {
  for (
    const text of [
      "",
      "k",
      "8 k",
      "8kk",
      "8g",
      "-8",
      "1e3",
      "1.5",
      "1.2345k",
      "9007199254.740992m",
      "8,000",
      ".5k",
      "9".repeat(30),
    ]
  ) {
    assert.equal(parseSize(text), undefined, text);
  }
});

Deno.test("a spelling is in the largest unit that says it in one decimal", () => {
  const cases: [number, string][] = [[800, "800"], [8_000, "8k"], [1_500, "1.5k"], [1_234, "1234"], [1_000_000, "1m"], [
    1_500_000,
    "1.5m",
  ], [1_048_000, "1048k"]];
  for (const [tokens, text] of cases) assert.equal(formatSize(tokens), text);
});
