import type { TaskState, TaskView } from "../../views/task_view.ts";

/** What matters most comes first. */
const RANK: { readonly [S in TaskState]: number } = {
  asks: 0,
  running: 1,
  failed: 2,
  waiting: 3,
  done: 4,
  skipped: 5,
  stuck: 6,
};

/** Tasks of a graph that are shown, and those for which there is no room. */
export interface ChosenTasks {
  /** In the order of the graph. */
  readonly shown: readonly TaskView[];
  /** All others. */
  readonly hidden: readonly TaskView[];
}

/**
 * As many tasks as there is room for, with a line for those that are left out: what asks, runs or failed, then what comes
 * next, then what ended last. A few rows are kept for what comes next and for what ended, whatever else there is.
 */
export function chosenTasks(tasks: readonly TaskView[], room: number): ChosenTasks {
  if (tasks.length <= room) return { shown: tasks, hidden: [] };
  const most = Math.max(1, room - 1), places = new Map(tasks.map((task, i) => [task, i]));
  const over = new Set(tasks.flatMap(({ name, state }) => state === "failed" || state === "stuck" ? [name] : []));
  const rankOf = ({ state, needs }: TaskView) =>
    RANK[state === "waiting" && needs.some((need) => over.has(need)) ? "stuck" : state];
  const ranked = tasks.toSorted((a, b) => rankOf(a) - rankOf(b) || nearness(a, b, places));
  const waiting = ranked.filter(({ state }) => state === "waiting"),
    done = ranked.filter(({ state }) => state === "done");
  // Where hundreds fail at once, how it goes on is worth some rows as well.
  const kept = new Set([...waiting.slice(0, Math.floor(most / 6)), ...done.slice(0, Math.floor(most / 6))]);
  const chosen = new Set([...ranked.filter((task) => !kept.has(task)).slice(0, most - kept.size), ...kept]);
  return { shown: tasks.filter((task) => chosen.has(task)), hidden: tasks.filter((task) => !chosen.has(task)) };
}

/** Of those that wait the first of the graph, of all others the newest. */
function nearness(a: TaskView, b: TaskView, places: ReadonlyMap<TaskView, number>): number {
  if (a.state === "waiting") return places.get(a)! - places.get(b)!;
  return (b.at ?? 0) - (a.at ?? 0) || places.get(a)! - places.get(b)!;
}
