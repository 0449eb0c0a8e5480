import type { AgentSettings, Approval, PlanTask, ProcessPlan, TaskPattern } from "../../plan/mod.ts";

/** A plan whose agents ask people before other calls than it says. */
export function withApproval(plan: ProcessPlan, policy: Approval["policy"]): ProcessPlan {
  const settings = <S extends AgentSettings>(agent: S): S => ({ ...agent, approve: { ...agent.approve, policy } });
  const pattern = (one: TaskPattern): TaskPattern => {
    const [low, middle, high] = one.agents;
    return { ...one, agents: [settings(low), settings(middle), settings(high)] };
  };
  const task = (one: PlanTask): PlanTask =>
    one.work.by === "agent" ? { ...one, work: { ...one.work, agent: settings(one.work.agent) } } : one;
  const { planner, replan } = plan;
  return {
    ...plan,
    tasks: plan.tasks.map(task),
    ...(planner ? { planner: { ...planner, pattern: pattern(planner.pattern) } } : {}),
    ...(replan ? { replan: { ...replan, pattern: pattern(replan.pattern) } } : {}),
  };
}
