import type { PlanTask, Program } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import { recollect } from "./recollect.ts";
import { knownIn } from "./remember.ts";
import { replanGraph } from "./replan.ts";
import type { ProcessRun, TaskEnd } from "./run.ts";
import { commonValues } from "./run.ts";
import type { Course } from "./schedule.ts";

/** A task that failed for good, and what became of all that ended before. */
export interface Failing {
  /** The task. */
  readonly task: PlanTask;
  /** Its end. */
  readonly end: TaskEnd & { readonly is: "failed" };
  /** Ends by name, its own included. */
  readonly ends: ReadonlyMap<string, TaskEnd>;
}

/** Has the graph made anew after a failure, as often as its plan allows. Where that comes to nothing the failure stands. */
export function* turnAfter(run: ProcessRun, { task, end, ends }: Failing): Program<Course<PlanTask>> {
  const { plan: { replan, planner, outputs }, goal, graph, guidance } = run;
  if (!replan || run.replans >= replan.max) return { then: "go on" };
  run.replans++;
  try {
    const nodes = yield* replanGraph(run, {
      replan,
      goal,
      version: run.replans + 1,
      graph,
      ends,
      running: graph.flatMap(({ name }) => run.running.has(name) && !ends.has(name) ? [name] : []),
      why: `the task \`${task.name}\` failed: ${end.why}`,
      values: commonValues(run),
      ...(planner ? { most: planner.most, phases: planner.phases } : {}),
      memories: recollect(knownIn(run), task.name),
      guidance,
      outputs,
    });
    forget(run, nodes);
    return { then: "turn", nodes };
  } catch (error) {
    if (!(error instanceof EffectFailed)) throw error;
    return { then: "go on" };
  }
}

/** A task that is in the graph no more has no value, as one that was left out. */
function forget(run: ProcessRun, nodes: readonly PlanTask[]): void {
  const names = new Set(nodes.map(({ name }) => name));
  for (const { name } of run.graph) if (!names.has(name)) run.tasks[name] ??= null;
  run.graph = nodes;
}
