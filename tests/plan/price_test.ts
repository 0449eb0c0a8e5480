import assert from "node:assert/strict";
import type { Price } from "../../lib/plan/mod.ts";
import { dearest, mostCost, spentCost } from "../../lib/plan/price.ts";
import fc from "../properties.ts";

/** Two dollars a million in, ten out. */
const PLAIN: Price = { input: 2e9, output: 10e9, source: "spec" };

const CACHED: Price = {
  ...PLAIN,
  cached: 0.2e9,
  written: 2.5e9,
  long: { over: 1_000, input: 4e9, output: 15e9, cached: 0.4e9, written: 5e9 },
};

Deno.test("a call costs its tokens times the price, never a nano-dollar less", () => {
  assert.equal(mostCost(PLAIN, { input: 1_000, output: 100 }), 3_000_000);
  assert.equal(spentCost(PLAIN, { input: 1_000, output: 100 }), 3_000_000);
  assert.equal(spentCost({ input: 1, output: 1, source: "spec" }, { input: 1, output: 0 }), 1);
});

Deno.test("what was read from a cache is cheaper, what was written to one dearer, and untold it counts as written", () => {
  assert.equal(spentCost(CACHED, { input: 1_000, output: 0, cached: 400, written: 100 }), 80_000 + 250_000 + 1_000_000);
  assert.equal(spentCost(CACHED, { input: 1_000, output: 0, cached: 400 }), 80_000 + 600 * 2_500);
  assert.equal(spentCost(PLAIN, { input: 1_000, output: 0, cached: 400, written: 600 }), 2_000_000);
  assert.equal(spentCost(CACHED, { input: 100, output: 0, cached: 5_000, written: 5_000 }), 20_000);
});

Deno.test("a prompt past the limit makes every token of its call dearer, the first one included", () => {
  assert.equal(spentCost(CACHED, { input: 1_000, output: 10, written: 0 }), 2_000_000 + 100_000);
  assert.equal(spentCost(CACHED, { input: 1_001, output: 10, written: 0 }), 4_004_000 + 150_000);
  assert.deepEqual(dearest(CACHED, 1_000), { input: 2.5e9, output: 10e9 });
  assert.deepEqual(dearest(CACHED, 1_001), { input: 5e9, output: 15e9 });
});

Deno.test("no call costs more than its bound, however much of it a cache holds and however few tokens it is in the end", () => {
  const tokens = fc.nat({ max: 3_000 });
  fc.assert(
    fc.property(
      tokens,
      tokens,
      fc.option(tokens, { nil: undefined }),
      fc.option(tokens, { nil: undefined }),
      fc.gen(),
      (
        input,
        output,
        cached,
        written,
        g,
      ) => {
        const less = { input: g(fc.nat, { max: input }), output: g(fc.nat, { max: output }) };
        const told = { ...(cached === undefined ? {} : { cached }), ...(written === undefined ? {} : { written }) };
        for (const price of [PLAIN, CACHED]) {
          assert.ok(spentCost(price, { ...less, ...told }) <= mostCost(price, { input, output }));
        }
      },
    ),
  );
});
