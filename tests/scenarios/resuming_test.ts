/** Z: what a resume finds, what it does not do again, and whom it refuses. */
import assert from "node:assert/strict";
import { bestScore, compile, memoryStore, noBacktrack, openLoom, predicate, refine, StoreError } from "../../mod.ts";
import { loom, scratch } from "../cli/fake_host.ts";
import { until } from "../engine/models.ts";
import { BLANK, brief as codeBrief, count, type Draft, made, mark, marked } from "./code_form.ts";
import { again, brief, NEVER, noted, planOf, play, REFUSAL, saying, says, specOf } from "./spec_form.ts";

Deno.test("[Z4] a run that fails in its first round is resumed from its start (spec)", async () => {
  const writer = noted((_, index) => index === 0 ? REFUSAL : saying(1));
  const parts = { start: "'0.25'", on_error: "{then: fail}", stop: "{converged: 'best.total >= 1'}" };
  const failed = await play(parts, { models: { writer: writer.model } });
  assert.deepEqual([failed.end.kind, failed.cause], ["failed", "round/1/propose/0"]);
  const { end } = await again(failed);
  assert.deepEqual([end.kind, writer.shown], ["converged", ["0.25", "0.25"]]);
});

Deno.test("[Z4] a run that fails in its first step is resumed from its initial state (library)", async () => {
  let broken = true;
  const { fix, handed } = made<Draft>({ budget: { iterations: 1 }, backtrack: noBacktrack() }, (state, ctx) => {
    if (broken) throw new Error("no luck");
    return marked([1])(state, ctx);
  });
  const seed = { n: 7, mark: 0.25 }, failed = await fix(seed);
  assert.deepEqual([failed.kind, failed.last], ["failed", null]);
  broken = false;
  const end = await fix.resume(failed.runId);
  assert.deepEqual([...codeBrief(end), end.last?.state.n, handed], ["exhausted", "iterations", 1, 8, [seed, seed]]);
});

Deno.test("[Z8] a run that is over is not run again: its end is as it was (spec)", async () => {
  const writer = says([1, 2, 3]), played = await play({ stop: "{depth: 2}" }, { models: { writer: writer.model } });
  const { rows } = played;
  for (let i = 0; i < 2; i++) {
    const next = await again(played);
    assert.deepEqual([next.end, next.rows.length], [played.end, rows.length]);
  }
  assert.equal(writer.shown.length, 2);
});

Deno.test("[Z8] a run that is over is not run again: its end is as it was (library)", async () => {
  const options = { score: mark, converge: predicate(({ length }) => length === 2) };
  const { fix, handed } = made<Draft>(options, marked([1, 2])), end = await fix(BLANK);
  for (let i = 0; i < 2; i++) assert.deepEqual(await fix.resume(end.runId), end);
  assert.equal(handed.length, 2);
});

// A run keeps its own plan, so that nothing has to be refused or forced: whoever wants the new one says so.
Deno.test("[Z9] a run follows the plan it was begun with, and a spec that has changed only with `--adopt` (spec)", async () => {
  const models = "{writer: {use: scripted/writer, replies: ['1', '2', '3', '4'], then: repeat}}";
  const spec = (depth: number) => specOf({ models, stop: `{depth: ${depth}}` });
  await using folder = await scratch({ "fix.yaml": spec(2) });
  const begun = await loom(folder.path, ["run", "fix.yaml", "--name", "r", "-q"]);
  await Deno.writeTextFile(`${folder.path}/fix.yaml`, spec(4));
  const old = await loom(folder.path, ["resume", "r"]);
  assert.deepEqual([begun.out, old.out], ["2", "2"]);
  assert.match(old.err, /has changed since: the run goes on with the plan it began with; .* --adopt\n/);
  const { code, err } = await loom(folder.path, ["resume", "r", "--adopt"]);
  assert.equal(code, 0, err);
  assert.match((await loom(folder.path, ["show", "r"])).out, /depth 4 is reached/);
});

Deno.test("[Z9] a run of another loop is refused, and one of another version without `adopt` (library)", async () => {
  const store = memoryStore(),
    { fix } = made<number>({ store, budget: { iterations: 2 } }, count),
    { runId } = await fix(0);
  const second = made<number>({ store, version: 2 }, (n) => n + 10),
    other = made<number>({ store, name: "mend" }, count);
  await assert.rejects(second.fix.resume(runId), (error: Error) => {
    return error instanceof RangeError &&
      /was begun by `fix@1`, and this is .*`fix@2`; .*`adopt: true`/.test(error.message);
  });
  await assert.rejects(other.fix.resume(runId, { adopt: true }), /was begun by `fix@1`, and this is .*`mend@1`/);
  assert.deepEqual([second.handed, other.handed], [[], []]);
  const end = await second.fix.resume(runId, { adopt: true, addBudget: { iterations: 1 } });
  assert.deepEqual([...codeBrief(end), end.last?.state], ["exhausted", "iterations", 3, 12]);
});

Deno.test("[Z19] a name that a run has is refused to another, and nothing of the first is lost (spec)", async () => {
  const played = await play({ stop: "{depth: 2}" }, { models: { writer: says([1, 2]).model } });
  await assert.rejects(played.loom.start(await planOf({}), { name: "r" }), (error: StoreError) => {
    return error instanceof StoreError && error.failure === "taken";
  });
  assert.deepEqual([(await again(played)).end, (await played.store.runs()).length], [played.end, 1]);
});

Deno.test("[Z19] a name that a run has is refused to another, and nothing of the first is lost (library)", async () => {
  const { fix, store, handed } = made<number>({ budget: { iterations: 2 } }, count),
    end = await fix(0, { name: "once" });
  await assert.rejects(fix(5, { name: "once" }), (error: StoreError & { runId: string }) => {
    return error instanceof StoreError && error.failure === "taken" && error.runId === "once";
  });
  assert.deepEqual([await fix.resume("once"), handed, (await store.runs()).length], [end, [0, 1], 1]);
});

Deno.test("[defect R6] of a round that was cut short only what was not finished is bought again (spec)", async () => {
  let hangs = true;
  const writer = noted((_, index) => index === 1 && hangs ? NEVER : saying(index + 1, 5));
  const plan = await planOf({ propose: "{model: writer, n: 2, prompt: '?', max_tokens: 10}", stop: "{depth: 1}" });
  const store = memoryStore(), models = { writer: writer.model };
  await using loom = await openLoom({ store, models });
  const run = await loom.start(plan, { name: "r" }), { id } = await store.findRun("r");
  await until(async () => (await store.entries(id, 0)).some(({ type }) => type === "result"));
  run.pause({ abort: true });
  assert.equal((await run.end).kind, "paused");
  hangs = false;
  const end = await (await loom.resume("r")).end;
  const results = (await store.entries(id, 0)).filter(({ type }) => type === "result").map(({ key }) => key);
  assert.deepEqual([end.kind, writer.shown.length], ["done", 3]);
  assert.deepEqual(results.toSorted(), ["round/1/propose/0", "round/1/propose/1"]);
});

Deno.test("[defect R6] of a step whose scoring was cut short the state is not made again (library)", async () => {
  let hangs = true, isScoring = false;
  const { fix, handed } = made<Draft>({
    budget: { iterations: 1 },
    score: async (state, { signal }) => {
      isScoring = true;
      if (hangs) await new Promise((_, no) => signal.addEventListener("abort", () => no(signal.reason)));
      return mark(state);
    },
  }, marked([1]));
  const run = await fix.start(BLANK);
  await until(() => isScoring);
  run.pause({ abort: true });
  assert.equal((await run.end).kind, "paused");
  hangs = false;
  const end = await fix.resume(run.runId);
  assert.deepEqual([...codeBrief(end), end.best?.score, handed.length], ["exhausted", "iterations", 1, 1, 1]);
});

Deno.test("[defect R11] whoever starts a run knows its name at once, and every end tells it (spec)", async () => {
  const played = await play({ budget: "{iterations: 1}" }, {
    models: { writer: says([1]).model },
    start: { name: "mine" },
  });
  assert.deepEqual([played.end.run, played.end.kind, brief(played)[2]], ["mine", "exhausted", 1]);
  await using other = await openLoom({ memory: true });
  const run = await other.start((await compile(specOf({ stop: "{depth: 1}" }))).plan!);
  assert.equal((await run.end).run, run.name);
});

Deno.test("[defect R11] every end has the name of its run, its best and its last state, and every error has the name (library)", async () => {
  const options = { score: mark, backtrack: bestScore(), budget: { iterations: 2 } };
  const end = await made<Draft>(options, marked([2, 1])).fix(BLANK);
  assert.match(end.runId, /^fix-/);
  assert.deepEqual([end.best?.score, end.last?.score, end.kind], [2, 1, "exhausted"]);
  const broken = refine<number>({
    name: "fix",
    store: { ...memoryStore(), append: () => Promise.reject(new StoreError("broken", "the disk is gone")) },
  }, count);
  await assert.rejects(broken(0), (error: Error & { runId: string }) => /^fix-/.test(error.runId));
});

Deno.test("[defect A2] a method, a bound function and one that is made by another are steps like any (library)", async () => {
  class Counter {
    readonly by = 2;
    readonly fix = made<number>({ budget: { iterations: 2 } }, (n) => this.add(n)).fix;
    add(n: number): number {
      return n + this.by;
    }
  }
  const counter = new Counter(),
    bound = made<number>({ budget: { iterations: 2 } }, counter.add.bind({ by: 3 } as unknown as Counter));
  const adding = (by: number) => (n: number) => n + by, made_ = made<number>({ budget: { iterations: 2 } }, adding(5));
  const ends = await Promise.all([counter.fix(0), bound.fix(0), made_.fix(0)]);
  assert.deepEqual(ends.map(({ last }) => last?.state), [4, 6, 10]);
});
