import type { PlanTask, Program, Replan } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import { heed } from "./heed.ts";
import { recollect } from "./recollect.ts";
import { rememberFrom } from "./remember.ts";
import { replanGraph } from "./replan.ts";
import type { ProcessRun, TaskEnd } from "./run.ts";
import { commonValues } from "./run.ts";
import type { Mending, Turn } from "./schedule.ts";
import { tell } from "./tell.ts";

/** A task that failed for good, and what became of all that ended before. */
export interface Failing {
  /** The task. */
  readonly task: PlanTask;
  /** Its end. */
  readonly end: TaskEnd & { readonly is: "failed" };
  /** Ends by name, its own included; more come while a planner thinks. */
  readonly ends: ReadonlyMap<string, TaskEnd>;
}

/**
 * Looks at a failure: gives what has the graph made anew, as often as its plan allows, and nothing where it stands. What
 * the failed task has found out comes first, and what people have said right before a planner is asked.
 */
// deno-lint-ignore require-yield
export function* turnAfter(run: ProcessRun, failing: Failing): Program<Mending<PlanTask> | undefined> {
  const { plan: { replan } } = run, { task, end } = failing;
  if (!replan || run.replans >= replan.max) return undefined;
  const version = ++run.replans + 1, why = `the task \`${task.name}\` failed: ${end.why}`;
  return function* () {
    yield* rememberFrom(run, task, end);
    return () => planAnew(run, { ...failing, replan, version, why });
  };
}

interface Turning extends Failing {
  readonly replan: Replan;
  readonly version: number;
  readonly why: string;
}

function* planAnew(run: ProcessRun, turning: Turning): Program<Mending<PlanTask>> {
  const { version, why } = turning, key = `replan/${version}`;
  yield* tell(`${key}/told`, { told: "planning", version, why });
  yield* heed(run, key);
  return (turn) => turnGraph(run, turning, turn);
}

/** Asks for another graph while tasks begin and end. Where that comes to nothing the failure stands. */
function* turnGraph(run: ProcessRun, { task, ends, ...turning }: Turning, turn: Turn<PlanTask>): Program<undefined> {
  const { plan: { planner, outputs }, goal, graph, guidance } = run;
  try {
    yield* replanGraph(run, {
      ...turning,
      goal,
      graph,
      ends,
      running: () => graph.flatMap(({ name }) => run.running.has(name) && !ends.has(name) ? [name] : []),
      values: commonValues(run),
      ...(planner ? { most: planner.most, phases: planner.phases } : {}),
      memories: recollect(run.memories, task.name),
      guidance,
      outputs,
      made(nodes) {
        forget(run, nodes);
        turn(nodes);
      },
    });
  } catch (error) {
    if (!(error instanceof EffectFailed)) throw error;
  }
  return undefined;
}

/** A task that is in the graph no more has no value, as one that was left out. */
function forget(run: ProcessRun, nodes: readonly PlanTask[]): void {
  const names = new Set(nodes.map(({ name }) => name));
  for (const { name } of run.graph) if (!names.has(name)) run.tasks[name] ??= null;
  run.graph = nodes;
}
