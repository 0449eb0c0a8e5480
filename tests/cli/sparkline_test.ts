import assert from "node:assert/strict";
import fc from "../properties.ts";
import { hasBlocks, sparkline } from "../../lib/cli/sparkline.ts";

const wide = { width: 40, blocks: true };

Deno.test("values are heights between the least and the most, and what has none is a gap", () => {
  assert.equal(sparkline([1, 2, 3, 4, 5, 6, 7, 8], wide), "▁▂▃▄▅▆▇█");
  assert.equal(sparkline([0, null, 10], wide), "▁ █");
  assert.equal(sparkline([-3, -1, -2], wide), "▁█▅");
  assert.equal(sparkline([], wide), "");
});

Deno.test("values that are all the same are of one middle height, and costs stand on nothing", () => {
  assert.equal(sparkline([2, 2, 2], wide), "▅▅▅");
  assert.equal(sparkline([4, 8], { ...wide, from: 0 }), "▅█");
});

Deno.test("where there is no room for all values a cell is the mean of some, gaps left out", () => {
  assert.equal(sparkline([0, 2, 10, null, null, null], { width: 3, blocks: true }), "▁█ ");
  assert.equal(sparkline(Array.from({ length: 10_000 }, (_, i) => i), { width: 8, blocks: true }), "▁▂▃▄▅▆▇█");
});

Deno.test("letters of eight weights stand for blocks on terminals that have none", () => {
  assert.equal(sparkline([1, 2, 3, 4, 5, 6, 7, 8], { width: 40, blocks: false }), ".:-=+*#@");
  const on = (env: Readonly<Record<string, string>>) => hasBlocks({ env: (name) => env[name] });
  assert.deepEqual(
    [{}, { TERM: "xterm-256color" }, { TERM: "dumb" }, { TERM: "linux" }, { TERM: "xterm", NO_UNICODE: "1" }].map(on),
    [true, true, false, false, false],
  );
});

Deno.test("no line is ever wider than it may be", () => {
  const value = fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
  fc.assert(fc.property(fc.array(value, { maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (values, width) => {
    const drawn = sparkline(values, { width, blocks: true });
    assert.equal([...drawn].length, Math.min(width, values.length));
    assert.match(drawn, /^[▁▂▃▄▅▆▇█ ]*$/);
  }));
});
