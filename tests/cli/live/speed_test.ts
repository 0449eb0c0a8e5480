import assert from "node:assert/strict";
import { Speed } from "../../../lib/cli/live/speed.ts";

Deno.test("speed counts what came of late, in tokens as outcomes have shown them", () => {
  const speed = new Speed();
  assert.equal(speed.at(0), 0);
  for (let at = 0; at < 3_000; at += 100) speed.arrive(at, 40);
  assert.equal(Math.round(speed.at(3_000)), 100, "a quarter of a token for a character, until it is known better");
  speed.learn(50, 100);
  assert.equal(Math.round(speed.at(3_000)), 200);
  assert.equal(speed.at(9_000), 0, "nothing comes any more");
});
