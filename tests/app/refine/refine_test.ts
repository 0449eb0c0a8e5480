import assert from "node:assert/strict";
import { bestScore, lastGood, noBacktrack } from "../../../lib/app/refine/backtrack.ts";
import { plateau, predicate } from "../../../lib/app/refine/detectors.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import { openLoom } from "../../../lib/app/loom.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import { StoreError } from "../../../lib/store/store.ts";
import { inFolder, namesIn } from "../folders.ts";
import { brief, kept, mark, type Marked, marks, ZERO } from "./loops.ts";

Deno.test("a loop runs until its condition holds, and gives its best and its last state with the name of the run", async () => {
  const { fix, store } = kept<Marked>({
    score: mark,
    converge: predicate((history) => (history.at(-1)?.score ?? 0) >= 1),
  }, marks([0.25, 0.5, 0.4, 1]));
  const end = await fix(ZERO);
  assert.deepEqual(brief(end), ["done", "stop.predicate", 4]);
  assert.equal(end.reason, "the predicate holds after step 4, whose score is 1");
  assert.deepEqual(end.best, { state: { n: 3, mark: 1 }, score: 1, step: 4 });
  assert.deepEqual(end.last, end.best);
  assert.equal((await store.findRun(end.runId)).program, "loop@1");
  assert.deepEqual(end.history.map(({ step, verdict, score, from, back }) => [step, verdict, score, from, back]), [
    [1, "accepted", 0.25, 0, undefined],
    [2, "accepted", 0.5, 1, undefined],
    [3, "rejected", 0.4, 2, 2],
    [4, "accepted", 1, 2, undefined],
  ]);
});

Deno.test("X2: a flat score ends a loop as converged, and says which step was best", async () => {
  const { fix } = kept<Marked>({ score: mark, converge: plateau({ patience: 2, minDelta: 0.01 }) }, ({ n }) => {
    return { n: n + 1, mark: Math.min(0.9, 0.3 * (n + 1)) };
  });
  const end = await fix(ZERO);
  assert.deepEqual(brief(end), ["converged", "stop.plateau", 5]);
  assert.equal(end.reason, "the score has not got better by 0.01 for 2 steps: the best is 0.9, of step 5");
  assert.equal(end.last?.state.mark, 0.9);
});

Deno.test("less can be better", async () => {
  const { fix } = kept<Marked>({ score: mark, goal: "min", budget: { iterations: 4 } }, marks([5, 3, 4, 3]));
  const end = await fix(ZERO);
  assert.deepEqual([end.best?.step, end.best?.score], [4, 3]);
  assert.deepEqual(end.history.map(({ verdict }) => verdict), ["accepted", "accepted", "rejected", "accepted"]);
});

Deno.test("Z13: a tie keeps the newest state, so that a loop never stands still", async () => {
  const handed: number[] = [];
  const { fix } = kept<Marked>(
    { score: () => 0.5, backtrack: bestScore(), budget: { iterations: 4 } },
    ({ n, mark }) => {
      handed.push(n);
      return { n: n + 1, mark };
    },
  );
  const end = await fix(ZERO);
  assert.deepEqual(handed, [0, 1, 2, 3]);
  assert.deepEqual([end.best?.step, end.best?.state.n], [4, 4]);
});

Deno.test("X3: a worse step goes back to the best state; with lastGood the loop goes on from it", async () => {
  const scores = [0.3, 0.6, 0.9, 0.4, 0.5, 0.6];
  for (const [backtrack, handed] of [[bestScore(), [0, 1, 2, 3, 3, 3]], [lastGood(), [0, 1, 2, 3, 4, 5]]] as const) {
    const seen: number[] = [], step = marks(scores);
    const { fix } = kept<Marked>({ score: mark, backtrack, budget: { iterations: 6 } }, (state, ctx) => {
      seen.push(state.n);
      return step(state, ctx);
    });
    const end = await fix(ZERO);
    assert.deepEqual([...brief(end), end.best?.step], ["exhausted", "iterations", 6, 3]);
    assert.deepEqual(seen, handed);
  }
});

Deno.test("a state may be anything that is JSON, and no score is needed", async () => {
  const { fix } = kept<readonly string[]>({ budget: { iterations: 3 } }, (list, { step }) => [...list, `${step}`]);
  const end = await fix([]);
  assert.deepEqual([end.best, end.last?.state, end.last?.score], [null, ["1", "2", "3"], null]);
});

Deno.test("Z14: a state that is changed in place changes nothing but itself", async () => {
  const { fix } = kept<{ list: number[] }>(
    { errors: { most: 9 }, backtrack: lastGood(), budget: { iterations: 3 } },
    (state, ctx) => {
      state.list.push(ctx.step);
      (ctx.last?.state.list as number[] | undefined)?.push(99);
      (ctx.history as unknown[]).length = 0;
      if (ctx.step === 2) throw new Error("no luck");
      return state;
    },
  );
  const initial = { list: [] as number[] }, end = await fix(initial);
  assert.deepEqual(initial, { list: [] });
  assert.deepEqual(end.last?.state, { list: [1, 3] });
  assert.deepEqual(end.history.map(({ verdict }) => verdict), ["accepted", "failed", "accepted"]);
});

Deno.test("Z18: what is async is waited for: steps, scorers, costs and conditions", async () => {
  const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(resolve, 1, value));
  const { fix } = kept<Marked>({
    score: (state) => later(state.mark),
    cost: () => later({ usd: 0.1, tokens: 5 }),
    converge: predicate((history) => later(history.length >= 2)),
  }, (state) => later({ n: state.n + 1, mark: 1 }));
  const end = await fix(ZERO);
  assert.deepEqual([...brief(end), end.spent], ["done", "stop.predicate", 2, { usd: 0.2, tokens: 10, calls: 0 }]);
});

Deno.test("the initial state is scored where that is wanted, and may be good enough at once", async () => {
  const good = predicate((history) => (history.at(-1)?.score ?? 0) >= 1), never = () => assert.fail("it was called");
  const { fix } = kept<Marked>({ score: mark, scoreInitial: true, converge: good }, never);
  const end = await fix({ n: 7, mark: 1 });
  assert.deepEqual([...brief(end), end.best?.state.n], ["done", "stop.predicate", 0, 7]);

  const worse = kept<Marked>({ score: mark, scoreInitial: true, budget: { iterations: 1 } }, marks([0.5]));
  const ended = await worse.fix({ n: 7, mark: 0.8 });
  assert.deepEqual([...brief(ended), ended.best?.step, ended.best?.state.n], ["exhausted", "iterations", 1, 0, 7]);
  assert.deepEqual(ended.history.map(({ step, verdict, back }) => [step, verdict, back]), [
    [0, "accepted", undefined],
    [1, "rejected", 0],
  ]);
});

Deno.test("making a loop writes nothing; running it writes where it was told to", async () => {
  await inFolder(async (folder) => {
    const db = `${folder}/data/runs.db`;
    const fix = refine<number>({ store: db, budget: { iterations: 2 } }, (n) => n + 1);
    assert.deepEqual(namesIn(folder), []);
    const end = await fix(0);
    assert.deepEqual([namesIn(folder), namesIn(`${folder}/data`)[0]], [["data"], "runs.db"]);
    const log = await Deno.stat(`${folder}/data/runs.db-wal`).catch(() => undefined);
    assert.equal(log?.size ?? 0, 0, "the database was closed");
    assert.deepEqual(await fix.resume(end.runId), end);
  });
});

Deno.test("a loop runs in a loom, and leaves it open", async () => {
  await using loom = await openLoom({ memory: true });
  const fix = refine<number>({ store: loom, budget: { iterations: 2 } }, (n) => n + 1);
  const { runId } = await fix(0, { name: "mine" });
  assert.deepEqual([runId, (await loom.store.findRun("mine")).status], ["mine", "exhausted"]);
  const run = await loom.start(fix.program, { input: { state: 5 }, budget: { iterations: 1 } });
  assert.deepEqual(((await run.end).outputs as { last: unknown }).last, { step: 1, score: null, state: 6 });
});

Deno.test("Z19: a name that is taken is refused, and so is one that no command could say", async () => {
  const { fix } = kept<number>({ budget: { iterations: 1 } }, (n) => n + 1);
  await fix(0, { name: "once" });
  await assert.rejects(fix(0, { name: "once" }), (error: StoreError & { runId: string }) => {
    assert.deepEqual([error.failure, error.runId], ["taken", "once"]);
    return error instanceof StoreError;
  });
  await assert.rejects(fix(0, { name: "two words" }), /^RangeError: Cannot name a run `two words`/);
});

Deno.test("an initial state that cannot be kept, or is of another shape, is refused before a run is made", async () => {
  const { fix, store } = kept<unknown>({}, (state) => state);
  await assert.rejects(fix({ a: [1, () => 2] }), { name: "NotJson", message: /at \$\.a\[1\]: a function is not JSON/ });
  await assert.rejects(fix(undefined), /^TypeError: Cannot store the initial state: it is `undefined`/);
  const parse = (value: unknown) => {
    if (typeof value !== "number") throw new TypeError("no number");
    return value;
  };
  const numbers = refine({ store, state: { parse } }, (n) => n + 1);
  await assert.rejects(numbers("x" as never), /no number/);
  assert.deepEqual(await store.runs(), []);
});

Deno.test("a schema makes states typed, and is held to what steps give", async () => {
  const parse = (value: unknown) => {
    const { n, kind = "plain" } = value as { n: number; kind?: string };
    if (n > 2) throw new RangeError(`n is ${n}`);
    return { n, kind };
  };
  const store = memoryStore();
  const fix = refine(
    { store, state: { parse }, backtrack: noBacktrack() },
    ({ n, kind }) => ({ n: n + 1, kind: `${kind}!` }),
  );
  const end = await fix({ n: 0 } as never);
  assert.deepEqual([...brief(end), end.reason], [
    "failed",
    "round/3/parse",
    2,
    "step `round/3/parse` failed: RangeError: n is 3",
  ]);
  assert.deepEqual(end.last, { state: { n: 3, kind: "plain!!!" }, score: null, step: 3 }, "it is not lost");
});

Deno.test("a step knows its run, its number, what was and what is best", async () => {
  const seen: unknown[] = [];
  const { fix } = kept<Marked>({ score: mark, budget: { iterations: 3 } }, (state, ctx) => {
    const { runId, step, attempt, best, last, history, guidance, escalation } = ctx;
    seen.push([typeof runId, step, attempt, best?.step, last?.score, history.length, guidance, escalation]);
    return marks([0.4, 0.2])(state, ctx);
  });
  await fix(ZERO);
  assert.deepEqual(seen, [
    ["string", 1, 1, undefined, undefined, 0, [], null],
    ["string", 2, 1, 1, 0.4, 1, [], null],
    ["string", 3, 1, 1, 0.2, 2, [], null],
  ]);
});

Deno.test("chance is seeded: the same seed and step give the same numbers, another step others", async () => {
  const drawn = async (seed: number) => {
    const all: number[] = [];
    const { fix } = kept<number>({ seed, budget: { iterations: 2 } }, (n, { random, seed }) => {
      all.push(random(), random(), seed);
      return n;
    });
    await fix(0);
    return all;
  };
  const first = await drawn(7);
  assert.deepEqual(await drawn(7), first);
  assert.notDeepEqual(await drawn(8), first);
  assert.equal(new Set(first).size, 6);
});

Deno.test("methods, closures and bound functions are loops as well, and lend them their names", async () => {
  class Fixer {
    readonly by = 2;
    readonly store = memoryStore();
    readonly run = refine<number>({ store: this.store, budget: { iterations: 2 } }, (n) => n + this.by);
    double(n: number): number {
      return n * this.by;
    }
  }
  const fixer = new Fixer();
  assert.equal((await fixer.run(0)).last?.state, 4);
  const bound = refine<number>({ store: fixer.store, budget: { iterations: 2 } }, fixer.double.bind(fixer));
  assert.deepEqual([(await bound(1)).last?.state, bound.program.program], [4, "double@1"]);
  const named = refine<number>({ name: "other", version: 3, store: fixer.store }, fixer.double);
  assert.equal(named.program.program, "other@3");
});

Deno.test("a run keeps where its loop was made", async () => {
  const { fix, store } = kept<number>({ budget: { iterations: 1 } }, function count(n) {
    return n + 1;
  });
  const { runId } = await fix(0), run = await store.findRun(runId);
  const { code } = await store.inputs(run.id) as { readonly code?: { file: string; line: number; name: string } };
  assert.equal(code?.name, "count");
  assert.match(code.file, /tests\/app\/refine\/loops\.ts$/);
  assert.ok(code.line > 1);
});
