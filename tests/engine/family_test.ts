import assert from "node:assert/strict";
import { Clock } from "../../lib/engine/clock.ts";
import { Family } from "../../lib/engine/family.ts";
import { until } from "./models.ts";

function member(run: number, used: number) {
  return { run, clock: new Clock(used), wake: () => {} };
}

Deno.test("a beat stores the times of runs that are driven; one that has left is stored once more, and never again", async () => {
  const family = new Family(), [one, two, three] = [member(1, 10), member(2, 20), member(3, 30)] as const;
  family.join(one);
  const leave = family.join(two), leaveLate = family.join(three), runs = () => family.walls().map(({ run }) => run);
  assert.deepEqual(runs(), [1, 2, 3]);
  leave();
  const walls = family.walls();
  assert.deepEqual(walls, [{ run: 2, wall: 20 }, { run: 1, wall: 10 }, { run: 3, wall: 30 }]);
  three.clock.run();
  await until(() => three.clock.used > 30);
  three.clock.stand();
  leaveLate();
  family.stored(walls);
  assert.deepEqual(runs(), [3, 1], "3 has worked on since the beat began");
  family.stored(family.walls());
  assert.deepEqual(runs(), [1]);
});

Deno.test("a run that comes back is stored with what it has used since", () => {
  const family = new Family(), leave = family.join(member(2, 100));
  leave();
  family.join(member(2, 150));
  assert.deepEqual(family.walls(), [{ run: 2, wall: 150 }]);
});
