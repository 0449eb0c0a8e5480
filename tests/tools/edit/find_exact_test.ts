import assert from "node:assert/strict";
import { findEvery, findExact } from "../../../lib/tools/edit/find_exact.ts";

Deno.test("places that overlap are each one that could be meant, and only some of them can be replaced", () => {
  assert.deepEqual(findExact("aaaa", "aa"), [0, 1, 2]);
  assert.deepEqual(findEvery("aaaa", "aa"), [0, 2]);
});

Deno.test("no more places are looked for than a message could name, but all that are to be replaced", () => {
  assert.equal(findExact("a".repeat(1_000), "a").length, 100);
  assert.equal(findEvery("a".repeat(1_000), "a").length, 1_000);
});
