import assert from "node:assert/strict";
import { SLOW, testParts } from "./parts.ts";
import { files } from "./tree.ts";

const TESTS: readonly string[] = files().filter((path) => path.endsWith("_test.ts"));

/** Files of tests that a part is called with. */
function testsIn(part: readonly string[]): readonly string[] {
  return TESTS.filter((path) => part.some((place) => path === place || path.startsWith(`${place}/`)));
}

Deno.test("every test is in one part, and no part is empty", () => {
  const parts = testParts({ quick: false }).map(testsIn);
  assert.deepEqual(parts.flat().toSorted(), TESTS.toSorted());
  assert.ok(parts.every((part) => part.length > 0));
});

Deno.test("folders that take long are begun first, and are there", () => {
  const parts = testParts({ quick: false }).flat();
  assert.deepEqual(parts.slice(0, SLOW.length), SLOW);
});

Deno.test("the quick way leaves out the tests that kill processes, and nothing else", () => {
  const quick = new Set(testParts({ quick: true }).flatMap(testsIn));
  const left = TESTS.filter((path) => !quick.has(path));
  assert.deepEqual(left, TESTS.filter((path) => path.startsWith("tests/crash/")));
  assert.ok(left.length > 0);
});
