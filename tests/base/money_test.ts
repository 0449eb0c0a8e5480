import assert from "node:assert/strict";
import fc from "../properties.ts";
import { formatUsd, NANO, nanos, usd } from "../../lib/base/money.ts";

/** Beyond this a number of dollars does not tell nano-dollars apart. */
const MOST = 8_000_000 * NANO;

Deno.test("whole nano-dollars come back from dollars as they were, up to eight million dollars", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: MOST }), (nano) => assert.equal(nanos(usd(nano)), nano)), {
    numRuns: 2_000,
  });
});

Deno.test("dollars are never rounded down by more than their own binary fraction", () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1_000, noNaN: true }), (dollars) => {
    const exact = dollars * NANO;
    assert.ok(nanos(dollars) >= exact - 1e-6);
    assert.ok(nanos(dollars) < exact + 1);
  }));
});

Deno.test("decimal prices are what they say", () => {
  const cases: [number, number][] = [
    [0.1, 1e8],
    [0.3, 3e8],
    [0.1 + 0.2, 3e8],
    [1.1, 1.1e9],
    [2.675, 2.675e9],
    [1e-9, 1],
    [1e-10, 1],
    [0, 0],
  ];
  for (const [dollars, nano] of cases) assert.equal(nanos(dollars), nano, String(dollars));
});

Deno.test("money is shown in as many decimals as tell it from nothing", () => {
  const cases: [number, string][] = [
    [0, "$0"],
    [5e8, "$0.50"],
    [1.2e6, "$0.0012"],
    [1, "<$0.0001"],
    [1e5, "$0.0001"],
    [12.345e9, "$12.35"],
    [-5e8, "-$0.50"],
    [-1, "-<$0.0001"],
  ];
  for (const [nano, text] of cases) assert.equal(formatUsd(nano), text);
});
