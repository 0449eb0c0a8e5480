import assert from "node:assert/strict";
import { modelOfAttempt } from "../../../lib/kinds/process/failure_kind_ladder.ts";

Deno.test("[P30] the third attempt turns to the first of the ladder, every later one to the last", () => {
  const models = (ladder: readonly string[]) => [1, 2, 3, 4, 9].map((n) => modelOfAttempt({ model: "m", ladder }, n));
  assert.deepEqual(models([]), ["m", "m", "m", "m", "m"]);
  assert.deepEqual(models(["a"]), ["m", "m", "a", "a", "a"]);
  assert.deepEqual(models(["a", "b", "c"]), ["m", "m", "a", "c", "c"]);
});
