import type { Json } from "../base/json.ts";
import type { Planner, TaskPattern } from "../plan/process_plan.ts";
import type { Annotated, Definition } from "../spec/definition.ts";
import type { Making } from "./definition_agents.ts";
import { answerTokens, GRAPH_TOKENS } from "./definition_agents.ts";
import type { NamedPhase } from "./definition_tasks.ts";
import { plannerPhases } from "./definition_tasks.ts";

/** The most tasks of a graph, unless its phases are many. */
const MOST = 15;

/** Who makes the graph of a process that leaves it to a planner. */
export function plannerFor(
  { mode, examples, workspace }: Definition,
  { cast: { planner }, models, phases }: Making & { readonly phases: readonly NamedPhase[] },
  pattern: TaskPattern,
): Planner {
  return {
    mode: mode === "guided" && phases.length > 0 ? "guided" : "suggestive",
    model: planner.name,
    maxTokens: answerTokens(planner, models, GRAPH_TOKENS),
    phases: plannerPhases(phases),
    examples: examples.map(({ goal, subtasks }) => ({ goal, tasks: subtasks.map(taskOf) })),
    scan: workspace.scan.map(scanOf),
    ...(workspace.guidance === "" ? {} : { guidance: workspace.guidance }),
    most: Math.max(MOST, 2 * phases.length),
    pattern,
  };
}

/** What fields of an example are called where planners answer. */
const FIELDS: { readonly [field: string]: string } = {
  depends_on: "needs",
  model_tier: "tier",
  verification_tier: "verification",
  is_critical_path: "critical",
  is_synthesis: "synthesis",
  acceptance_criteria: "criteria",
};

function taskOf(subtask: { readonly [key: string]: Json }): Json {
  return Object.fromEntries(Object.entries(subtask).map(([key, value]) => [FIELDS[key] ?? key, value]));
}

/** Patterns of paths, parted by commas that stand in no braces. */
function scanOf({ name, about }: Annotated): Planner["scan"][number] {
  const patterns = name.match(/(?:\{[^}]*\}|[^,])+/g) ?? [];
  return { patterns: patterns.map((pattern) => pattern.trim()).filter((pattern) => pattern !== ""), about };
}
