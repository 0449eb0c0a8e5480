import assert from "node:assert/strict";
import { isNestedDeeper, MAX_NESTING } from "../../lib/base/nesting.ts";

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
  return value;
}

Deno.test("values may be nested as deep as the limit, and not one deeper", () => {
  assert.equal(isNestedDeeper(1, 0), false);
  assert.equal(isNestedDeeper([], 0), true);
  for (const limit of [1, 7, MAX_NESTING]) {
    assert.equal(isNestedDeeper(nested(limit), limit), false);
    assert.equal(isNestedDeeper(nested(limit + 1), limit), true);
    assert.equal(isNestedDeeper([1, [nested(limit)]], limit), true);
  }
});

Deno.test("no depth is too much to be told, and a cycle is too deep", () => {
  assert.equal(isNestedDeeper(nested(1_000_000)), true);
  const cycle: { left?: unknown; right?: unknown } = {};
  cycle.left = cycle, cycle.right = cycle;
  assert.equal(isNestedDeeper(cycle), true);
});
