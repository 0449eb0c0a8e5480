import type { PlanTask, Program } from "../../plan/mod.ts";
import { heed } from "./heed.ts";
import { makeGraph } from "./plan_graph.ts";
import type { ProcessRun } from "./run.ts";
import { commonValues } from "./run.ts";

/** The graph that a process begins with: as it is written, or as its planner makes it. */
export function* firstGraph(run: ProcessRun): Program<readonly PlanTask[]> {
  const { plan: { planner, tasks }, goal, guidance, context: { hints = [] } } = run;
  if (!planner) return tasks;
  return yield* heeding(run, makeGraph(run, { planner, goal, tasks, values: commonValues(run), guidance, hints }));
}

/** The last step before the planner is asked. */
const LOOKED = "plan/1/scan";

/**
 * Has a graph made, and takes in what people have said right before its planner is asked: a run that had no budget for
 * that is told what they say until it goes on. The guidance that the graph is made with grows meanwhile.
 */
function* heeding<T>(run: ProcessRun, making: Program<T>): Program<T> {
  let turn = making.next();
  while (!turn.done) {
    const asked = turn.value, came: unknown = yield asked;
    if (asked.say === "perform" && asked.effect.key === LOOKED) yield* heed(run, "plan/1");
    turn = making.next(came);
  }
  return turn.value;
}
