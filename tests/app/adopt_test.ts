/** Runs that go on with another plan. */
import assert from "node:assert/strict";
import { openLoom } from "../../lib/app/loom.ts";
import { program } from "../../lib/app/own_program.ts";
import type { AutoloomPlan, Stop } from "../../lib/plan/mod.ts";
import { call, commit } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import { dreamer, leftBehind, model, planFor } from "../kinds/growing.ts";

const JUDGE: AutoloomPlan["grade"] = {
  by: "model",
  model: "j",
  mode: "choose",
  ask: "Which?",
  context: { tail: 100 },
  samples: 1,
  attempts: 1,
};

const TWO_ROUNDS: Stop = { stop: "depth", depth: 2 };

/** A run of two rounds whose judge gives up in the second. */
async function stuck() {
  const m = dreamer(), store = memoryStore();
  let answers = 1;
  const j = model(() => answers-- > 0 ? "1" : "no idea"), cast = { m, j };
  const loom = await openLoom({ store, models: cast });
  const plan = planFor(cast, { grade: JUDGE, stop: TWO_ROUNDS });
  const end = await (await loom.start(plan, { name: "r", seed: 3 })).end;
  assert.equal(end.kind, "failed");
  return { m, j, store, loom, plan, cast };
}

Deno.test("a run goes on with a changed plan: what it asks for in the same words is not bought again", async () => {
  const { m, j, store, loom, plan } = await stuck(), bought = m.calls.length, asked = j.calls.length;
  const changed: AutoloomPlan = { ...plan, grade: { by: "expression", expression: "size(candidate.text)" } };
  const end = await (await loom.resume("r", { adopt: changed })).end;
  assert.deepEqual([end.kind, m.calls.length, j.calls.length], ["done", bought, asked]);
  const { rows } = await leftBehind(store, "r");
  assert.ok(rows.some(({ reused, key }) => reused && key?.startsWith("round/2/expand/")));
  assert.deepEqual(await store.plan(1), changed);
});

Deno.test("what depends on a model that is another now is asked anew", async () => {
  const { m, store, loom, plan } = await stuck(), bought = m.calls.length, facts = plan.models["m"]!.facts;
  const models = { ...plan.models, m: { ...plan.models["m"]!, facts: { ...facts, id: "test/other" } } };
  const grade = { by: "expression", expression: "1" } as const;
  const end = await (await loom.resume("r", { adopt: { ...plan, models, grade } })).end;
  assert.equal(end.kind, "done");
  assert.equal(m.calls.length, bought + plan.expand.by[0]!.width, "the second round, once more");
  assert.ok(!(await leftBehind(store, "r")).rows.some(({ reused }) => reused));
});

Deno.test("a run that has ended goes on where the changed plan does, and one that was cancelled does not", async () => {
  const m = dreamer(), store = memoryStore(), loom = await openLoom({ store, models: { m } });
  const plan = planFor({ m }, { stop: TWO_ROUNDS });
  await (await loom.start(plan, { name: "r", seed: 3 })).end;
  const same = await (await loom.resume("r", { adopt: plan })).end, rows = (await store.entries(1, 0)).length;
  assert.equal(same.kind, "done");
  const end = await (await loom.resume("r", { adopt: { ...plan, stop: { stop: "depth", depth: 4 } } })).end;
  assert.match(end.reason, /depth 4/);
  assert.ok((await store.entries(1, 0)).length > rows);
  const handle = await loom.start(plan, { name: "c", seed: 3 });
  handle.cancel();
  await handle.end;
  await assert.rejects(loom.resume("c", { adopt: { ...plan, stop: { stop: "depth", depth: 9 } } }), /it was cancelled/);
});

Deno.test("limits that the changed plan says otherwise hold, others stay with what was added to them", async () => {
  const m = dreamer(), store = memoryStore(), loom = await openLoom({ store, models: { m } });
  const plan = planFor({ m }, { stop: { stop: "depth", depth: 6 }, budget: { iterations: 2, calls: 500 } });
  assert.equal((await (await loom.start(plan, { name: "r", seed: 3 })).end).kind, "exhausted");
  await loom.addBudget("r", { calls: 7 });
  const changed = { ...plan, budget: { iterations: 4, calls: 500, tokens: 100_000 } };
  assert.equal((await (await loom.resume("r", { adopt: changed })).end).kind, "exhausted");
  const { ledger: { limits } } = await store.run(1);
  assert.deepEqual(limits, { iterations: 4, calls: 507, tokens: 100_000 });
});

Deno.test("a life after an adoption that is cut short goes on by the plan it adopted", async () => {
  const { m, store, loom, plan } = await stuck(), bought = m.calls.length;
  const changed: AutoloomPlan = {
    ...plan,
    grade: { by: "expression", expression: "1" },
    select: { keep: 1, veto: 1e7 },
  };
  const held = await loom.resume("r", { adopt: changed });
  while ((await store.run(1)).status !== "waiting") await new Promise((resolve) => setTimeout(resolve, 1));
  held.pause({ abort: true });
  assert.equal((await held.end).kind, "paused");
  const again = await loom.resume("r");
  await loom.answer(
    "r",
    (await leftBehind(store, "r")).rows.findLast(({ type }) => type === "wait")!
      .value!["choices" as never]?.[0] ?? null,
  );
  assert.equal((await again.end).kind, "done");
  assert.equal(m.calls.length, bought);
});

Deno.test("code of a newer version takes a run over when it is told to, and else is refused", async () => {
  const store = memoryStore(),
    counts = (version: number, step: number) =>
      program(`count@${version}`, function* (to: number, from?: { n: number }) {
        let state = from ?? { n: 0 };
        while (state.n < to) {
          if (version === 1 && state.n === 2) yield* call("fails", () => Promise.reject(new Error("old")));
          state = { n: yield* call(`n/${state.n}`, () => state.n + step) };
          yield* commit(state);
        }
        return state.n;
      });
  const loom = await openLoom({ store });
  assert.equal((await (await loom.start(counts(1, 1), { input: 10, name: "r" })).end).kind, "failed");
  await assert.rejects(loom.resume("r", { program: counts(2, 4) }), /count@1/);
  const end = await (await loom.resume("r", { program: counts(2, 4), adopt: true })).end;
  assert.deepEqual([end.kind, end.outputs], ["done", 10]);
  assert.equal((await store.run(1)).program, "count@2");
});

Deno.test("what is no plan for a run is refused, and nothing changes", async () => {
  const { loom, store, plan } = await stuck(), rows = (await store.entries(1, 0)).length;
  const other = program("other@1", () => call("k", () => 1));
  await assert.rejects(loom.resume("r", { adopt: true }), /TypeError: Cannot tell what `r` is to go on with/);
  await assert.rejects(loom.resume("r", { adopt: true, program: other }), /it was begun by `autoloom@1`/);
  await assert.rejects(loom.resume("r", { adopt: 1 as never }), /`adopt` is `1`; give `true`, or the plan/);
  const inputs = { name: { type: "string" } };
  await assert.rejects(loom.resume("r", { adopt: { ...plan, inputs } }), /InputError: .*input `name` is missing/);
  assert.equal((await store.entries(1, 0)).length, rows);
  assert.equal((await store.run(1)).lease.live, false);
});
