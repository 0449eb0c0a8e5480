/** S: what is kept of runs. Databases are files, opened anew to look. */
import "../store/collect_garbage.ts";
import assert from "node:assert/strict";
import { openLoom, predicate, refine, StoreError } from "../../mod.ts";
import type { Store } from "../../mod.ts";
import { inFolder } from "../app/folders.ts";
import { toldIn } from "../kinds/refining.ts";
import { BLANK, count, type Draft, made, mark, marked } from "./code_form.ts";
import { noted, planOf, saying, says } from "./spec_form.ts";

/** Opens the database once more, to look at what is in it. */
async function looked<T>(db: string, look: (store: Store) => Promise<T>): Promise<T> {
  await using loom = await openLoom({ db });
  return await look(loom.store);
}

Deno.test("[S1] a run that was begun is `running`, and holds the hash of its plan (spec)", async () => {
  const seen: unknown[] = [];
  const plan = await planOf({ budget: "{iterations: 1}" });
  const writer = noted(async () => {
    const { status, program, planHash } = await loom.store.findRun("r");
    seen.push([status, program, planHash === undefined ? 0 : planHash.length]);
    return saying(1);
  });
  await using loom = await openLoom({ memory: true, models: { writer: writer.model } });
  const run = await loom.start(plan, { name: "r" });
  await run.end;
  const head = await loom.store.findRun("r");
  assert.deepEqual(seen, [["running", "refine@1", head.planHash!.length]]);
  assert.deepEqual(await loom.store.plan(head.id), plan);
});

Deno.test("[S1] a run that was begun is `running`, and holds name and version of its loop (library)", async () => {
  const seen: unknown[] = [];
  const { fix, store } = made<number>({ version: 3, budget: { iterations: 1 } }, async (n, { runId }) => {
    const { status, program } = await store.findRun(runId);
    seen.push([status, program]);
    return n;
  });
  await fix(0);
  assert.deepEqual(seen, [["running", "fix@3"]]);
});

Deno.test("[S2] a run that has come to its end is `done` in the database (spec)", () =>
  inFolder(async (folder) => {
    const db = `${folder}/a.db`;
    await spec(db, "r");
    assert.equal(await looked(db, async (store) => (await store.findRun("r")).status), "done");
  }));

Deno.test("[S2] a run that has come to its end is `done` in the database (library)", () =>
  inFolder(async (folder) => {
    const db = `${folder}/a.db`, { runId } = await code(db);
    assert.equal(await looked(db, async (store) => (await store.findRun(runId)).status), "done");
  }));

Deno.test("[S3] a text and its cost of a cent are read from the file as they were written (spec)", () =>
  inFolder(async (folder) => {
    const db = `${folder}/a.db`;
    await spec(db, "r");
    await looked(db, async (store) => {
      const { id, ledger } = await store.findRun("r"), [, first] = toldIn(await store.entries(id, 0));
      assert.equal((await store.texts([first!.node!])).get(first!.node!), "1");
      assert.deepEqual([ledger.spent.usd, ledger.spent.calls], [5e7, 5]);
    });
  }));

Deno.test("[S3] a state and its cost of a cent are read from the file as they were written (library)", () =>
  inFolder(async (folder) => {
    const state = { text: "ü — \u{1F9F5}", nested: { list: [1, 0.1, -0, null], deep: { yes: true } } };
    const step = () => state, options = { name: "fix", store: `${folder}/a.db`, budget: { iterations: 1 } };
    const { runId } = await refine<typeof state>({ ...options, cost: () => 0.01 }, step)(state);
    const end = await refine<typeof state>(options, step).resume(runId);
    assert.deepEqual(end.last?.state, { ...state, nested: { ...state.nested, list: [1, 0.1, 0, null] } });
    assert.deepEqual([end.history[0]!.cost.usd, end.spent.usd], [0.01, 0.01]);
  }));

Deno.test("[S4] five rounds are read from the file in their order (spec)", () =>
  inFolder(async (folder) => {
    const db = `${folder}/a.db`;
    await spec(db, "r");
    const rounds = await looked(db, async (store) => {
      return toldIn(await store.entries((await store.findRun("r")).id, 0)).map(({ round, score }) => [round, score]);
    });
    assert.deepEqual(rounds, [[0, 0], [1, 1], [2, 2], [3, 3], [4, 4], [5, 5]]);
  }));

Deno.test("[S4] five steps are read from the file in their order (library)", () =>
  inFolder(async (folder) => {
    const db = `${folder}/a.db`, { runId } = await code(db), end = await loopOver(db).resume(runId);
    assert.deepEqual(end.history.map(({ step, score }) => [step, score]), [[1, 1], [2, 2], [3, 3], [4, 4], [5, 5]]);
  }));

Deno.test("[S5] two runs are listed, the newest first (spec)", () =>
  inFolder(async (folder) => {
    const db = `${folder}/a.db`;
    for (const name of ["one", "two"]) await spec(db, name);
    assert.deepEqual(await looked(db, async (store) => (await store.runs()).map(({ name }) => name)), ["two", "one"]);
  }));

Deno.test("[S5] two runs are listed, the newest first (library)", () =>
  inFolder(async (folder) => {
    const db = `${folder}/a.db`, one = await code(db), two = await code(db);
    const names = await looked(db, async (store) => (await store.runs()).map(({ name }) => name));
    assert.deepEqual(names, [two.runId, one.runId]);
  }));

Deno.test("[S6] a run that is not there is an error that names it, and not nothing (spec)", async () => {
  await using loom = await openLoom({ memory: true });
  await assert.rejects(loom.resume("nobody"), (error: StoreError) => {
    return error instanceof StoreError && error.failure === "not-found" && error.message.includes("`nobody`");
  });
});

Deno.test("[S6] a run that is not there is an error that names it, and not nothing (library)", async () => {
  const { fix } = made<number>({}, count);
  await assert.rejects(fix.resume("nobody"), (error: StoreError & { runId: string }) => {
    return error instanceof StoreError && error.failure === "not-found" && error.runId === "nobody";
  });
});

/** Five rounds of a cent each. */
async function spec(db: string, name: string): Promise<void> {
  await using loom = await openLoom({ db, models: { writer: says([1, 2, 3, 4, 5], 1).model } });
  const run = await loom.start(await planOf({ stop: "{depth: 5}" }), { name });
  assert.equal((await run.end).kind, "done");
}

/** Five steps. */
function loopOver(store: string): ReturnType<typeof refine<Draft>> {
  const converge = predicate(({ length }) => length === 5);
  return refine<Draft>({ name: "fix", store, score: mark, converge }, marked([1, 2, 3, 4, 5]));
}

async function code(db: string): Promise<{ readonly runId: string }> {
  return await loopOver(db)(BLANK);
}
