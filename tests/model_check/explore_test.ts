import assert from "node:assert/strict";
import type { Choose } from "./explore.ts";
import { explore } from "./explore.ts";

Deno.test("every list of choices is played once, also where one choice decides how many follow", async () => {
  const seen: string[] = [];
  const explored = await explore((choose) => {
    const first = choose(3), more = first === 2 ? [] : [choose(2), choose(first + 1)];
    seen.push([first, ...more].join(""));
    return Promise.resolve();
  }, 100);
  assert.deepEqual(seen, ["000", "010", "100", "101", "110", "111", "2"]);
  assert.deepEqual(explored, { schedules: 7, all: true });
});

Deno.test("what is bounded says that it is, and nothing to choose is one schedule", async () => {
  const thrice = (choose: Choose) => Promise.resolve(void choose(3));
  assert.deepEqual(await explore(thrice, 2), { schedules: 2, all: false });
  assert.deepEqual(await explore(thrice, 3), { schedules: 3, all: true });
  assert.deepEqual(await explore(() => Promise.resolve(), 9), { schedules: 1, all: true });
});

Deno.test("a schedule that fails is told by its choices, and one that is not the same twice is found out", async () => {
  const failing = (choose: Choose) =>
    choose(2) === 1 && choose(2) === 1 ? Promise.reject(new Error("no")) : Promise.resolve();
  await assert.rejects(explore(failing, 9), /^Error: schedule \[1 1\]: no$/);
  let plays = 0;
  await assert.rejects(explore((choose) => Promise.resolve(void choose(plays++ === 0 ? 2 : 1)), 9), /led elsewhere/);
});
