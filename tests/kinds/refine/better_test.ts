import assert from "node:assert/strict";
import { isBetter } from "../../../lib/kinds/refine/better.ts";

Deno.test("more is better or less is, as the goal says; a tie is not better", () => {
  assert.ok(isBetter("max", 2, 1) && !isBetter("max", 1, 2) && !isBetter("max", 1, 1));
  assert.ok(isBetter("min", 1, 2) && !isBetter("min", 2, 1) && !isBetter("min", 1, 1));
});

Deno.test("with a least difference, what is better by less is not better; what floating point takes away is given back", () => {
  assert.ok(isBetter("max", 0.52, 0.5, 0.01) && !isBetter("max", 0.509, 0.5, 0.01));
  assert.ok(isBetter("max", 0.3, 0.2, 0.1), "0.3 - 0.2 is 0.09999999999999998");
  assert.ok(isBetter("min", 0.2, 0.3, 0.1));
  assert.ok(!isBetter("max", 0.5, 0.5, 1e-12), "a tie is no difference, however small it may be");
});
