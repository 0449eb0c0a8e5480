import type { PlanTask, Program } from "../../plan/mod.ts";
import { makeGraph } from "./plan_graph.ts";
import type { ProcessRun } from "./run.ts";
import { commonValues } from "./run.ts";

/** The graph that a process begins with: as it is written, or as its planner makes it. */
export function* firstGraph(run: ProcessRun): Program<readonly PlanTask[]> {
  const { plan: { planner, tasks }, goal, guidance, context: { hints = [] } } = run;
  return planner ? yield* makeGraph(run, { planner, goal, tasks, values: commonValues(run), guidance, hints }) : tasks;
}
