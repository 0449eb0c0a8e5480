/** What became of the tasks of a process, as far as it tells why the process stands where it stands. */
import type { Booking } from "../plan/mod.ts";
import type { ProcessView } from "./process_view.ts";
import type { TaskState, TaskView } from "./task_view.ts";

/** A task that failed for good. */
export interface FailedTask {
  /** Its name. */
  readonly name: string;
  /** Attempts that were made. */
  readonly attempts: number;
  /** Attempts that its plan gives it. */
  readonly most?: number;
  /** Why the last of them failed. */
  readonly why: string;
  /** What all of them cost. */
  readonly cost: Booking;
  /** Names of tasks that need it, however far around, and never began. */
  readonly never: readonly string[];
}

/** Tasks of a process. */
export interface WhyTasks {
  /** How many there are. */
  readonly all: number;
  /** How many stand how. */
  readonly states: { readonly [S in TaskState]?: number };
  /** Those that failed, in the order of the graph. */
  readonly failed: readonly FailedTask[];
  /** Names of those that have begun and not ended. */
  readonly open: readonly string[];
  /** Why a planner is at work, while one is. */
  readonly planning?: string;
  /** Graphs that were made in place of the first. */
  readonly replans: number;
  /** Files that are not as they were. */
  readonly changed: number;
}

/** What became of the tasks of a process. */
export function whyTasks({ tasks, former, planning, replans, standing }: ProcessView): WhyTasks {
  const states: { [S in TaskState]?: number } = {};
  for (const { state } of tasks) states[state] = (states[state] ?? 0) + 1;
  const idle = tasks.filter(({ state }) => state === "stuck" || state === "waiting");
  return {
    all: tasks.length,
    states,
    failed: tasks.filter(({ state }) => state === "failed").map((task) => failedTask(task, idle)),
    open: tasks.filter(({ state }) => state === "running" || state === "asks").map(({ name }) => name),
    ...(planning === undefined ? {} : { planning }),
    replans: replans.filter(({ made }) => made).length,
    changed: standing?.files.length ?? new Set([...tasks, ...former].flatMap(({ changed }) => changed)).size,
  };
}

function failedTask({ name, attempts, most, why = "", cost }: TaskView, idle: readonly TaskView[]): FailedTask {
  return { name, attempts, ...(most === undefined ? {} : { most }), why, cost, never: followersIn(idle, name) };
}

/** Names of those that need a task, or need one that does. */
function followersIn(tasks: readonly TaskView[], name: string): readonly string[] {
  const met = new Set([name]);
  for (let grows = true; grows;) {
    grows = false;
    for (const task of tasks) {
      if (met.has(task.name) || !task.needs.some((need) => met.has(need))) continue;
      met.add(task.name);
      grows = true;
    }
  }
  return tasks.flatMap((task) => met.has(task.name) ? [task.name] : []);
}
