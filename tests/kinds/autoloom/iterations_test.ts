import assert from "node:assert/strict";
import { compile } from "../../../lib/app/compile_spec.ts";
import { openLoom } from "../../../lib/app/loom.ts";

const SPEC = `loom: 1
kind: autoloom
name: counted
models: {base: {use: ngram/builtin}}
start: Once
expand: {model: base, width: 2, max_tokens: 4}
grade: {by: novelty(candidate.text)}
budget: {iterations: 3}
outputs: {rounds: depth}
`;

Deno.test("a budget of iterations is one of rounds, in a fork as in its origin, and a raise adds rounds", async () => {
  using loom = await openLoom({ memory: true });
  const { plan, diagnostics } = await compile(SPEC);
  assert.ok(plan, JSON.stringify(diagnostics));
  const run = await loom.start(plan), end = await run.end;
  assert.deepEqual([end.kind, end.outputs, end.spent.calls], ["exhausted", { rounds: 3 }, 6]);
  const more = await (await loom.resume(run.name, { addBudget: { iterations: 2 } })).end;
  assert.deepEqual([more.outputs, more.spent.calls], [{ rounds: 5 }, 10]);
  const rows = await loom.store.entries((await loom.store.findRun(run.name)).id, 0);
  const first = rows.find(({ key }) => key === "round/2/expand/0")!,
    fork = await loom.fork(run.name, first.seq, { budget: { iterations: 2 } });
  assert.equal((await fork.end).kind, "exhausted");
});
