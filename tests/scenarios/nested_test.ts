/** N: loops inside steps of loops, and whose money they spend. */
import assert from "node:assert/strict";
import { compile, memoryStore, meter, openLoom, refine } from "../../mod.ts";
import type { RunEnd, RunHead, Store } from "../../mod.ts";
import { inFolder } from "../app/folders.ts";
import { toldIn } from "../kinds/refining.ts";
import { brief, count, made } from "./code_form.ts";
import { specOf } from "./spec_form.ts";

/** A spec whose two rounds cost ten cents each, as others import it. */
const INNER = specOf({
  name: "inner",
  models:
    "{writer: {use: scripted/writer, price: {input: 0, output: 10000}, replies: [{text: '1', usage: {input: 0, output: 10}}]}}",
  propose: "{model: writer, prompt: '?', max_tokens: 10}",
  budget: "{iterations: 2}",
});

/** One that runs another for each of its candidates. */
function outer(file: string, parts: Readonly<Record<string, string>>): string {
  return specOf({ models: "{}", import: `{inner: ./${file}}`, propose: "{run: inner}", ...parts });
}

/** Runs the last of these files. */
async function ran(files: Readonly<Record<string, string>>, store: Store): Promise<RunEnd> {
  return await inFolder(async (home) => {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${home}/${name}`, text);
    const file = `${home}/${Object.keys(files).at(-1)}`,
      { plan, diagnostics } = await compile({ file }, { folder: home });
    assert.ok(plan, diagnostics.map(({ message }) => message).join());
    await using loom = await openLoom({ store, folder: home });
    return await (await loom.start(plan, { name: "root", home })).end;
  });
}

/** How many rounds each of these runs has done. */
async function roundsOf(store: Store, runs: readonly RunHead[]): Promise<readonly number[]> {
  const told = await Promise.all(runs.map(async ({ id }) => toldIn(await store.entries(id, 0))));
  return told.map((rounds) => rounds.filter(({ round }) => round > 0).length);
}

Deno.test("[N1] a run that is started after one with runs inside is part of none (spec)", async () => {
  const store = memoryStore();
  await ran({ "inner.yaml": INNER, "outer.yaml": outer("inner.yaml", { budget: "{iterations: 1}" }) }, store);
  await using loom = await openLoom({ store });
  const { plan } = await compile(INNER), run = await loom.start(plan!, { name: "later" });
  await run.end;
  assert.equal((await store.findRun("later")).parent, undefined);
});

// There is no ledger that hangs around: whose money is spent depends on the step that is running, and on nothing else.
Deno.test("[N1] when a loop has ended nothing of it is left: the next is part of none, and outside of steps nothing is metered (library)", async () => {
  const store = memoryStore(), inner = refine<number>({ name: "inner", store, budget: { iterations: 1 } }, count);
  await made<number>({ store, budget: { iterations: 1 } }, async (n) => (await inner(n)).last!.state).fix(0);
  const { runId } = await inner(0);
  assert.equal((await store.findRun(runId)).parent, undefined);
  assert.throws(() => meter({ model: "gpt-4o", usage: {} }), /no step of a loop is running here/);
});

Deno.test("[N2] two calls of ten cents in a spec that a round runs are spent by the outer run, round by round (spec)", async () => {
  const store = memoryStore(), stop = "{done: 'budget.spent.usd > 0.3'}";
  const end = await ran(
    { "inner.yaml": INNER, "outer.yaml": outer("inner.yaml", { stop, budget: "{usd: 5}" }) },
    store,
  );
  assert.match(end.reason, /budget\.spent\.usd is 0\.4$/);
  assert.deepEqual([end.kind, end.spent], ["done", { usd: 0.4, tokens: 40, calls: 4 }]);
});

Deno.test("[N2] two steps of ten cents in a loop inside a step are spent by the outer run, while the step goes on (library)", async () => {
  const inner = refine<number>({ name: "inner", budget: { iterations: 2 } }, (n, ctx) => {
    ctx.spend(0.1);
    return n + 1;
  });
  const seen: number[] = [];
  const { fix } = made<number>({ budget: { usd: 5, iterations: 2 } }, async (n, ctx) => {
    const end = await inner(n);
    seen.push(ctx.budget.spent.usd);
    return end.last!.state;
  });
  const end = await fix(0);
  assert.deepEqual([...brief(end), seen, end.spent.usd], ["exhausted", "iterations", 2, [0.2, 0.4], 0.4]);
});

Deno.test("[Z12] what the innermost of three specs spends is the root's, which it cannot pass, and takes none of its rounds (spec)", async () => {
  const store = memoryStore();
  const end = await ran({
    "leaf.yaml": INNER.replace("name: inner", "name: leaf").replace("budget: {iterations: 2}", "budget: {usd: 9}"),
    "middle.yaml": outer("leaf.yaml", { name: "middle", budget: "{usd: 5}" }),
    "root.yaml": outer("middle.yaml", { name: "root", budget: "{usd: 1, iterations: 3}" }),
  }, store);
  assert.deepEqual([end.kind, end.spent.usd], ["exhausted", 1]);
  const root = await store.findRun("root"), [middle] = await store.runs({ parent: root.id });
  const [leaf] = await store.runs({ parent: middle!.id });
  assert.deepEqual([root, middle!, leaf!].map(({ ledger }) => ledger.spent.usd), [1e9, 1e9, 1e9]);
  assert.deepEqual(await roundsOf(store, [root, middle!, leaf!]), [0, 0, 10]);
});

Deno.test("[Z12] what the innermost of three loops spends is the root's, which it cannot pass, and takes none of its steps (library)", async () => {
  const leaf = refine<number>({ name: "leaf", budget: { usd: 9 } }, (n, ctx) => {
    ctx.spend(0.1);
    return n + 1;
  });
  const middle = refine<number>({ name: "middle", budget: { usd: 5 } }, async (n) => (await leaf(n)).last!.state);
  const { fix, store } = made<number>(
    { name: "root", budget: { usd: 1, iterations: 3 } },
    async (n) => (await middle(n)).last!.state,
  );
  const end = await fix(0);
  assert.deepEqual([...brief(end), end.spent.usd], ["exhausted", "usd", 0, 1]);
  const root = await store.findRun(end.runId), [middle_] = await store.runs({ parent: root.id });
  const [leaf_] = await store.runs({ parent: middle_!.id });
  assert.deepEqual([root, middle_!, leaf_!].map(({ ledger }) => ledger.spent.usd), [1e9, 1e9, 1e9]);
  assert.deepEqual(await roundsOf(store, [root, middle_!, leaf_!]), [0, 0, 10]);
});

Deno.test("[defect B5] loops side by side in one step share its budget, and one that is exhausted by its own ends nothing else (library)", async () => {
  const ends: unknown[] = [];
  const { fix } = made<number>({ budget: { usd: 1, iterations: 1 } }, async (n) => {
    const parts = Array.from({ length: 4 }, (_, place) => {
      const budget = place === 0 ? { usd: 0.1 } : { iterations: 2 };
      return refine<number>({ name: "part", budget, cost: () => 0.1 }, count)(n);
    });
    for (const { kind, cause, spent } of await Promise.all(parts)) ends.push([kind, cause, spent.usd]);
    return n + 1;
  });
  const end = await fix(0), whole = ["exhausted", "iterations", 0.2];
  assert.deepEqual([...brief(end), end.spent.usd, ends], [
    "exhausted",
    "iterations",
    1,
    0.7,
    [["exhausted", "usd", 0.1], whole, whole, whole],
  ]);
});
