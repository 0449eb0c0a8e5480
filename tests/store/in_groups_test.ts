import assert from "node:assert/strict";
import { inGroups } from "../../lib/store/in_groups.ts";
import fc from "../properties.ts";

Deno.test("groups hold everything in its order, and none is too long unless one item alone is", () => {
  const options = { sizeOf: (size: number) => size, most: 10, count: 4 };
  assert.deepEqual(inGroups([3, 3, 3, 2, 20, 1, 0, 0, 0, 0], options), [[3, 3, 3], [2], [20], [1, 0, 0, 0], [0]]);
  fc.assert(fc.property(fc.array(fc.nat(20)), (sizes) => {
    const groups = inGroups(sizes, options);
    assert.deepEqual(groups.flat(), sizes);
    for (const group of groups) {
      assert.ok(group.length > 0 && group.length <= 4);
      assert.ok(group.length === 1 || group.reduce((sum, size) => sum + size, 0) <= 10);
    }
  }));
});
