import assert from "node:assert/strict";
import { predicate } from "../../../lib/app/refine/detectors.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import { RunLocked } from "../../../lib/engine/host.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";
import type { StoreError } from "../../../lib/store/store.ts";
import { dying } from "./dying.ts";
import { brief, kept, mark, type Marked, marks, ZERO } from "./loops.ts";

Deno.test("Z8: a run that is over is not run again: its end is as it was", async () => {
  let calls = 0;
  const { fix } = kept<Marked>({ score: mark, converge: predicate(({ length }) => length === 3) }, (state, ctx) => {
    calls++;
    return marks([0.3, 0.9, 0.6])(state, ctx);
  });
  const end = await fix(ZERO);
  for (let i = 0; i < 2; i++) assert.deepEqual(await fix.resume(end.runId), end);
  assert.equal(calls, 3);
});

Deno.test("Z9: a run of another loop, or of another version, is refused; `adopt` takes another version over", async () => {
  const store = memoryStore(), step = (n: number) => n + 1;
  const first = refine<number>({ name: "fix", store, budget: { iterations: 2 } }, step);
  const { runId } = await first(0);
  const second = refine<number>({ name: "fix", version: 2, store }, (n) => n + 10);
  const other = refine<number>({ name: "mend", store }, step);
  await assert.rejects(second.resume(runId), {
    name: "RangeError",
    message:
      `Cannot resume \`${runId}\`: it was begun by \`fix@1\`, and this is \`fix@2\`; \`adopt: true\` lets it go on with that`,
  });
  await assert.rejects(other.resume(runId, { adopt: true }), /it was begun by `fix@1`, and this is for `mend@1`/);
  const end = await second.resume(runId, { adopt: true, addBudget: { iterations: 1 } });
  assert.deepEqual([...brief(end), end.last?.state], ["exhausted", "iterations", 3, 12]);
  await assert.rejects(first.resume(runId), /it was begun by `fix@2`, and this is `fix@1`/);
});

Deno.test("a run that is over goes on with a version that asks for more", async () => {
  const store = memoryStore(),
    until = (version: number, steps: number) =>
      refine<number>(
        { name: "fix", version, store, converge: predicate(({ length }) => length >= steps) },
        (n) => n + 1,
      );
  const end = await until(1, 2)(0);
  assert.deepEqual(brief(end), ["done", "stop.predicate", 2]);
  const more = await until(2, 5).resume(end.runId, { adopt: true });
  assert.deepEqual([...brief(more), more.last?.state], ["done", "stop.predicate", 5, 5]);
  assert.deepEqual(await until(2, 5).resume(end.runId, { adopt: true }), more);
});

Deno.test("Z10: of two that resume a run one drives it, and the other is told who", async () => {
  let calls = 0;
  const store = memoryStore();
  const fix = refine<number>({ store, budget: { iterations: 4 } }, async (n) => {
    calls++;
    await new Promise((resolve) => setTimeout(resolve, 5));
    return n + 1;
  });
  const run = await fix.start(0);
  await assert.rejects(fix.resume(run.runId), (error: RunLocked & { runId: string }) => {
    return error instanceof RunLocked && error.runId === run.runId;
  });
  const end = await run.end;
  assert.deepEqual([...brief(end), calls], ["exhausted", "iterations", 4, 4]);
});

Deno.test("Z6: what a step was gone back to is what a resume begins with, and it is in the journal", async () => {
  const store = memoryStore(), scores = [0.5, 0.9, 0.3], handed: number[] = [];
  const made = (iterations: number) => ({ score: mark, store, name: "fix", budget: { iterations } });
  const fix = refine<Marked>(made(3), (state, ctx) => {
    handed.push(state.n);
    return marks(scores)(state, ctx);
  });
  const end = await fix(ZERO);
  // Another process: it knows nothing but the database.
  const later = refine<Marked>(made(3), ({ n }) => {
    handed.push(n);
    return { n: n + 1, mark: 1 };
  });
  const again = await later.resume(end.runId, { addBudget: { iterations: 1 } });
  assert.deepEqual(handed, [0, 1, 2, 2], "the fourth step begins with what the second made");
  assert.deepEqual([again.best?.step, again.best?.state.n], [4, 3]);
});

Deno.test("wherever a run is killed, a resume finds every step that is in the journal and runs none of them again", async () => {
  let crashes = 0;
  for (let at = 2; at < 40; at++) {
    for (const after of [false, true]) crashes += await killed(at, after) ? 1 : 0;
  }
  assert.ok(crashes > 30, `${crashes} runs were killed`);
});

/** Kills a run at a batch of rows, and goes on with it; says whether it was killed. */
async function killed(at: number, after: boolean): Promise<boolean> {
  const store = memoryStore(), calls = new Map<number, number>();
  const make = (store: Store) =>
    refine<Marked>({
      name: "fix",
      store,
      score: mark,
      cost: () => 0.1,
      budget: { usd: 2, iterations: 4 },
      errors: { attempts: 2, pause: 0 },
      converge: predicate(({ length }) => length > 9),
    }, (state, ctx) => {
      calls.set(ctx.step, (calls.get(ctx.step) ?? 0) + 1);
      if (ctx.step === 2 && ctx.attempt === 1) throw new Error("once");
      return marks([0.4, 0.6, 0.5, 0.8])(state, ctx);
    });
  const run = await make(dying(store, at, after)).start(ZERO, { name: "r" });
  const crashed = await run.end.then(() => false, () => true);
  const { id, lease } = await store.findRun("r");
  if (crashed) await store.release(id, lease.epoch);
  const end = await make(store).resume("r");
  const where = `killed ${after ? "after" : "before"} batch ${at}`;
  assert.deepEqual([...brief(end), end.best?.step, end.best?.state.n], ["exhausted", "iterations", 4, 4, 3], where);
  assert.deepEqual(end.history.map(({ verdict, score, from }) => [verdict, score, from]), [
    ["accepted", 0.4, 0],
    ["accepted", 0.6, 1],
    ["rejected", 0.5, 2],
    ["accepted", 0.8, 2],
  ], where);
  const total = [...calls.values()].reduce((sum, n) => sum + n, 0);
  assert.ok(total <= 6, `${where}: at most the step in flight is run again, and here ${total} were`);
  const { spent, reserved } = (await store.run(id)).ledger;
  assert.ok(spent.usd + reserved.usd <= 2e9 && spent.usd >= 0.4e9, where);
  return crashed;
}

Deno.test("a signal pauses a run, its step broken off; a resume runs the step again", async () => {
  const { fix } = kept<number>({ budget: { iterations: 2 } }, (n, { step, signal }) => {
    if (step === 1 || stop.signal.aborted) return n + 1;
    stop.abort();
    return new Promise<number>((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
  });
  const stop = new AbortController(), end = await fix(0, { signal: stop.signal });
  assert.deepEqual([...brief(end), end.last?.state], ["paused", "pause", 1, 1]);
  assert.deepEqual((await fix.resume(end.runId)).last?.state, 2);
  await assert.rejects(fix(0, { signal: stop.signal }), { name: "AbortError" });
});

Deno.test("a handle pauses and cancels", async () => {
  const { fix } = kept<number>({}, (n) => new Promise((resolve) => setTimeout(resolve, 1, n + 1)));
  const first = await fix.start(0);
  first.pause();
  assert.equal((await first.end).kind, "paused");
  const second = await fix.start(0);
  second.cancel("no more of that");
  const end = await second.end;
  assert.deepEqual([end.kind, end.cause, end.reason], ["cancelled", "cancel", "no more of that"]);
  assert.deepEqual(await fix.resume(end.runId), end);
});

Deno.test("S6: a run that is not there is told, with its name", async () => {
  const { fix } = kept<number>({}, (n) => n);
  await assert.rejects(fix.resume("nobody"), (error: StoreError & { runId: string }) => {
    return error.failure === "not-found" && error.runId === "nobody";
  });
  await assert.rejects(fix.resume(""), /^TypeError: Cannot find a run without its name/);
});
