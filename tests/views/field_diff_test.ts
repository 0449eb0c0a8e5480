import assert from "node:assert/strict";
import type { Json } from "../../lib/base/json.ts";
import { canonical } from "../../lib/base/json.ts";
import { fieldDiff } from "../../lib/views/field_diff.ts";
import fc from "../properties.ts";

Deno.test("fields that differ are told with the way to them, and those that do not are left out", () => {
  const before = { a: 1, list: [{ n: 1 }, { n: 2 }], gone: null, same: { x: [1] }, "odd key": true };
  const after = { a: 1, list: [{ n: 1 }, { n: 3 }, 4], same: { x: [1] }, "odd key": false, came: "new" };
  assert.deepEqual(fieldDiff(before, after), [
    { path: "list[1].n", before: 2, after: 3 },
    { path: "list[2]", after: 4 },
    { path: "gone", before: null },
    { path: '["odd key"]', before: true, after: false },
    { path: "came", after: "new" },
  ]);
});

Deno.test("texts of several lines are compared line by line", () => {
  const [short, long] = fieldDiff({ a: "x", b: "one\ntwo" }, { a: "y", b: "one\nthree" });
  assert.deepEqual(short, { path: "a", before: "x", after: "y" });
  assert.ok(long?.text?.is === "changed");
  assert.deepEqual([long.text.removed, long.text.added], [1, 1]);
});

Deno.test("values have no differences when they are the same JSON, and only then", () => {
  const value = fc.jsonValue({ maxDepth: 4 });
  fc.assert(fc.property(value, value, (before, after) => {
    const isSame = canonical(before) === canonical(after);
    assert.equal(fieldDiff(before as Json, after as Json).length === 0, isSame);
    assert.deepEqual(fieldDiff(before as Json, JSON.parse(canonical(before)) as Json), []);
  }));
});
