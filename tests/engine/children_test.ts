import assert from "node:assert/strict";
import { Children } from "../../lib/engine/children.ts";
import type { Deck } from "../../lib/engine/deck.ts";
import type { Flight } from "../../lib/engine/flight.ts";
import type { Rest } from "../../lib/engine/rest.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { until } from "./models.ts";
import { newRun, worldOf } from "./worlds.ts";

Deno.test("what one of many steps with child runs is about is told by a look at its own children alone", async () => {
  const store = memoryStore(), run = await newRun(store, { program: "parent@1" });
  const rest = Promise.withResolvers<Rest>();
  let looks = 0, driven = 0;
  const world = worldOf(store, {
    world: {
      child: () => Promise.resolve({ title: "child", program: "child@1", inputs: {}, limits: {} }),
      forChild: () => Promise.resolve({ world: {} as never, definition: {} as never }),
    },
  });
  const deck = { run, world, land: () => {}, stop: () => {}, crash: assert.fail } as unknown as Deck;
  const driver = {
    get standing() {
      looks++;
      return "waiting" as const;
    },
    drive: () => (driven++, rest.promise),
    stop: () => {},
    crash: () => {},
  };
  const children = new Children(deck, { make: () => driver, usedUp: () => {} }, () => {});
  const flights = Array.from({ length: 30 }, (_, i): Flight => {
    const key = `run/${i}`, effect = { do: "run", key, plan: "child", inputs: {} };
    return { key, effect, commits: 0, abort: new AbortController(), down: false } as unknown as Flight;
  });
  for (const flight of flights) children.launch(flight);
  await until(() => driven === flights.length);
  looks = 0;
  for (const flight of flights) assert.equal(children.standing(flight), "waiting");
  assert.equal(looks, flights.length);
  assert.equal(children.left, 0);
  for (const flight of flights) flight.down = true;
  assert.equal(children.left, flights.length, "they are driven for steps that are over");
  rest.resolve({ rest: "paused" });
  await until(() => children.left === 0);
  assert.equal(children.standing(flights[0]!), undefined);
});
