import assert from "node:assert/strict";
import { lines, refine, says } from "./refining.ts";

Deno.test("a loop goes on from what is better, goes back from what is not, and gives its best", async () => {
  const m = says("3", "2", "5"), { end, told } = await refine({ m });
  assert.deepEqual(lines(told), [
    "0 accepted 1 best 1@0 from 0",
    "1 accepted 3 best 3@1 from 0",
    "2 rejected 2 best 3@1 from 1 back 1",
    "3 accepted 5 best 5@3 from 1",
  ]);
  assert.deepEqual([end.kind, end.reason, end.outputs], ["done", "depth 3 is reached", { text: "5", score: 5 }]);
});
