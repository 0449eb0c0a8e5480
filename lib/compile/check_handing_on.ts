import type { AgentSettings, Plan, ProcessPlan } from "../plan/mod.ts";
import { MOST_AGENTS } from "../plan/handing_on.ts";
import type { CostBound } from "./cost.ts";
import { isHandingOn } from "./cost_process.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt } from "./unit.ts";

/** Warns of agents that may hand paid work on where no budget limits what that comes to. */
export function reportHandingOn(unit: Unit, { plan, cost }: { readonly plan: Plan; readonly cost: CostBound }): void {
  if (plan.kind !== "process" || Object.keys(plan.budget).length > 0) return;
  const paid = new Set(cost.models.flatMap(({ model, price }) => price === "free" ? [] : [model]));
  const found = agentsOf(plan).find(({ settings }) => handsOnPaid(plan, settings, paid));
  if (!found) return;
  const path = found.path.find((path) => isWritten(unit, path)) ?? ["kind"];
  unit.report("handing-on", keyAt(unit, path), { most: MOST_AGENTS, turns: found.settings.turns });
}

interface Found {
  readonly settings: AgentSettings;
  /** Where it may be written, the nearest first. */
  readonly path: readonly (readonly string[])[];
}

function agentsOf({ tasks, planner, replan }: ProcessPlan): readonly Found[] {
  return [
    ...tasks.flatMap(({ name, work }) =>
      work.by === "agent" ? [{ settings: work.agent, path: [["tasks", name, "agent"]] }] : []
    ),
    ...[planner, replan].flatMap((by) => by?.pattern.agents ?? []).map((settings) => ({
      settings,
      path: [["agent", "tools"], ["agent"], ["plan"], ["replan"]],
    })),
  ];
}

function handsOnPaid(plan: ProcessPlan, settings: AgentSettings, paid: ReadonlySet<string>): boolean {
  const { model, ladder, tools, depth } = settings;
  return depth > 0 && [model, ...ladder].some((name) => paid.has(name)) &&
    tools.some((name) => isHandingOn(plan, name));
}
