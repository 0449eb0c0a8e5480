import assert from "node:assert/strict";
import type { Planner, Replan, TaskPattern, Verification } from "../../lib/plan/mod.ts";
import { agent, carry, follows, generate, needs, processPlan, task } from "../kinds/processing.ts";
import { textOf } from "./workshop.ts";

const FREE: Verification = { files: false, rules: [], votes: 1 };

/** Planned tasks are agents without tools that are tried once. */
const PATTERN: TaskPattern = {
  agents: [settings(), settings(), settings()],
  verify: [FREE, FREE, FREE],
  attempts: 1,
};

function settings() {
  const { prompt: _, ...rest } = agent("").agent;
  return rest;
}

function replan(more: Partial<Replan> = {}): Replan {
  return { model: "planner", maxTokens: 500, max: 2, may: ["add", "replace"], pattern: PATTERN, ...more };
}

const BLOCKED = '{"status": "blocked", "reason": "the gate is shut"}';

Deno.test("[P25] [V5] where nobody finds another way, what never began is told with what it waits for, and the run says why", async () => {
  const m = follows((request) => textOf(request).includes("Open the gate") ? BLOCKED : "done");
  const planner = follows(() => "I cannot think of anything.");
  const { end, told } = await carry(
    processPlan({ m, planner }, [
      task("open", agent("Open the gate")),
      task("walk", agent("Walk"), needs("open")),
      task("rest", agent("Rest"), needs("walk")),
      task("sing", agent("Sing")),
    ], { replan: replan() }),
    { m, planner },
  );
  assert.equal(end.kind, "failed");
  assert.match(end.reason, /^the task `open` failed: .*the gate is shut; `walk`, `rest` never began$/);
  assert.deepEqual(told.flatMap((one) => one.told === "stuck" ? one.tasks : []), [
    { task: "walk", needs: ["open"] },
    { task: "rest", needs: ["walk"] },
  ]);
  assert.deepEqual(told.flatMap((one) => one.told === "task" && one.is === "done" ? [one.task] : []), ["sing"]);
  assert.equal(planner.asked.length, 2, "asked, and once more with what was wrong");
});

Deno.test("[V6] a graph is made anew while others run: they and what is done are kept, and their ends count", async () => {
  const slow = Promise.withResolvers<void>();
  const m = follows(async (request) => {
    const said = textOf(request);
    if (said.includes("Ship by air")) return slow.resolve(), "flown";
    if (said.includes("Ship by sea")) return BLOCKED;
    if (said.includes("Paint")) await slow.promise;
    return "done";
  });
  const planner = follows(() =>
    JSON.stringify({ tasks: [{ id: "fly", description: "Ship by air", replaces: ["sail"] }] })
  );
  const { end, told } = await carry(
    processPlan({ m, planner }, [
      task("build", agent("Build")),
      task("paint", agent("Paint")),
      task("sail", agent("Ship by sea"), needs("build")),
      task("sell", generate("Sell what was ${{ tasks.paint.text }}"), needs("sail", "paint")),
    ], { replan: replan(), outputs: { sold: "tasks.sell.text", built: "tasks.build.text" } }),
    { m, planner },
  );
  assert.deepEqual([end.kind, end.outputs], ["done", { sold: "done", built: "done" }], end.reason);
  assert.equal(m.asked.filter((asked) => /\bBuild\b/.test(asked) && asked.includes("# Task\n\nBuild")).length, 1);
  const [graph] = told.flatMap((one) => one.told === "planned" ? [one.tasks] : []);
  assert.deepEqual(graph?.map(({ name, needs }) => [name, needs]), [
    ["build", []],
    ["paint", []],
    ["sell", ["fly", "paint"]],
    ["fly", ["build"]],
  ]);
});

Deno.test("[V6] graphs are made anew no more often than is said, however often their tasks fail", async () => {
  const m = follows(() => BLOCKED);
  let n = 0;
  const planner = follows(() =>
    JSON.stringify({
      tasks: [{ id: `try-${++n}`, description: "Try", replaces: [n === 1 ? "first" : `try-${n - 1}`] }],
    })
  );
  const { end, told } = await carry(
    processPlan({ m, planner }, [task("first", agent("Try")), task("after", agent("Go on"), needs("first"))], {
      replan: replan({ max: 3 }),
    }),
    { m, planner },
  );
  assert.equal(end.kind, "failed");
  assert.deepEqual([planner.asked.length, m.asked.length], [3, 4]);
  assert.match(end.reason, /^the task `try-3` failed: .*`after` never began$/);
  assert.deepEqual(told.flatMap((one) => one.told === "planning" ? [one.version] : []), [2, 3, 4]);
});

Deno.test("[V24] what an author says of phases holds: none may be missing, the last comes last, and a critical one ends all", async () => {
  const phase = (name: string, more: Partial<Planner["phases"][number]> = {}): Planner["phases"][number] => ({
    name,
    needs: [],
    about: `The phase ${name}`,
    tier: 1,
    verification: 1,
    critical: false,
    synthesis: false,
    criteria: `it holds of ${name}`,
    deliverables: [],
    ...more,
  });
  const planner: Planner = {
    mode: "guided",
    model: "planner",
    maxTokens: 500,
    phases: [phase("report", { synthesis: true }), phase("look"), phase("weigh", { critical: true })],
    examples: [],
    scan: [],
    guidance: "Look twice.",
    most: 9,
    pattern: PATTERN,
  };
  const first = JSON.stringify({ tasks: [{ id: "look" }, { id: "weigh" }, { id: "ask", description: "Ask" }] });
  const second = JSON.stringify({
    tasks: [{ id: "report" }, { id: "look" }, { id: "weigh" }, { id: "ask", description: "Ask" }],
  });
  const p = follows((_, i) => i === 0 ? first : second), order: string[] = [];
  const m = follows((request) => {
    const [, about] = /# Task\n\n(?:The phase )?(\w+)/.exec(textOf(request))!;
    return order.push(about!), "done";
  });
  const done = await carry(processPlan({ m, planner: p }, [], { planner }), { m, planner: p });
  assert.equal(done.end.kind, "done", done.end.reason);
  assert.match(p.asked[1]!, /`report` is demanded and is not there/);
  assert.deepEqual([order.length, order.at(-1)], [4, "report"]);
  const failing = follows((request) => textOf(request).includes("# Task\n\nThe phase weigh") ? BLOCKED : "done");
  const stopped = await carry(processPlan({ m: failing, planner: p }, [], { planner }), { m: failing, planner: p });
  assert.equal(stopped.end.kind, "failed");
  assert.match(stopped.end.reason, /`weigh` failed/);
  assert.ok(!failing.asked.some((asked) => asked.includes("# Task\n\nThe phase report")));
});
