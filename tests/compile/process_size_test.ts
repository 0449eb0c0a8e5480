import assert from "node:assert/strict";
import { compile } from "../../lib/compile/compile.ts";
import { explain } from "../../lib/compile/explain.ts";
import { explainedMermaid } from "../../lib/compile/render_explained.ts";
import { processSpec } from "../project/gen/diagnostic_example.ts";
import { processPlanOf, PROJECT } from "./processing.ts";

/** Enough that what takes time in proportion to the square of it would not end. */
const TASKS = 5_000;

function graph(task: (i: number) => string): readonly string[] {
  return ["t0: {command: [git]}", ...Array.from({ length: TASKS - 1 }, (_, i) => `t${i + 1}: ${task(i + 1)}`)];
}

Deno.test("a graph of thousands of tasks is compiled and explained", async () => {
  const plan = await processPlanOf({
    tasks: graph((i) => `{command: [git, "\${{ tasks.t${i >> 1}.stdout }}"], if: tasks.t${i - 1}.code == ${i}}`),
  });
  assert.equal(plan.tasks.length, TASKS);
  assert.deepEqual(plan.tasks.at(-1)!.needs, [{ task: `t${TASKS - 2}` }, { task: `t${(TASKS - 1) >> 1}` }]);
  assert.equal(explainedMermaid(explain(plan)).match(/-->/g)!.length, 2 * TASKS - 2);
});

Deno.test("a graph of thousands of faults is told of as one of a few", async () => {
  const text = processSpec({
    tasks: graph((i) =>
      `{command: [git, "\${{ tasks.tt${i}.stdout }}"], needs: ["t${i - 1}?"], if: has(tasks.t${i - 1})}`
    ),
  });
  const { diagnostics } = await compile({ name: "spec.yaml", text }, PROJECT);
  assert.deepEqual([...new Set(diagnostics.map(({ code }) => code))].sort(), ["too-many-problems", "unknown-task"]);
  for (const { hint = "" } of diagnostics) assert.ok(hint.length < 500, hint);
});
