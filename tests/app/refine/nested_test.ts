import assert from "node:assert/strict";
import { isEnded } from "../../../lib/engine/rest.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import { predicate } from "../../../lib/app/refine/detectors.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { brief, kept } from "./loops.ts";

Deno.test("N2, Z12: a loop inside a step is a run inside that one: its cost is the parent's, its iterations are its own", async () => {
  const inner = refine<number>({ name: "inner", budget: { iterations: 2 } }, (n, ctx) => {
    ctx.spend(0.1);
    return n + 1;
  });
  const seen: unknown[] = [];
  const { fix, store } = kept<number>({ budget: { usd: 5, iterations: 3 } }, async (n, ctx) => {
    const end = await inner(n);
    seen.push([end.kind, end.cause, end.spent.usd, ctx.budget.spent.usd, ctx.budget.spent.iterations]);
    return end.last!.state;
  });
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.last?.state, end.spent.usd], ["exhausted", "iterations", 3, 6, 0.6]);
  assert.deepEqual(seen, [
    ["exhausted", "iterations", 0.2, 0.2, 0],
    ["exhausted", "iterations", 0.2, 0.4, 1],
    ["exhausted", "iterations", 0.2, 0.6, 2],
  ]);
  assert.deepEqual(end.history.map(({ cost }) => cost.usd), [0.2, 0.2, 0.2]);
  const children = await store.runs({ parent: (await store.findRun(end.runId)).id });
  assert.deepEqual(children.map(({ program, parent }) => [program, parent!.key]).toSorted(), [
    ["inner@1", "round/1/step/inner/1"],
    ["inner@1", "round/2/step/inner/1"],
    ["inner@1", "round/3/step/inner/1"],
  ]);
});

Deno.test("Z12: no loop spends more than the tightest budget around it, at any depth", async () => {
  const leaf = refine<number>({ name: "leaf" }, (n, ctx) => {
    ctx.spend(0.25);
    return n + 1;
  });
  const middle = refine<number>({ name: "middle", budget: { usd: 9 } }, async (n) => (await leaf(n)).last!.state);
  const { fix, store } = kept<number>({ name: "root", budget: { usd: 1 } }, async (n) => (await middle(n)).last!.state);
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.spent.usd], ["exhausted", "usd", 0, 1]);
  const root = await store.findRun(end.runId), [middle_] = await store.runs({ parent: root.id });
  const [leaf_] = await store.runs({ parent: middle_!.id });
  assert.deepEqual([isEnded(middle_!.status), isEnded(leaf_!.status), leaf_!.ledger.spent.usd], [false, false, 1e9]);
});

Deno.test("more budget lets an inner loop go on where it was, as the run that it was", async () => {
  const steps: number[] = [];
  const inner = refine<number>({ name: "inner", budget: { iterations: 6 } }, (n, ctx) => {
    ctx.spend(0.25);
    steps.push(ctx.step);
    return n + 1;
  });
  const { fix, store } = kept<number>({ budget: { usd: 1, iterations: 1 } }, async (n) => (await inner(n)).last!.state);
  const end = await fix(0);
  assert.deepEqual([...brief(end), steps], ["exhausted", "usd", 0, [1, 2, 3, 4]]);
  const again = await fix.resume(end.runId, { addBudget: { usd: 1 } });
  assert.deepEqual([...brief(again), again.last?.state, steps], ["exhausted", "iterations", 1, 6, [1, 2, 3, 4, 5, 6]]);
  assert.equal((await store.runs({ parent: (await store.findRun(end.runId)).id })).length, 1);
  assert.equal(again.spent.usd, 1.5);
});

Deno.test("an inner loop that is exhausted by its own budget, fails or converges says so to the step, and ends nothing else", async () => {
  const kinds: unknown[] = [];
  const { fix } = kept<number>({ budget: { iterations: 1 } }, async (n) => {
    const one = async (options: Parameters<typeof refine<number>>[0], step: (n: number) => number) => {
      const end = await refine<number>(options, step)(n);
      kinds.push([end.kind, end.cause]);
    };
    await one({ budget: { usd: 0.2 }, cost: () => 0.1 }, (n) => n);
    await one({}, () => {
      throw new Error("no");
    });
    await one({ converge: predicate(() => true) }, (n) => n);
    return n + 1;
  });
  const end = await fix(0);
  assert.deepEqual(kinds, [["exhausted", "usd"], ["failed", "round/1/step"], ["done", "stop.predicate"]]);
  assert.deepEqual(brief(end), ["exhausted", "iterations", 1]);
});

Deno.test("loops of one name that are made side by side inside a step each run their own function", async () => {
  const { fix } = kept<readonly number[]>({ budget: { iterations: 1 } }, async (list) => {
    const ends = await Promise.all(list.map((by) => {
      return refine<number>({ name: "part", budget: { iterations: 3 } }, async (n) => {
        await Promise.resolve();
        return n + by;
      })(0);
    }));
    return ends.map((end) => end.last!.state);
  });
  assert.deepEqual((await fix([1, 10, 100])).last?.state, [3, 30, 300]);
});

Deno.test("N1: a loop outside of a step is a run of its own, also after one has ended", async () => {
  const store = memoryStore(),
    inner = refine<number>({ name: "inner", store, budget: { iterations: 1 } }, (n) => n + 1);
  const outer = refine<number>(
    { name: "outer", store, budget: { iterations: 1 } },
    async (n) => (await inner(n)).last!.state,
  );
  await outer(0);
  const { runId } = await inner(0);
  assert.equal((await store.findRun(runId)).parent, undefined);
});

Deno.test("inside a step a loop is called, and neither streamed nor started nor resumed", async () => {
  const { fix: other } = kept<number>({ name: "other" }, (n) => n);
  const words: string[] = [];
  const note = (error: unknown) => void words.push((error as Error).message);
  const { fix } = kept<number>({ budget: { iterations: 1 } }, async (n) => {
    await other.start(n).catch(note);
    await other.resume("x").catch(note);
    await other.stream(n).end.catch(note);
    return n;
  });
  const { runId } = await fix(0);
  assert.deepEqual(words.map((text) => text.replace(runId, "it")), [
    "Cannot start `other` inside a step of `it`: call it, and it is a run inside that one",
    "Cannot resume `other` inside a step of `it`: call it, and it is a run inside that one",
    "Cannot start `other` inside a step of `it`: call it, and it is a run inside that one",
  ]);
});

Deno.test("what a step leaves running when it returns can book nothing and run nothing", async () => {
  const words: string[] = [], over = Promise.withResolvers<void>();
  const inner = refine<number>({ name: "inner", budget: { iterations: 1 } }, (n) => n);
  let left = Promise.resolve();
  const { fix } = kept<number>({ budget: { iterations: 1 } }, (n, ctx) => {
    left = (async () => {
      await over.promise;
      try {
        ctx.spend(1);
      } catch (error) {
        words.push((error as Error).message);
      }
      await inner(n).catch((error: Error) => void words.push(error.message));
    })();
    return n;
  });
  const { runId } = await fix(0);
  over.resolve();
  await left;
  assert.deepEqual(words.map((text) => text.replace(runId, "it")), [
    "Cannot book what it costs: the step `round/1/step` of `it` is over; await it there",
    "Cannot run `inner` in it: the step `round/1/step` of `it` is over; await it there",
  ]);
});
