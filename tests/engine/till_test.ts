/** Functions of users that cost something, and the runs they start. */
import assert from "node:assert/strict";
import { program } from "../../lib/app/own_program.ts";
import type { ChildEnd, Outcome, Till } from "../../lib/plan/mod.ts";
import { call, commit, metered } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { driveRun, newRun } from "./worlds.ts";
import { until } from "./models.ts";

/** A step that books what its input says. */
const shop = program("shop@1", function* (prices: readonly number[], from?: { n: number }) {
  let state = from ?? { n: 0 };
  while (state.n < prices.length) {
    const price = prices[state.n]!;
    yield* metered(`buy/${state.n}`, (_, till) => till.spend({ usd: price, calls: 1 }), { reserve: { usd: 90 } });
    state = { n: state.n + 1 };
    yield* commit(state);
  }
  return state.n;
});

Deno.test("a metered step reserves its worst case, and is charged what it books", async () => {
  const store = memoryStore(), run = await newRun(store, shop, { input: [30, 0, 60], limits: { usd: 1000 } });
  const rest = await (await driveRun(store, run, shop)).rest;
  assert.equal(rest.rest, "ended");
  const { ledger: { spent, reserved } } = await store.run(run.id);
  assert.deepEqual([spent.usd, spent.calls, reserved.usd], [90, 3, 0]);
  const entries = await store.entries(run.id, 0);
  assert.deepEqual(entries.filter(({ type }) => type === "intent").map(({ booking }) => booking!.usd), [90, 90, 90]);
});

Deno.test("a step whose worst case does not fit is not begun", async () => {
  const store = memoryStore(), run = await newRun(store, shop, { input: [90, 90], limits: { usd: 100 } });
  const rest = await (await driveRun(store, run, shop)).rest;
  assert.equal(rest.rest === "ended" && rest.end.kind, "exhausted");
  assert.equal((await store.run(run.id)).ledger.spent.usd, 90);
});

Deno.test("a step that throws is charged what it booked, else its reservation", async () => {
  const fails = program("fails@1", function* (booked: number | null) {
    const outcome: Outcome<null> = yield* metered("step", (_, till): null => {
      if (booked !== null) till.spend({ usd: booked });
      throw new Error("no luck");
    }, { reserve: { usd: 50 } });
    return outcome.type === "failed" ? outcome.failure.message : "it did not fail";
  });
  for (const [booked, charged] of [[7, 7], [0, 0], [null, 50]] as const) {
    const store = memoryStore(), run = await newRun(store, fails, { input: booked });
    const rest = await (await driveRun(store, run, fails)).rest;
    assert.equal(rest.rest === "ended" && rest.outputs, "no luck");
    assert.equal((await store.run(run.id)).ledger.spent.usd, charged);
  }
});

Deno.test("what cannot be stored is the step's failure, and its money stays booked", async () => {
  const bad = program("bad@1", function* () {
    const outcome = yield* metered("step", (_, till) => {
      till.spend({ usd: 12 });
      return { list: [1, { when: () => 1 }] } as never;
    }, { reserve: {} });
    return outcome.type === "failed" ? outcome.failure.message : null;
  });
  const store = memoryStore(), run = await newRun(store, bad), rest = await (await driveRun(store, run, bad)).rest;
  assert.match(String(rest.rest === "ended" && rest.outputs), /list\[1\]\.when|list.*1.*when/);
  assert.equal((await store.run(run.id)).ledger.spent.usd, 12);
});

Deno.test("amounts that are none are refused, and a step that is not metered books nothing", async () => {
  const odd = program("odd@1", function* (amount: number | string) {
    const outcome = yield* metered("step", (_, till) => till.spend({ usd: Number(amount) }), { reserve: { usd: 5 } });
    return outcome.type === "failed" ? outcome.failure.message : "booked";
  });
  for (const amount of [-1, "NaN", "Infinity"]) {
    const store = memoryStore(), run = await newRun(store, odd, { input: amount });
    const rest = await (await driveRun(store, run, odd)).rest;
    assert.match(String(rest.rest === "ended" && rest.outputs), /`usd` is (-1|NaN|Infinity); give a number from 0 on/);
  }
  const plain = program("plain@1", function* () {
    return yield* call("step", () => null);
  });
  const unmetered = program("unmetered@1", function* () {
    const effect = { do: "call", key: "step", input: null } as const;
    const outcome = yield { say: "perform", effect, body: (_, till) => till.spend({ usd: 1 }) };
    return (outcome as { failure: { message: string } }).failure.message;
  });
  const store = memoryStore(), run = await newRun(store, unmetered);
  const rest = await (await driveRun(store, run, unmetered)).rest;
  assert.match(String(rest.rest === "ended" && rest.outputs), /it is not metered/);
  assert.equal(plain.program, "plain@1");
});

/** Starts `shop` from inside a step. */
const outer = program("outer@1", function* (prices: readonly number[]) {
  const outcome: Outcome<ChildEnd> = yield* metered("step", async (_, till) => {
    till.spend({ usd: 5 });
    return await till.run({ key: "in", program: "shop", inputs: { input: prices } });
  }, { reserve: { usd: 5 } });
  return outcome.type === "value" ? outcome.value.kind : outcome.type;
});

/** `shop` as a child: its input stands among its inputs. */
const inner = program("shop@1", function* (given: { input: readonly number[] }, from?: { n: number }) {
  return yield* shop.body(given.input as never, from as never);
});

Deno.test("a run that a step starts spends the budgets above it; where those have no room, both rest", async () => {
  const store = memoryStore(), parts = { children: { shop: inner as never } };
  const run = await newRun(store, outer, { input: [60, 60, 60], limits: { usd: 150 } });
  const rest = await (await driveRun(store, run, outer, parts)).rest;
  assert.equal(rest.rest === "ended" && rest.end.kind, "exhausted");
  const [child] = await store.runs({ parent: run.id });
  assert.equal(child!.ledger.spent.usd, 60, "another worst case of 90 does not fit into what is left");
  const { ledger } = await store.run(run.id);
  assert.deepEqual([ledger.spent.usd, ledger.reserved.usd], [65, 0]);
});

Deno.test("a run that a step starts is the same after a kill: what it bought is not bought again", async () => {
  const store = memoryStore();
  let calls = 0, hang = true;
  const counting = program("shop@1", function* (given: { input: readonly number[] }, from?: { n: number }) {
    let state = from ?? { n: 0 };
    while (state.n < given.input.length) {
      yield* metered(`buy/${state.n}`, async (_, till) => {
        calls++;
        if (state.n === 1 && hang) await new Promise(() => {});
        till.spend({ usd: given.input[state.n]! });
      }, { reserve: { usd: 90 } });
      state = { n: state.n + 1 };
      yield* commit(state);
    }
    return state.n;
  });
  const parts = { children: { shop: counting as never } };
  const run = await newRun(store, outer, { input: [10, 20], limits: { usd: 1000 } });
  const first = await driveRun(store, run, outer, parts);
  await until(() => calls === 2);
  first.stop({ stop: "pause", abort: true });
  assert.equal((await first.rest).rest, "paused");
  hang = false;
  const rest = await (await driveRun(store, run, outer, parts)).rest;
  assert.equal(rest.rest === "ended" && rest.outputs, "done");
  assert.equal(calls, 3, "the first purchase was made once, the one that hung twice");
  assert.equal((await store.runs({ parent: run.id })).length, 1);
});

Deno.test("a run that cannot be started is told the step that asked", async () => {
  const asks = program("asks@1", function* () {
    const outcome = yield* metered("step", async (_, till) => {
      const end = await till.run({ key: "in", program: "nobody", inputs: {} }).catch((error) =>
        error.message as string
      );
      return typeof end === "string" ? end : end.kind;
    }, { reserve: {} });
    return outcome.type === "value" ? outcome.value : outcome.type;
  });
  const store = memoryStore(), run = await newRun(store, asks), rest = await (await driveRun(store, run, asks)).rest;
  assert.equal(rest.rest === "ended" && rest.outputs, "Cannot run `nobody`");
});

Deno.test("a step that is given up stays charged at what it has booked, where that is more than was reserved", async () => {
  const deaf = program("deaf@1", function* (booked: number) {
    yield* metered("step", (_, till) => {
      till.spend({ usd: booked });
      return new Promise<null>(() => {});
    }, { reserve: { usd: 50 } });
  });
  for (const [booked, charged] of [[70, 70], [20, 50]] as const) {
    const store = memoryStore(), run = await newRun(store, deaf, { input: booked });
    const driving = await driveRun(store, run, deaf);
    await until(async () => (await store.run(run.id)).ledger.reserved.usd === 50);
    driving.stop({ stop: "pause", abort: true });
    assert.equal((await driving.rest).rest, "paused");
    const { ledger: { spent, reserved } } = await store.run(run.id);
    assert.deepEqual([spent.usd, reserved.usd], [charged, 0]);
  }
});

Deno.test("nothing is booked on a step that is over", async () => {
  let leaked: Till | undefined;
  const leaks = program("leaks@1", function* () {
    yield* metered("step", (_, till) => void (leaked = till), { reserve: { usd: 50 } });
  });
  const store = memoryStore(), run = await newRun(store, leaks);
  await (await driveRun(store, run, leaks)).rest;
  assert.throws(() => leaked!.spend({ usd: 1 }), /Cannot book what `step` costs: the step is over/);
});
