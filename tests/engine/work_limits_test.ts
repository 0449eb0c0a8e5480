import assert from "node:assert/strict";
import type { OwnProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, commit, demand, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import {
  ask,
  fastClock,
  forever,
  isWaiting,
  keysIn,
  kill,
  life,
  longer,
  made,
  MINUTE,
  outputsOf,
  SHORT,
  timed,
} from "./limited.ts";
import { gate, until } from "./models.ts";
import { bury, mortal } from "./stores.ts";

Deno.test("work that hangs is ended when its time is over, with everything that it had in the air", async () => {
  const store = memoryStore(), aborted: string[] = [];
  const hang = (key: string) => () =>
    call(key, (signal) => forever(signal).catch((reason) => (aborted.push(key), Promise.reject(reason))));
  const own = made(() => timed(SHORT, () => all([hang("a"), hang("b")])));
  const { rest } = await life(store, own);
  assert.equal(outputsOf(await rest), `timeout: it took longer than ${SHORT}ms`);
  assert.deepEqual(aborted.toSorted(), ["a", "b"]);
  assert.deepEqual((await keysIn(store)).filter((key) => key !== undefined), ["part/timeout"]);
});

Deno.test("the time of a part stands still while it only waits for a person, also while others work", async () => {
  const store = memoryStore();
  const own = made(function* () {
    const [said] = yield* all<Json>([() => timed(SHORT, () => ask("go")), () => call("other", longer)]);
    return said!;
  });
  const { rest } = await life(store, own);
  await until(() => isWaiting(store));
  assert.ok((await keysIn(store)).includes("other"));
  await store.send(1, { kind: "answer", value: { key: "go", answer: "yes" } });
  assert.equal(outputsOf(await rest), "yes");
});

Deno.test("the time of a part goes on while it asks and something else of it works", async () => {
  const store = memoryStore();
  const own = made(() => timed(SHORT, () => all([() => ask("go"), () => call("hangs", forever)])));
  assert.match(String(outputsOf(await (await life(store, own)).rest)), /^timeout/);
});

Deno.test("a part that waited for a person has the rest of its time afterwards, and no more", async () => {
  const store = memoryStore();
  const own = made(() =>
    timed(SHORT, function* () {
      yield* ask("go");
      return yield* call("hangs", forever);
    })
  );
  const { rest } = await life(store, own);
  await until(() => isWaiting(store));
  await store.send(1, { kind: "answer", value: { answer: "yes" } });
  assert.match(String(outputsOf(await rest)), /^timeout/);
});

Deno.test("a child run that waits for a person is no work of the part that waits for it", async () => {
  const store = memoryStore(), child = program("asks@1", () => ask("go")) as unknown as OwnProgram;
  const own = made(function* () {
    const run = () => demand({ do: "run", key: "child", plan: "asks", inputs: {} });
    const [end] = yield* all<Json>([
      () =>
        timed(SHORT, function* () {
          return (yield* run()).outputs;
        }),
      () => call("other", longer),
    ]);
    return end!;
  });
  const { rest } = await life(store, own, { children: { asks: child } });
  await until(async () => await isWaiting(store) && (await keysIn(store)).includes("other"));
  await store.send(2, { kind: "answer", value: { answer: "yes" } });
  assert.equal(outputsOf(await rest), "yes");
});

Deno.test("a run that rested for longer than a part may work goes on in the middle of it", async () => {
  const store = memoryStore(), held = gate<string>();
  const own = made(() =>
    timed(MINUTE, function* () {
      const one = yield* call("one", () => held.passed);
      return [one, yield* call("two", () => "two")];
    })
  );
  const first = await life(store, own);
  first.stop({ stop: "pause", abort: false });
  held.open("one");
  assert.equal(outputsOf(await first.rest), "paused");
  const later = Date.now() + 60 * MINUTE;
  const second = await life(store, own, { world: { now: () => later } });
  assert.deepEqual(outputsOf(await second.rest), ["one", "two"]);
});

for (const [took, said] of [[3, ["one", "two", "last"]], [5, "timeout: it took longer than 10m"]] as const) {
  Deno.test(`what a part had worked by the last row of its steps counts in every later life, the rest does not: ${took}m`, async () => {
    using clock = fastClock();
    const store = memoryStore();
    let begun = 0;
    const cutOff = (key: string) =>
      call(key, (signal) => {
        const isFirst = ++begun === 1;
        clock.pass((isFirst ? 9 : took) * MINUTE);
        return isFirst ? forever(signal) : Promise.resolve(key);
      });
    const own = made(() =>
      timed(10 * MINUTE, function* () {
        return [
          yield* clock.takes("one", 6 * MINUTE),
          yield* cutOff("two"),
          yield* call("last", (signal) => took > 4 ? forever(signal) : longer().then(() => "last")),
        ];
      })
    );
    const first = await life(store, own);
    await until(() => begun === 1);
    await kill(store, first);
    assert.deepEqual(outputsOf(await (await life(store, own)).rest), said);
  });
}

Deno.test("work that a kill has cut off has all its time when it is made anew, however often", async () => {
  using clock = fastClock();
  const store = memoryStore();
  let begun = 0;
  const own = made(() =>
    timed(8 * MINUTE, () =>
      call("one", (signal) => {
        clock.pass(6 * MINUTE);
        return ++begun < 4 ? forever(signal) : longer();
      }))
  );
  for (let i = 1; i < 4; i++) {
    const one = await life(store, own);
    await until(() => begun === i);
    await kill(store, one);
  }
  assert.equal(outputsOf(await (await life(store, own)).rest), "worked");
});

Deno.test("what others have worked in earlier lives while a part waited for a person does not count", async () => {
  using clock = fastClock();
  const store = memoryStore();
  const own = made(function* () {
    const [said] = yield* all<Json>([
      () =>
        timed(10 * MINUTE, function* () {
          yield* ask("go");
          return yield* call("short", () => "said");
        }),
      () => call("other", (signal) => forever(signal).catch(() => "over")),
    ]);
    return said!;
  });
  const first = await life(store, own);
  await until(async () => (await keysIn(store)).includes("go"));
  clock.pass(60 * MINUTE);
  first.stop({ stop: "pause", abort: true });
  await first.rest;
  const second = await life(store, own);
  await store.send(1, { kind: "answer", value: { answer: "yes" } });
  await until(async () => (await keysIn(store)).includes("short"));
  second.stop({ stop: "pause", abort: true });
  await second.rest;
  assert.ok(!(await keysIn(store)).includes("part/timeout"));
});

Deno.test("a child run that waited for a person when its parent was killed takes nothing of the time of its part", async () => {
  using clock = fastClock();
  const store = memoryStore(), held = gate<string>();
  const child = program("asks@1", function* () {
    return [yield* ask("go"), yield* call("after", () => (clock.pass(9 * MINUTE), longer()))];
  }) as unknown as OwnProgram;
  const own = made(function* () {
    const [end] = yield* all<Json>([
      () =>
        timed(10 * MINUTE, function* () {
          return (yield* demand({ do: "run", key: "child", plan: "asks", inputs: {} })).outputs;
        }),
      () => call("other", () => held.passed),
    ]);
    return end!;
  });
  const parts = { children: { asks: child } }, first = await life(store, own, parts);
  await until(async () => (await store.runs({ parent: 1 })).some(({ status }) => status === "waiting"));
  clock.pass(60 * MINUTE);
  await kill(store, first);
  const second = await life(store, own, parts);
  await store.send(2, { kind: "answer", value: { answer: "yes" } });
  held.open("other");
  assert.deepEqual(outputsOf(await second.rest), ["yes", "worked"]);
});

Deno.test("wherever a run is killed, its parts have the time that their work takes, and no other time", async () => {
  using clock = fastClock();
  const part = (key: string, minutes: number) =>
    timed(10 * MINUTE, function* () {
      const said: Json[] = [];
      for (const one of ["a", "b", "c"]) said.push(yield* clock.takes(`${key}/${one}`, minutes * MINUTE));
      // Where its time is over it never comes.
      return [...said, yield* call(`${key}/d`, (signal) => minutes > 3 ? forever(signal) : Promise.resolve("d"))];
    }, key);
  const own = made(function* () {
    return [yield* part("in time", 3), yield* part("over", 4), yield* part("after", 3)];
  });
  const calm = mortal(memoryStore(), { dies: Infinity, at: "before" });
  const expected = outputsOf(await (await life(calm.store, own)).rest);
  assert.match(
    JSON.stringify(expected),
    /^\[\["in time\/a",.*,"d"\],"timeout: it took longer than 10m",\["after\/a",.*,"d"\]\]$/,
  );
  for (let dies = 1; dies <= calm.appends(); dies++) {
    for (const at of ["before", "after"] as const) {
      const store = memoryStore(), dying = mortal(store, { dies, at });
      await life(dying.store, own).then(({ rest }) => rest).catch(() => {});
      if (!dying.isDead()) continue;
      await bury(store, 1);
      assert.deepEqual(outputsOf(await (await life(store, own)).rest), expected, `killed ${at} append ${dies}`);
    }
  }
});

Deno.test("a program is told the same of a step of a part in every life", async () => {
  const store = memoryStore(), held = gate<string>(), told: unknown[] = [];
  const own = made(() =>
    timed(MINUTE, function* () {
      told.push(yield* perform({ do: "wait", key: "one", duration: 0 }));
      return yield* call("two", () => held.passed);
    })
  );
  const first = await life(store, own);
  await until(() => told.length === 1);
  await kill(store, first);
  held.open("two");
  assert.equal(outputsOf(await (await life(store, own)).rest), "two");
  assert.equal(told.length, 2);
  assert.deepEqual(told[1], told[0]);
});

Deno.test("a part whose time was over in an earlier life has come to the same in every later one", async () => {
  const store = memoryStore(), held = gate<string>();
  const own = made(function* () {
    const said = yield* timed(SHORT, () => call("hangs", forever));
    return [said, yield* call("after", () => held.passed)];
  });
  const first = await life(store, own);
  await until(async () => (await keysIn(store)).includes("part/timeout"));
  first.stop({ stop: "pause", abort: true });
  await first.rest;
  held.open("after");
  const second = await life(store, own);
  assert.deepEqual(outputsOf(await second.rest), [`timeout: it took longer than ${SHORT}ms`, "after"]);
  assert.deepEqual((await keysIn(store)).filter((key) => key !== undefined), ["part/timeout", "after"]);
});

Deno.test("a part that ends in time leaves no row of its limit, and one without work has all of its time", async () => {
  const store = memoryStore();
  const own = made(() => timed(SHORT, () => call("one", () => "one")));
  assert.equal(outputsOf(await (await life(store, own)).rest), "one");
  assert.deepEqual((await keysIn(store)).filter((key) => key !== undefined), ["one"]);
});

Deno.test("who waits for work without saying whose is told how to say it", async () => {
  const own = made(() => demand({ do: "worked", key: "k", duration: 1 }));
  const rest = await (await life(memoryStore(), own)).rest;
  assert.ok(rest.rest === "ended");
  assert.match(rest.end.reason, /Cannot perform/);
});

Deno.test("no time at all ends work that is not done at once, and no wait; a hundred days end nothing today", async () => {
  const said = async (start: () => Program<Json>) => {
    const store = memoryStore(), { rest } = await life(store, made(start));
    await store.send(1, { kind: "answer", value: { answer: "yes" } });
    return String(outputsOf(await rest));
  };
  assert.equal(await said(() => timed(0, () => call("hangs", forever))), "timeout: it took longer than 0s");
  assert.equal(await said(() => timed(0, () => ask("go"))), "yes");
  assert.equal(await said(() => timed(100 * 24 * 60 * MINUTE, () => call("longer", longer))), "worked");
});

Deno.test("a limit that is no number of milliseconds fails the run where it is asked for", async () => {
  for (const duration of [NaN, Infinity]) {
    const rest = await (await life(memoryStore(), made(() => timed(duration, () => call("a", forever))))).rest;
    assert.ok(rest.rest === "ended" && rest.end.kind === "failed");
    assert.match(rest.end.reason, new RegExp(String(duration)));
  }
});

Deno.test("each part has its own time, also one whose key has measured another before the last commit", async () => {
  using clock = fastClock();
  const own = made(function* () {
    const said: Json[] = [];
    for (let round = 0; round < 3; round++) {
      said.push(
        yield* timed(10 * MINUTE, function* () {
          yield* clock.takes("one", 9 * MINUTE);
          return yield* call("two", longer);
        }),
      );
      yield* commit({ round });
    }
    return said;
  });
  assert.deepEqual(outputsOf(await (await life(memoryStore(), own)).rest), ["worked", "worked", "worked"]);
});
