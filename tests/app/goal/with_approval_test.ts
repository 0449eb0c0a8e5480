import assert from "node:assert/strict";
import { withApproval } from "../../../lib/app/goal/with_approval.ts";
import { goalInputs } from "../../../lib/app/goal/goal_inputs.ts";
import { agent, generate, processPlan, task } from "../../kinds/processing.ts";
import { plannerOf, replanOf } from "../../kinds/process/graphs.ts";

Deno.test("people are asked when it is said, by agents that are written and by those that planners make", () => {
  const approve = { policy: "never", timeout: 9 } as const;
  const plan = processPlan({}, [task("a", agent("x", { approve })), task("b", generate("y"))], {
    planner: plannerOf(),
    replan: replanOf(),
  });
  const { tasks, planner, replan } = withApproval(plan, "always"), [a, b] = tasks;
  assert.deepEqual(a!.work.by === "agent" && a!.work.agent.approve, { policy: "always", timeout: 9 });
  assert.deepEqual(b, plan.tasks[1]);
  const policies = [...planner!.pattern.agents, ...replan!.pattern.agents].map(({ approve: { policy } }) => policy);
  assert.deepEqual(policies, new Array(6).fill("always"));
  assert.equal(plan.planner!.pattern.agents[0].approve.policy, "never", "the plan itself is as it was");
});

Deno.test("what there is to know goes where the process takes it, or behind the goal", () => {
  const goal = { type: "string" },
    takes = processPlan({}, [], { inputs: { goal, context: { type: "string", default: "" } } });
  assert.deepEqual(goalInputs(takes, { goal: " Write it ", context: " short " }), {
    goal: "Write it",
    context: "short",
  });
  assert.deepEqual(goalInputs(takes, { goal: "Write it" }), { goal: "Write it" });
  assert.deepEqual(goalInputs(processPlan({}, [], { inputs: { goal } }), { goal: "Write it", context: "short" }), {
    goal: "Write it\n\nWhat there is to know:\nshort",
  });
  assert.throws(() => goalInputs(takes, { goal: "  " }), /^RangeError: Cannot carry out nothing: write a goal$/);
  assert.throws(
    () => goalInputs(processPlan({}, []), { goal: "x" }),
    /^RangeError: Cannot give a goal to `test`: it takes none; /,
  );
});
