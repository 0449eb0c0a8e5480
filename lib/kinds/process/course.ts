/** What follows from the end of a task: what is told of it, and whether the graph goes on, is made anew, or given up. */
import type { Fiber, PlanTask, Program } from "../../plan/mod.ts";
import { fork, join } from "../../plan/mod.ts";
import { rememberFrom } from "./remember.ts";
import { turnAfter } from "./turn_after.ts";
import type { ProcessRun, TaskEnd } from "./run.ts";
import type { Course } from "./schedule.ts";
import { tell } from "./tell.ts";

/** Characters of an answer that are told with the end of its task. */
const SHOWN = 400;

/** Takes in ends of tasks: nothing that begins next waits for what is told or remembered of them. */
export interface Intake {
  /** Takes an end in, and says how the graph goes on. */
  readonly takeIn: (task: PlanTask, end: TaskEnd) => Program<Course<PlanTask>>;
  /** Waits until everything that was taken in is told and remembered. */
  readonly settle: () => Program<void>;
}

/** The intake of a run. */
export function intakeOf(run: ProcessRun): Intake {
  const ends = new Map<string, TaskEnd>(), aside: Fiber<void>[] = [];
  return {
    *takeIn(task, end) {
      if (end.is === "skipped") run.left.add(task.name);
      if (end.is === "failed") run.failed.add(task.name);
      const value = end.is === "done" ? end.value : null;
      for (const name of [task.name, ...task.replaces ?? []]) run.tasks[name] = value;
      if (isWorthTelling(task, end)) aside.push(yield* fork(() => tellEnd(task, end)));
      if (end.is === "done" && run.plan.memory) aside.push(yield* fork(() => rememberFrom(run, task, end)));
      if (end.is !== "failed") {
        ends.set(task.name, end);
        return { then: "go on" };
      }
      if (task.critical) return { then: "stop" };
      return {
        then: "mend",
        look() {
          // Until it is looked at, a planner that is asked for another failure counts it as under way.
          ends.set(task.name, end);
          return turnAfter(run, { task, end, ends });
        },
      };
    },
    *settle() {
      for (const fiber of aside) yield* join(fiber);
    },
  };
}

/** A single step that is made once says by its own row what became of it. */
function isWorthTelling({ work: { by }, each, verify, attempts }: PlanTask, end: TaskEnd): boolean {
  const isStep = by !== "agent" && !each && !verify && attempts === 1;
  return !isStep || end.is !== "done" || end.attempts > 1 || end.instead !== undefined;
}

function* tellEnd({ name }: PlanTask, end: TaskEnd): Program<void> {
  const { is, attempts } = end, why = end.is === "done" ? end.instead : end.why;
  const done = end.is === "done" ? end : undefined;
  yield* tell(`task/${name}/ended`, {
    told: "task",
    task: name,
    is,
    ...(attempts === undefined ? {} : { attempts }),
    ...(done?.confidence === undefined ? {} : { confidence: done.confidence }),
    ...(why === undefined ? {} : { why }),
    ...(done?.changed ? { changed: done.changed } : {}),
    ...(done?.text ? { text: done.text.slice(0, SHOWN).toWellFormed() } : {}),
  });
}
