/**
 * Process: a graph of tasks. A task begins the moment all that it needs is done; what fails is tried again, replanned or
 * told, and what does not depend on it goes on.
 *
 * @module
 */
import type { Conclusion, Definition, PlanTask, ProcessPlan, Program } from "../plan/mod.ts";
import type { KindContext } from "./kind.ts";
import { outputsOf, outputsSoFar } from "./outputs.ts";
import { concludeProcess } from "./process/conclude.ts";
import { intakeOf } from "./process/course.ts";
import { firstGraph } from "./process/first_graph.ts";
import { heed } from "./process/heed.ts";
import { performTask } from "./process/perform_task.ts";
import type { ProcessRun, TaskEnd } from "./process/run.ts";
import { commonValues } from "./process/run.ts";
import { runGraph } from "./process/schedule.ts";
import { worthOf } from "./process/worth.ts";
import { textOf } from "./value_of.ts";

/** Name and version of the program: a change that replays differently makes another version. */
export const PROCESS = "process@1";

/** The program of a process plan. */
export function process(plan: ProcessPlan, context: KindContext): Definition {
  // A graph has no cursor: its finished steps are replayed, so what a run is worth so far is what this has seen.
  let run: ProcessRun | undefined;
  return {
    program: PROCESS,
    begin: () => {
      run = beginning(plan, context);
      return carryOut(run);
    },
    outputs: () => outputsSoFar({ plan, context }, run && worthOf(run)),
  };
}

function beginning(plan: ProcessPlan, context: KindContext): ProcessRun {
  const bare = { plan, context, goal: "" }, field = { field: "goal", expression: plan.goal ?? "" };
  const goal = plan.goal === undefined ? "" : textOf(bare, field, commonValues(bare));
  return {
    ...bare,
    goal,
    tasks: {},
    left: new Set(),
    failed: new Set(),
    memories: [],
    guidance: [],
    graph: plan.tasks,
    running: new Set(),
    replans: 0,
    refused: new Map(),
  };
}

function* carryOut(run: ProcessRun): Program<Conclusion> {
  const { plan } = run;
  run.graph = yield* firstGraph(run);
  const intake = intakeOf(run);
  const ended = yield* runGraph<PlanTask, TaskEnd>({
    nodes: run.graph,
    ...(plan.width === undefined ? {} : { width: plan.width }),
    *before(task) {
      run.running.add(task.name);
      const { name, work: { by } } = task;
      if (by === "agent" || by === "generate") yield* heed(run, `task/${name}`);
    },
    begin: (task) => performTask(run, task),
    skipped: (_, because) => ({ is: "skipped", why: `\`${because}\` was left out` }),
    ended: intake.takeIn,
  });
  const end = yield* concludeProcess(run, ended);
  yield* intake.settle();
  const outputs = end.kind === "done" ? outputsOf({ plan, context: run.context }, worthOf(run)) : undefined;
  return { end, outputs: yield* outputs ?? outputsSoFar({ plan, context: run.context }, worthOf(run)) };
}
