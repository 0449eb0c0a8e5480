import assert from "node:assert/strict";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { definitionOf } from "../../lib/app/own_program.ts";
import { reopen } from "../../lib/app/reopen.ts";
import type { Json, JsonObject } from "../../lib/base/json.ts";
import { takeLease } from "../../lib/engine/host.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, commit, within } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { ask, fastClock, forever, keysIn, kill, life, longer, made, MINUTE, outputsOf, timed } from "./limited.ts";
import { gate, until } from "./models.ts";
import { generic, loomWith } from "./quick_looms.ts";
import { bury, mortal } from "./stores.ts";

/** Opens a run again that has failed. */
async function again(store: Store, own: OwnProgram): Promise<void> {
  const held = await takeLease({ store }, await store.run(1));
  assert.equal(held.run.status, "failed");
  await reopen(store, held, { add: {}, definition: definitionOf(own as never, null) });
  await store.release(1, held.epoch);
}

Deno.test("a run that failed because a part took too long gives it its time anew when it is opened again, and no more", async () => {
  using clock = fastClock();
  const store = memoryStore(), begun: string[] = [];
  const hang = (key: string) => (signal: AbortSignal) => (begun.push(key), forever(signal));
  const takes = (minutes: number) => () => (clock.pass(minutes * MINUTE), minutes);
  type Act = (signal: AbortSignal) => Json | Promise<Json>;
  let acts: Readonly<Record<string, Act>> = {};
  const own = made(function* () {
    yield* call("before", () => 0);
    return yield* within({ key: "part", duration: 10 * MINUTE }, function* () {
      const said: Json[] = [];
      for (const key of ["one", "two", "three", "four"]) said.push(yield* call(key, (signal) => acts[key]!(signal)));
      return said;
    });
  });
  const next = async (now: Readonly<Record<string, Act>>) => (acts = now, await life(store, own));
  const limits = async () => (await keysIn(store)).filter((key) => key === "part/timeout").length;
  assert.equal(outputsOf(await (await next({ one: takes(11), two: hang("two") })).rest), null);
  await again(store, own);
  const second = await next({ two: takes(6), three: hang("three") });
  await until(() => begun.includes("three"));
  await kill(store, second);
  assert.equal(await limits(), 1, "it has gone on");
  assert.equal(outputsOf(await (await next({ three: takes(5), four: hang("four") })).rest), null);
  assert.equal(await limits(), 2, "what it has worked since then counts");
  await again(store, own);
  assert.deepEqual(outputsOf(await (await next({ four: takes(9) })).rest), [11, 6, 5, 9]);
});

Deno.test("a run with limits comes to the same wherever it is killed, those whose time is over included", async () => {
  const late = (key: string, start: () => Program<Json>): Program<Json> => timed(10, start, key);
  const own = made(function* () {
    const first = yield* all<Json>([
      () => late("hangs", () => call("a", forever)),
      () => timed(MINUTE, () => late("inside", () => all([() => call("b", forever), () => ask("go")])), "around"),
      () => timed(MINUTE, () => call("quick", () => "quick"), "in time"),
    ]);
    yield* commit({ first });
    return [first, yield* late("hangs", () => call("a", forever))];
  });
  const calm = memoryStore(), watched = mortal(calm, { dies: Infinity, at: "before" });
  const expected = outputsOf(await (await life(watched.store, own)).rest);
  assert.match(JSON.stringify(expected), /^\[\["timeout[^"]+","timeout[^"]+","quick"\],"timeout[^"]+"\]$/);
  for (let dies = 1; dies <= watched.appends(); dies++) {
    for (const at of ["before", "after"] as const) {
      const store = memoryStore(), dying = mortal(store, { dies, at });
      await life(dying.store, own).then(({ rest }) => rest).catch(() => {});
      // What lands together shares a batch, so it may have ended before that many.
      if (!dying.isDead()) continue;
      await bury(store, 1);
      const rest = await (await life(store, own)).rest;
      assert.deepEqual(outputsOf(rest), expected, `killed ${at} append ${dies}`);
    }
  }
});

Deno.test("a fork has all the time of a part that its origin has worked in, and a step that it takes over tells of none of it", async () => {
  using clock = fastClock();
  const held = gate<string>();
  let begun = 0;
  const own = generic(made(() =>
    timed(10 * MINUTE, function* () {
      const one = yield* clock.takes("one", 9 * MINUTE);
      const two = yield* call("two", () => begun++ === 0 ? held.passed : (clock.pass(9 * MINUTE), "again"));
      return [one, two, yield* call("three", longer)];
    })
  ));
  const { loom, store } = await loomWith({}), origin = await loom.start(own);
  await until(() => begun === 1);
  origin.pause();
  held.open("done");
  await origin.end;
  const one = (await store.entries(1, 0)).find(({ key }) => key === "one")!;
  assert.deepEqual((one.value as JsonObject)["worked"], { "part/timeout": 9 * MINUTE });
  assert.deepEqual((await (await loom.fork(origin.name, one.seq)).end).outputs, ["one", "again", "worked"]);
  assert.equal(begun, 2);
  const taken = (await store.entries(2, 0)).find(({ key }) => key === "one")!;
  assert.deepEqual((taken.value as JsonObject)["worked"], { "part/timeout": 0 });
});
