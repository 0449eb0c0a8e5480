import assert from "node:assert/strict";
import type { Loom } from "../../lib/app/loom.ts";
import { openLoom } from "../../lib/app/loom.ts";
import type { BudgetOptions } from "../../lib/app/loom_options.ts";
import type { AnyProgram } from "../../lib/app/own_program.ts";
import { program } from "../../lib/app/own_program.ts";
import type { Json } from "../../lib/base/json.ts";
import type { Generate, Limits, Program } from "../../lib/plan/mod.ts";
import { call, demand } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { RunHead, Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { gate, until, wordModel } from "../engine/models.ts";
import { driveRun } from "../engine/worlds.ts";
import { dreamer, planFor } from "../kinds/growing.ts";

function ask(key: string): Generate {
  const prompt = { form: "text", parts: [{ text: "a b" }] } as const;
  return { do: "generate", key, model: "m", prompt, maxTokens: 50, sampling: {}, seed: 1 };
}

/** Buys three times, one after the other. */
const three = program("three@1", function* (): Program<Json> {
  for (const key of ["a", "b", "c"]) yield* demand(ask(key));
  return "all three";
}) as unknown as AnyProgram;

/** A loom that knows the program, and one that does not. */
async function looms(
  store: Store,
  model = wordModel(() => "x"),
): Promise<{ readonly own: Loom; readonly other: Loom }> {
  return { own: await openLoom({ store, models: { m: model }, programs: [three] }), other: await openLoom({ store }) };
}

/** Makes a run as a start does that is killed before it drives. */
async function newRun(store: Store, { program }: AnyProgram, limits: Limits): Promise<RunHead> {
  const inputs = { inputs: { input: null }, document: "r", node: null, folder: "/", home: "/", spec: null };
  return await store.createRun({
    name: "r",
    title: "r",
    program,
    inputs,
    limits,
    seed: 1,
    at: Date.now(),
    durability: "normal",
  });
}

Deno.test("a run that somebody drives gets its budget where it is driven, and goes on without an end", async () => {
  const store = memoryStore(), held = gate<string>(), { own, other } = await looms(store, wordModel(() => held.passed));
  const run = await own.start(three, { name: "r", budget: { calls: 1 } });
  assert.equal(await other.addBudget("r", { calls: 2, usd: 0.5 }), true);
  await until(async () => (await store.findRun("r")).ledger.limits.calls === 3);
  held.open("x");
  const end = await run.end;
  assert.deepEqual([end.kind, end.outputs, end.spent.calls], ["done", "all three", 3]);
  const rows = await store.entries(1, 0);
  assert.deepEqual(rows.filter(({ type }) => type === "took").map(({ value }) => value), [
    { kind: "budget", value: { usd: 5e8, calls: 2 }, add: { usd: 5e8, calls: 2 }, from: { calls: 1 } },
  ]);
});

Deno.test("a run that rests has its limits raised and is not driven, by whoever knows its name", async () => {
  const store = memoryStore(), held = gate<string>(), { own, other } = await looms(store, wordModel(() => held.passed));
  const run = await own.start(three, { name: "r", budget: { calls: 1 } });
  run.pause();
  held.open("x");
  assert.equal((await run.end).kind, "paused");
  assert.equal(await other.addBudget("r", { calls: 1 }), false);
  assert.equal(await other.addBudget("r", { calls: 1, iterations: 4 }), false);
  const { status, ledger: { limits }, lease } = await store.findRun("r");
  assert.deepEqual([status, limits, lease.live], ["paused", { calls: 3, iterations: 4 }, false]);
  assert.equal((await store.entries(1, 0)).filter(({ type }) => type === "drive").length, 1);
  assert.equal((await (await own.resume("r")).end).outputs, "all three");
});

Deno.test("an exhausted run that gets budget goes on at the next resume, whichever way it was added", async () => {
  const ways: readonly ((loom: Loom, store: Store) => Promise<unknown>)[] = [
    (loom) => loom.addBudget("r", { calls: 2 }),
    // Sent to a driver that ended before it looked.
    (_, store) => store.send(1, { kind: "budget", value: { calls: 2 } }),
  ];
  for (const add of ways) {
    const store = memoryStore(), { own } = await looms(store);
    const end = await (await own.start(three, { name: "r", budget: { calls: 1 } })).end;
    assert.equal(end.kind, "exhausted");
    assert.deepEqual(await (await own.resume("r")).end, end, "no budget, no going on");
    await add(own, store);
    assert.equal((await store.findRun("r")).status, "exhausted", "nothing was driven");
    const more = await (await own.resume("r")).end;
    assert.deepEqual([more.kind, more.spent.calls], ["done", 3]);
    assert.equal((await store.findRun("r")).ledger.limits.calls, 3);
  }
});

Deno.test("budget that is taken in while a run already comes to its end lets the next resume go on", async () => {
  const store = memoryStore(), held = gate<string>(), over = gate<void>();
  const deaf = program("deaf@1", () =>
    call("k", (signal) => {
      signal.addEventListener("abort", () => over.open());
      return held.passed;
    })) as unknown as AnyProgram;
  // Enough to begin the call on any machine.
  const run = await newRun(store, deaf, { wall: 500 });
  const driving = await driveRun(store, run, deaf, { world: { grace: 60_000 } });
  await over.passed;
  await store.send(run.id, { kind: "budget", value: { wall: 60_000 } });
  await until(async () => (await store.run(run.id)).ledger.limits.wall === 60_500);
  held.open("x");
  const rest = await driving.rest;
  assert.ok(rest.rest === "ended" && rest.end.kind === "exhausted");
  const loom = await openLoom({ store, programs: [deaf] });
  assert.equal((await (await loom.resume("r")).end).outputs, "x");
});

Deno.test("a run that nobody has ever driven gets its budget when it is first driven", async () => {
  const store = memoryStore(), { own } = await looms(store);
  await newRun(store, three, { calls: 1 });
  assert.equal(await own.addBudget("r", { calls: 2 }), false);
  assert.deepEqual(await store.entries(1, 0), []);
  const end = await (await own.resume("r")).end, rows = await store.entries(1, 0);
  assert.equal(rows[0]!.type, "begin");
  assert.equal(rows.filter(({ type }) => type === "took").length, 1);
  assert.deepEqual([end.kind, end.spent.calls], ["done", 3]);
});

Deno.test("rounds are added to those that are done, where there was no limit on them", async () => {
  const store = memoryStore(), m = dreamer(), loom = await openLoom({ store, models: { m } });
  const plan = planFor({ m }, { stop: { stop: "depth", depth: 9 } });
  const end = await (await loom.start(plan, { name: "g", budget: { calls: 6 } })).end;
  assert.equal(end.kind, "exhausted");
  await loom.addBudget("g", { calls: 99, iterations: 3 });
  const more = await (await loom.resume("g")).end;
  assert.deepEqual([more.kind, more.reason], ["exhausted", "the budget of 5 iterations is used up"]);
});

Deno.test("a run that cannot go on, and amounts that add nothing, are refused, and nothing is sent", async () => {
  const store = memoryStore(), { own } = await looms(store);
  await (await own.start(three, { name: "r" })).end;
  await assert.rejects(
    own.addBudget("r", { calls: 1 }),
    /^RangeError: Cannot add to the budget of `r`: it is done, and nothing goes on from there$/,
  );
  const nothing = /Cannot add nothing to the budget of `s\w*`: give amounts above 0/;
  const cases: readonly [BudgetOptions, RegExp][] = [
    [{}, nothing],
    [{ usd: 0 }, nothing],
    [{ calls: -1 }, /^RangeError: Cannot add to the budget of a run: `calls` is `-1`; give a whole number from 0 on$/],
    [{ tokens: NaN }, /^RangeError: Cannot add to the budget of a run: `tokens` is `NaN`/],
  ];
  for (const [amounts, message] of cases) {
    await (await own.start(three, { name: `s${JSON.stringify(amounts)}`.replace(/\W/g, ""), budget: { calls: 1 } }))
      .end;
    const [run] = await store.runs({ limit: 1 });
    await assert.rejects(own.addBudget(run!.name, amounts), message);
    assert.deepEqual(await store.inbox(run!.id), []);
  }
});

Deno.test("a child run that rests can be given more; one whose end its parent has cannot", async () => {
  const store = memoryStore(), models = { m: wordModel(() => "x") };
  const mother = program("mother@1", function* (): Program<Json> {
    const budget = { calls: 1 };
    yield* demand({ do: "run", key: "kid", plan: "three", inputs: {}, budget });
    return yield* demand({ do: "ask", key: "go", question: "Go?" });
  }) as unknown as AnyProgram;
  const loom = await openLoom({ store, models, programs: [three] });
  const run = await loom.start(mother, { name: "r" });
  await until(async () => (await store.findRun("r")).status === "waiting");
  const [child] = await store.runs({ parent: 1 });
  assert.equal(child!.status, "exhausted");
  await assert.rejects(loom.addBudget(child!.name, { calls: 2 }), /it is exhausted, and its parent has its end/);
  run.pause();
  await run.end;
  await assert.rejects(loom.addBudget(child!.name, { calls: 2 }), /it is exhausted, and its parent has its end/);
});

Deno.test("whatever fails on the way, what was sent is added exactly once", async () => {
  for (const isMoreAdded of [true, false]) {
    let isDone = false;
    for (let fails = 1; !isDone; fails++) {
      const inner = memoryStore(), { own } = await looms(inner);
      await (await own.start(three, { name: "r", budget: { calls: 1 } })).end;
      const broken = await openLoom({ store: failing(inner, fails) });
      isDone = await broken.addBudget("r", { calls: 1 }).then(() => true, (error) => {
        assert.ok(error instanceof StoreError, String(error));
        return false;
      });
      const { driver, lease } = await inner.findRun("r");
      await inner.release(driver, lease.epoch);
      if (isMoreAdded) assert.equal(await own.addBudget("r", { calls: 1 }), false);
      const end = await (await own.resume("r")).end, calls = 1 + (fails > 1 ? 1 : 0) + (isMoreAdded ? 1 : 0);
      assert.equal((await inner.findRun("r")).ledger.limits.calls, calls, `failed at write ${fails}`);
      assert.deepEqual([end.kind, end.spent.calls], [calls === 3 ? "done" : "exhausted", calls]);
    }
  }
});

/** A store whose n-th write fails, and every one after it: the process is gone. */
function failing(store: Store, n: number): Store {
  let writes = 0;
  const dying = <A extends unknown[], R>(write: (...args: A) => Promise<R>) => async (...args: A): Promise<R> => {
    if (++writes >= n) throw new StoreError("full", "Cannot write: the disk is full");
    return await write(...args);
  };
  const { send, acquire, append, raise, release } = store;
  return {
    ...store,
    send: dying(send),
    acquire: dying(acquire),
    append: dying(append),
    raise: dying(raise),
    release: dying(release),
  };
}
