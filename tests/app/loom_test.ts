import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import { program } from "../../lib/app/own_program.ts";
import { InputError } from "../../lib/app/setup.ts";
import type { Json } from "../../lib/base/json.ts";
import { RunLocked } from "../../lib/engine/host.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { Program } from "../../lib/plan/mod.ts";
import { all, call, commit, demand, perform } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { StoreError } from "../../lib/store/store.ts";
import { gate, until } from "../engine/models.ts";
import { dreamer, model, planFor, textOf } from "../kinds/growing.ts";
import { inFolder } from "./folders.ts";
import { ask, loomWith, own } from "./quick_looms.ts";

Deno.test("a run has the name it is given, or the spec's and six digits; a name that is taken is refused", async () => {
  const { loom, store } = await loomWith({ models: { m: dreamer() } });
  const plan = { ...planFor({ m: dreamer() }), name: "A Tale: of Töwns" };
  const first = await loom.start(plan);
  assert.match(first.name, /^a-tale-of-t-wns-[0-9a-z]{6}$/);
  const named = await loom.start(plan, { name: "tale.2" });
  await Promise.all([first.end, named.end]);
  await assert.rejects(
    loom.start(plan, { name: "tale.2" }),
    (error) => error instanceof StoreError && error.failure === "taken",
  );
  for (const name of ["", "@last", "two words", "a/b", "-x", "a\n"]) {
    await assert.rejects(
      loom.start(plan, { name }),
      (error) => error instanceof RangeError && /^Cannot name a run/.test(error.message),
      name,
    );
  }
  assert.equal((await store.runs()).length, 2);
});

Deno.test("inputs are checked before anything is made", async () => {
  const { loom, store } = await loomWith({ models: { m: dreamer() } });
  const plan = planFor({ m: dreamer() }, { inputs: { seed: { type: "string" } } });
  await assert.rejects(loom.start(plan, { inputs: { sead: 1 } }), InputError);
  assert.deepEqual([await store.runs(), await store.documents()], [[], []]);
});

Deno.test("limits that are given take the place of the plan's, dimension by dimension", async () => {
  const { loom, store } = await loomWith({ models: { m: dreamer() } });
  const plan = planFor({ m: dreamer() }, { budget: { calls: 3, tokens: 9_000 } });
  await (await loom.start(plan, { budget: { calls: 6, usd: 0.5 } })).end;
  assert.deepEqual((await store.run(1)).ledger.limits, { calls: 6, tokens: 9_000, usd: 5e8 });
});

Deno.test("a child run is not resumed by itself", async () => {
  const kid = program("kid@1", () => call("k", () => 1));
  const { loom, store } = await loomWith({ programs: [own(kid) as never] });
  const mother = program("mother@1", () => demand({ do: "run", key: "kid", plan: "kid", inputs: {} }));
  const run = await loom.start(own(mother));
  await run.end;
  const [child] = await store.runs({ parent: 1 });
  await assert.rejects(loom.resume(child!.name), /it is part of another run; resume that one/);
});

Deno.test("what is neither an import nor a program that was handed in cannot be run as a child", async () => {
  const { loom } = await loomWith();
  const mother = program("mother@1", () => perform({ do: "run", key: "kid", plan: "kid", inputs: {} }));
  const { outputs } = await (await loom.start(own(mother))).end;
  assert.match(JSON.stringify(outputs), /Cannot run `kid`: it is neither an import of the plan nor a program/);
});

Deno.test("a run of one's own is resumed by its own program, wherever that is handed in", async () => {
  const store = memoryStore(), hold = gate<string>(), body = () => call("k", () => hold.passed);
  const waits = program("waits@1", body);
  const first = await loomWith({ store }), run = await first.loom.start(own(waits), { name: "w" });
  run.pause();
  hold.open("done");
  assert.equal((await run.end).kind, "paused");
  const stranger = await loomWith({ store });
  await assert.rejects(stranger.loom.resume("w"), /hand its program `waits@1` to openLoom or to resume/);
  const later = program("waits@2", body);
  await assert.rejects(
    stranger.loom.resume("w", { program: own(later) as never }),
    /it was begun by `waits@1`, and this is `waits@2`; `adopt: true` lets it go on/,
  );
  const handed = await loomWith({ store, programs: [own(waits) as never] });
  assert.equal((await (await handed.loom.resume("w")).end).outputs, "done");
});

Deno.test("a lease is given back when driving cannot begin", async () => {
  const store = memoryStore(), hold = gate<string>(), waits = program("waits@1", () => call("k", () => hold.passed));
  const run = await (await loomWith({ store })).loom.start(own(waits), { name: "w" });
  run.pause();
  hold.open("x");
  await run.end;
  const { loom } = await loomWith({ store });
  await assert.rejects(loom.resume("w"), RangeError);
  assert.equal((await store.findRun("w")).lease.live, false);
  assert.equal((await (await loom.resume("w", { program: own(waits) as never })).end).kind, "done");
});

Deno.test("a run that is driven elsewhere is locked, paused and cancelled by message, and answered", async () => {
  const store = memoryStore(), here = await loomWith({ store }), there = await loomWith({ store });
  const asks = program("asks@1", () => demand({ do: "ask", key: "go", question: "Go?", choices: ["yes", "no"] }));
  const run = await here.loom.start(own(asks), { name: "a" });
  await until(async () => (await store.findRun("a")).status === "waiting");
  await assert.rejects(there.loom.resume("a", { program: own(asks) as never }), RunLocked);
  assert.equal(await there.loom.pause("a"), true);
  assert.equal((await run.end).kind, "paused");
  assert.equal(await there.loom.pause("a"), false, "nobody drives it any more");

  const second = await here.loom.resume("a");
  await until(async () => (await store.findRun("a")).status === "waiting");
  await there.loom.answer("a", "yes");
  assert.equal((await second.end).outputs, "yes");

  const third = await here.loom.start(own(asks), { name: "b" });
  await until(async () => (await store.findRun("b")).status === "waiting");
  await there.loom.cancel("b", "no longer wanted");
  const end = await third.end;
  assert.deepEqual([end.kind, end.reason], ["cancelled", "no longer wanted"]);
  await there.loom.cancel("b");
  assert.equal(
    (await (await here.loom.resume("b")).end).reason,
    "no longer wanted",
    "what has ended is not ended again",
  );
});

Deno.test("an answer is checked against what is asked", async () => {
  const { loom, store } = await loomWith();
  const two = program("two@1", () =>
    all<Json>([
      () => demand({ do: "ask", key: "a", question: "A?", choices: ["yes", "no"] }),
      () => demand({ do: "ask", key: "b", question: "B?" }),
    ]));
  const run = await loom.start(own(two), { name: "t" });
  await until(async () => (await store.entries(1, 0)).filter(({ type }) => type === "wait").length === 2);
  await assert.rejects(loom.answer("t", "yes"), /Cannot tell which question of `t` is answered: name one of `a`, `b`/);
  await assert.rejects(loom.answer("t", "maybe", "a"), /Cannot answer `t` with "maybe": choose one of `yes`, `no`/);
  await assert.rejects(loom.answer("t", true, "a"), /choose one of/);
  await loom.answer("t", { any: "thing" }, "b");
  await loom.answer("t", "no", "a");
  assert.deepEqual((await run.end).outputs, ["no", { any: "thing" }]);
  await assert.rejects(loom.answer("t", "yes", "a"), /Cannot answer `t`: it has ended/);
});

Deno.test("a fork has a name and a ledger of its own, and its origin's inputs but for those that are given", async () => {
  const m = dreamer(), { loom, store } = await loomWith({ models: { m } });
  const inputs = { a: { type: "string", default: "x" }, b: { type: "string" } };
  const plan = planFor({ m }, { inputs, budget: { calls: 20 }, outputs: { ab: "inputs.a + inputs.b" } });
  const origin = await loom.start(plan, { name: "g", seed: 4, inputs: { b: "y" } });
  await origin.end;
  const at = (await store.entries(1, 0)).findLast(({ type }) => type === "result")!.seq;
  const fork = await loom.fork("g", at, { inputs: { a: "z" }, budget: { calls: 9 } }), end = await fork.end;
  assert.match(fork.name, /^test-[0-9a-z]{6}$/);
  assert.deepEqual(end.outputs, { ab: "zy" });
  const head = await store.findRun(fork.name);
  assert.deepEqual([head.seed, head.origin, head.ledger.limits], [4, { run: 1, seq: at }, { calls: 9 }]);
  await assert.rejects(loom.fork("g", at, { inputs: { c: 1 } }), InputError);
  await assert.rejects(loom.fork("g", 0), /Cannot fork `g` at 0: its journal has no row of that number/);
  await assert.rejects(
    loom.fork("g", at, { name: "g" }),
    (error) => error instanceof StoreError && error.failure === "taken",
  );
});

Deno.test("a fork of a program of one's own begins with the state its origin had", async () => {
  const { loom, store } = await loomWith();
  const count = program("count@1", function* (to: number, from?: { n: number }): Program<number> {
    let n = from?.n ?? 0;
    while (n < to) {
      n = yield* call(`step/${n}`, () => n + 1);
      yield* commit({ n });
    }
    return n;
  });
  const run = await loom.start(own(count), { name: "c", input: 4 });
  assert.equal((await run.end).outputs, 4);
  const at = (await store.entries(1, 0)).find(({ key }) => key === "step/2")!.seq;
  const end = await (await loom.fork("c", at, { input: 6 })).end;
  assert.equal(end.outputs, 6);
  const own2 = (await store.entries(2, 0)).filter(({ type }) => type === "done").map((
    { key, reused },
  ) => [key, reused ?? false]);
  assert.deepEqual(own2, [["step/3", false], ["step/4", false], ["step/5", false]]);
});

Deno.test("models, tools and events of the loom serve every run in it", async () => {
  const events: RunEvent[] = [];
  const { loom } = await loomWith({
    models: { m: model(() => "said") },
    tools: { add: { description: "adds", run: (input) => (input as number) + 1 } },
    on: (event) => events.push(event),
  });
  const both = program("both@1", function* (): Program<Json> {
    return [(yield* demand(ask("a"))).text, yield* demand({ do: "tool", key: "b", tool: "add", input: 2 })];
  });
  const run = await loom.start(own(both), { name: "b" });
  assert.deepEqual((await run.end).outputs, ["said", 3]);
  assert.ok(events.every((event) => event.run === "b"));
  assert.ok(events.some((event) => event.type === "text" && event.key === "a"));
});

Deno.test("a run in a database on disk goes on in a later opening, and a loom closes what it opened", async () => {
  await inFolder(async (folder) => {
    const db = `${folder}/loom.db`, m = dreamer(), plan = planFor({ m });
    const half = await openLoom({ db, models: { m } });
    const run = await half.start(plan, { name: "g", seed: 3, budget: { iterations: 1 } });
    assert.equal((await run.end).kind, "exhausted");
    half.close();
    using loom = await openLoom({ db, create: false, models: { m } });
    const end = await (await loom.resume("g", { addBudget: { iterations: 9 } })).end;
    assert.equal(end.kind, "done");
    const whole = await (await openLoom({ memory: true, models: { m } })).start(plan, { name: "g", seed: 3 });
    assert.equal(textOf(end), textOf(await whole.end));
  });
});

Deno.test("a store that was handed in is left open", async () => {
  let closed = false;
  const store = { ...memoryStore(), close: () => void (closed = true) };
  (await openLoom({ store })).close();
  assert.equal(closed, false);
});

Deno.test("a run whose program is not here can be cancelled, and keeps what it last committed", async () => {
  const store = memoryStore(), there = await openLoom({ store });
  const waits = program("waits@1", function* () {
    yield* commit({ n: 1 });
    yield* demand({ do: "wait", key: "w", signal: "go" });
  });
  const first = await there.start(waits, { name: "w" });
  await until(async () => (await store.findRun("w")).status === "waiting");
  first.pause();
  await first.end;
  const here = await openLoom({ store });
  await assert.rejects(here.resume("w"), /hand its program `waits@1`/);
  await here.cancel("w");
  const end = await (await here.resume("w", { program: waits })).end;
  assert.deepEqual([end.kind, end.outputs], ["cancelled", { n: 1 }]);
});

Deno.test("a model that is handed in costs what the plan says, where it tells no price itself", async () => {
  const own = dreamer(), { price: _, ...untold } = own.facts, m = { ...own, facts: untold };
  const planned = planFor({ m }, { stop: { stop: "depth", depth: 50 }, budget: { usd: 2_000_000 } });
  const facts = { ...m.facts, price: { input: 1e9, output: 1e9, source: "test" } };
  const loom = await openLoom({ memory: true, models: { m } });
  const end = await (await loom.start({ ...planned, models: { m: { ...planned.models["m"]!, facts } } })).end;
  assert.equal(end.kind, "exhausted");
  assert.ok(end.spent.usd > 0 && end.spent.usd <= 0.002);
});
