/** Loops whose functions and callers do what they should not. */
import assert from "node:assert/strict";
import { predicate } from "../../../lib/app/refine/detectors.ts";
import { meter } from "../../../lib/app/refine/adapters/meter.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import type { Refiner } from "../../../lib/app/refine/refiner.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { brief, drained, kept } from "./loops.ts";

/** Lets timers and others have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

Deno.test("loops of one name in one loom each run their own function, also at once", async () => {
  await using loom = await openLoom({ memory: true });
  const writing = (letter: string) =>
    refine<string>({ store: loom, name: "same", budget: { iterations: 3 } }, async (text) => {
      await turn();
      return text + letter;
    });
  const a = writing("a"), b = writing("b"), ends = await Promise.all([a(""), b("")]);
  assert.deepEqual(ends.map(({ last }) => last?.state), ["aaa", "bbb"]);
  assert.equal((await a("")).last?.state, "aaa");
});

Deno.test("a stream loses no step to another that could not begin", async () => {
  const { fix } = kept<number>({ budget: { iterations: 4 } }, async (n) => (await turn(), n + 1)), seen: number[] = [];
  for await (const { step } of fix.stream(0, { name: "r" })) {
    seen.push(step);
    if (step !== 1) continue;
    await assert.rejects(drained(fix.stream(0, { name: "r" })), /the name is in use/);
    await assert.rejects(drained(fix.streamResume("r")), { name: "RunLocked" });
  }
  assert.deepEqual(seen, [1, 2, 3, 4]);
});

Deno.test("a stream is iterated once", async () => {
  const { fix } = kept<number>({ budget: { iterations: 2 } }, (n) => n + 1), stream = fix.stream(0);
  const [first, second] = await Promise.allSettled([drained(stream), drained(stream)]);
  assert.equal(first.status, "fulfilled");
  assert.match(String(second.status === "rejected" && second.reason), /Cannot iterate the steps of a run twice/);
});

Deno.test("`on` may be async, and harms no run by what it rejects with", async () => {
  const on = () => Promise.reject(new Error("nobody looks"));
  const { fix } = kept<number>({ budget: { iterations: 2 }, on }, (n) => n + 1);
  assert.deepEqual(brief(await fix(0)), ["exhausted", "iterations", 2]);
  await turn();
});

Deno.test("a schema that parses later is refused before a run is made", async () => {
  const state = { parse: () => Promise.reject(new Error("later")) as never };
  const { fix, store } = kept<number>({ state }, (n) => n);
  await assert.rejects(fix(0), /`parse` of its schema is async/);
  assert.deepEqual(await store.runs({}), []);
});

Deno.test("a cost is told by a copy of the state", async () => {
  const cost = (state: { n: number }) => state.n = 0;
  const { fix } = kept<{ n: number }>({ budget: { iterations: 2 }, cost }, ({ n }) => ({ n: n + 1 }));
  assert.deepEqual((await fix({ n: 0 })).last?.state, { n: 2 });
});

Deno.test("a cost that books and then throws can be told after all, and is charged once", async () => {
  let isDown = true;
  const { fix } = kept<number>({
    budget: { iterations: 1 },
    reserve: 0.5,
    cost: (_, ctx) => {
      ctx.spend({ tokens: 5 });
      if (isDown) throw new Error("no price");
      return 0.2;
    },
  }, (n) => n + 1);
  const failed = await fix(0);
  assert.deepEqual([failed.kind, failed.cause], ["failed", "round/1/cost"]);
  isDown = false;
  const end = await fix.resume(failed.runId);
  assert.deepEqual([...brief(end), end.spent], ["exhausted", "iterations", 1, { usd: 0.5, tokens: 5, calls: 0 }]);
});

Deno.test("a predicate that books is told where that belongs", async () => {
  const answer = { model: "gpt-4o", usage: { prompt_tokens: 10, completion_tokens: 1 } };
  const converge = predicate(() => (meter(answer), false));
  const { reason } = await kept<number>({ converge }, (n) => n).fix(0);
  assert.match(reason, /Cannot book what the conditions cost after step 1: ask what costs in a `judge`/);
});

Deno.test("what a step leaves running is ended, and spends nothing after the run", async () => {
  let isBegun = () => {}, bought = 0;
  const inner = refine<number>({ name: "inner" }, async (n, ctx) => {
    ctx.spend(0.01);
    bought++;
    isBegun();
    await turn();
    return n + 1;
  });
  const { fix, store } = kept<number>({ budget: { usd: 100, iterations: 3 }, reserve: 0.1 }, async (n) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    isBegun = resolve;
    void inner(0).catch(() => {});
    await promise;
    return n + 1;
  });
  const end = await fix(0), then = bought;
  for (let i = 0; i < 5; i++) await turn();
  const run = await store.findRun(end.runId), left = await store.runs({ parent: run.id });
  assert.deepEqual([end.steps, bought, end.spent.usd], [3, then, then / 100]);
  assert.deepEqual(left.map(({ status }) => status), ["cancelled", "cancelled", "cancelled"]);
  assert.deepEqual([run.ledger.spent.usd, run.ledger.reserved.usd], [then * 1e7, 0]);
});

Deno.test("a loop that failed inside a step is tried again when the step is", async () => {
  let isDown = true;
  const calls: string[] = [];
  const leaf = (name: string, work: (n: number) => number | Promise<number>): Refiner<number> =>
    refine<number>({ name, budget: { iterations: 2 }, errors: { pause: 0 } }, (n) => work(n));
  const deepest = leaf("deepest", (n) => {
    calls.push(`${n}`);
    if (isDown && n === 1) throw new Error("the network is down");
    return n + 1;
  });
  const through = async (inner: Refiner<number>, n: number) => {
    const { kind, reason, last } = await inner(n);
    if (kind === "failed") throw new Error(reason);
    return last!.state;
  };
  const middle = leaf("middle", (n) => n > 0 ? n : through(deepest, n));
  const { fix } = kept<number>({ budget: { iterations: 1 } }, (n) => through(middle, n));
  const failed = await fix(0);
  assert.equal(failed.kind, "failed");
  isDown = false;
  const end = await fix.resume(failed.runId);
  assert.deepEqual([...brief(end), end.last?.state], ["exhausted", "iterations", 1, 2]);
  assert.deepEqual(calls, ["0", "1", "1"], "what the deepest had done is not done again");
});

Deno.test("an inner loop of another version is another run", async () => {
  const store = memoryStore(), stop = new AbortController(), calls: string[] = [];
  const outer = (version: number) => {
    const inner = refine<number>({ name: "inner", version, budget: { iterations: 2 } }, async (n, { step, signal }) => {
      calls.push(`${version}:${step}`);
      if (version === 1 && step === 2) stop.abort();
      while (version === 1 && step === 2) await turn().then(() => signal.throwIfAborted());
      return n + version;
    });
    return refine<number>(
      { name: "outer", store, budget: { iterations: 1 } },
      async (n) => (await inner(n)).last!.state,
    );
  };
  const paused = await outer(1)(0, { signal: stop.signal });
  const end = await outer(2).resume(paused.runId);
  assert.deepEqual([...brief(end), end.last?.state], ["exhausted", "iterations", 1, 4]);
  assert.deepEqual(calls, ["1:1", "1:2", "2:1", "2:2"]);
});

Deno.test("of loops side by side in a step one meets the limit of all, and every one rests with the run", async () => {
  const inner = (name: string, usd: number) =>
    refine<number>({ name, reserve: usd }, async (n, ctx) => {
      ctx.spend(usd);
      for (let i = 0; i < 3; i++) await turn();
      return n + 1;
    });
  const dear = inner("dear", 0.4), cheap = inner("cheap", 0.001);
  const { fix, store } = kept<number>({ budget: { usd: 1 }, reserve: 0.01 }, async (n) => {
    const ends = await Promise.all([dear(n), cheap(n)]);
    return ends[0].last!.state;
  });
  const end = await fix(0), run = await store.findRun(end.runId), { usd } = end.spent;
  for (let i = 0; i < 8; i++) await turn();
  assert.deepEqual([end.kind, end.cause], ["exhausted", "usd"]);
  assert.deepEqual([(await store.run(run.id)).ledger.spent.usd / 1e9, run.ledger.reserved.usd], [usd, 0]);
  assert.ok(usd <= 1);
});
