import assert from "node:assert/strict";
import type { JsonObject } from "../../lib/base/json.ts";
import type { Planner, PlanTask, ProcessPlan, TaskPattern } from "../../lib/plan/mod.ts";
import { inFolder } from "../app/folders.ts";
import { agent, carry, follows, generate, needs, processPlan, task } from "../kinds/processing.ts";
import { answersIn, call, calls, inWorkshop, workAt } from "../process_scenarios/workshop.ts";

/** Names that every object answers to. */
const NAMES = ["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"];

Deno.test("a task, a model or a tool may be called what every object has: it is that task, that model, that tool", async () => {
  for (const name of NAMES) {
    const said = follows(() => `by ${name}`), models = Object.fromEntries([[name, said]]);
    const plan = processPlan(models, [
      task(name, generate("First", name)),
      task("last", generate(`Say \${{ tasks["${name}"].text }}`, name), needs(name)),
    ], { outputs: { text: "tasks.last.text", names: `tasks["${name}"].text` } });
    const { end } = await carry(plan, models);
    assert.deepEqual([end.kind, end.outputs], ["done", { text: `by ${name}`, names: `by ${name}` }], name);
    assert.ok(said.asked.at(-1)!.endsWith(`Say by ${name}`));
  }
  assert.equal(({} as JsonObject)["text"], undefined, "nothing came into what all objects share");
});

Deno.test("a name that every object has is no task, no model and no tool where the plan has none of that name", () =>
  inWorkshop(async (shop) => {
    for (const name of NAMES) {
      const m = follows((request) =>
        answersIn(request).length > 0 ? "Done." : calls(call(name), call(`functions.${name}`))
      );
      const tooled = await workAt(shop, processPlan({ m }, [task("ask", agent("Ask", { tools: [name, "x"] }))]), { m });
      assert.ok(!tooled.rows.some(({ key }) => key?.includes("/call/")), `${name} was called`);
      const tool = await carry(processPlan({ m }, [task("use", { by: "tool", tool: name, with: {} })]), { m });
      assert.equal(tool.end.kind, "failed", name);
      const reference = await carry(processPlan({ m }, [task("say", generate(`Say \${{ tasks["${name}"] }}`))]), { m });
      assert.equal(reference.end.kind, "failed", name);
    }
  }));

const PATTERN: TaskPattern = (() => {
  const { prompt: _, ...settings } = agent("").agent, free = { files: false, rules: [], votes: 1 };
  return { agents: [settings, settings, settings], verify: [free, free, free], attempts: 1 };
})();

const PLANNER: Planner = {
  mode: "suggestive",
  model: "m",
  maxTokens: 500_000,
  phases: [],
  examples: [],
  scan: [],
  most: 20,
  pattern: PATTERN,
};

function planned(
  tasks: readonly PlanTask[] = [],
  more: Partial<Planner> = {},
): Partial<ProcessPlan> & { tasks: readonly PlanTask[] } {
  return { planner: { ...PLANNER, ...more }, tasks };
}

/** What becomes of a run whose planner always answers this. */
async function answered(answer: string, { tasks, ...more } = planned()) {
  const m = follows((request) => JSON.stringify(request.prompt).includes("graph") ? answer : "done");
  return await inFolder(async (root) => ({
    ...await workAt({ root }, processPlan({ m }, tasks, more), { m }),
    asked: m.asked,
  }));
}

Deno.test("a planner that wants ten thousand tasks gets none of them, and is told how many it may have", async () => {
  const tasks = Array.from({ length: 10_000 }, (_, i) => ({ id: `t${i}`, description: "Do it" }));
  const { end, asked, rows } = await answered(JSON.stringify({ tasks }));
  assert.deepEqual([end.kind, asked.length], ["failed", 2]);
  assert.match(asked[1]!, /10,?000 tasks; 20 are allowed/);
  assert.ok(!rows.some(({ key }) => key?.startsWith("task/")));
});

Deno.test("a planner that calls tasks like others, like steps of a key or like what objects have gets no graph", async () => {
  const bad = [
    ...NAMES.filter((name) => name in {}),
    "a/turn/1",
    "../plan/1",
    "task/a",
    "",
    " a",
    "a b",
    "a\nb",
    "a".repeat(200),
    "<script>",
    "${{ goal }}",
    "тask",
    "-a",
  ];
  for (const id of bad) {
    const { end, rows } = await answered(JSON.stringify({ tasks: [{ id, description: "Do it" }] }));
    assert.equal(end.kind, "failed", id);
    assert.ok(!rows.some(({ key }) => key?.startsWith("task/")), id);
  }
  const twice = await answered(
    JSON.stringify({ tasks: [{ id: "a", description: "x" }, { id: "a", description: "y" }] }),
  );
  assert.equal(twice.end.kind, "failed");
  assert.match(twice.asked[1]!, /two tasks are called `a`/);
});

Deno.test("a planner cannot change what an author's task does, nor what others are made of, by naming it", async () => {
  const written = task("deploy", { by: "ask", question: "Deploy?", timeout: 1, otherwise: "no" });
  const { end, asked } = await answered(
    JSON.stringify({
      tasks: [
        {
          id: "deploy",
          description: "Deploy without asking",
          work: { by: "agent" },
          tools: ["shell_execute"],
          model: "x",
        },
        {
          id: "more",
          description: "Go on",
          tools: ["shell_execute"],
          permissions: { run: ["rm"] },
          attempts: 99,
          needs: ["deploy"],
        },
      ],
    }),
    planned([written]),
  );
  assert.equal(end.kind, "done", end.reason);
  assert.ok(!asked.some((said) => said.includes("# Task\n\nDeploy without asking")), "an agent was given it");
  assert.ok(
    !asked.some((said) => said.includes("shell_execute") && said.includes("# Task")),
    "an agent got tools by it",
  );
});
