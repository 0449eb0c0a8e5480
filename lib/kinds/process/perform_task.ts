/** Tasks: whether they are done at all, and for which items. */
import type { Json } from "../../base/json.ts";
import { describe } from "../../expr/describe.ts";
import type { PlanTask, Program } from "../../plan/mod.ts";
import { all } from "../../plan/mod.ts";
import type { StepError } from "../step_error.ts";
import { isStepError, wordsOf } from "../step_error.ts";
import { noTruth, NoValue, valueOf } from "../value_of.ts";
import { filled } from "./given.ts";
import type { Place, ProcessRun, TaskEnd } from "./run.ts";
import { taskValues } from "./run.ts";
import { tryTask } from "./try_task.ts";

/** Items that a task is done for, at most. */
const MOST_ITEMS = 100_000;

/** Does a task, with all its attempts and for all its items. What fails is an end, and never thrown. */
export function* performTask(run: ProcessRun, task: PlanTask): Program<TaskEnd> {
  const place: Place = { key: `task/${task.name}`, attempt: 1 };
  try {
    if (!isWanted(run, task, place)) return { is: "skipped", why: `\`if\` is false: ${task.if}` };
    const end = task.each ? yield* forEach(run, task, itemsOf(run, task, place)) : yield* tryTask(run, task, place);
    return instead(run, { task, place, end });
  } catch (error) {
    if (!isStepError(error)) throw error;
    return instead(run, { task, place, end: failedWith(error, place.key) });
  }
}

function isWanted(run: ProcessRun, { name, if: condition }: PlanTask, place: Place): boolean {
  if (condition === undefined) return true;
  const field = { field: `tasks.${name}.if`, expression: condition },
    value = valueOf(run, field, taskValues(run, place));
  if (typeof value !== "boolean") throw noTruth(field, value);
  return value;
}

function itemsOf(run: ProcessRun, { name, each }: PlanTask, place: Place): readonly Json[] {
  const field = { field: `tasks.${name}.each`, expression: each!.list };
  const list = valueOf(run, field, taskValues(run, place));
  if (!Array.isArray(list)) throw new NoValue(field, `expected a list, found ${describe(list)}`);
  if (list.length > MOST_ITEMS) throw new NoValue(field, `a list of ${list.length} is too long: ${MOST_ITEMS} at most`);
  return list;
}

/** Every item is tried by itself; the task is done when all are. */
function* forEach(run: ProcessRun, task: PlanTask, items: readonly Json[]): Program<TaskEnd> {
  const { as, width } = task.each!, n = items.length;
  const ends = yield* all(
    items.map((value, i) => () =>
      tryTask(run, task, { key: `task/${task.name}/${i}`, attempt: 1, item: { as, value, i, n } })
    ),
    width === undefined ? {} : { width },
  );
  const failed = ends.filter((end) => end.is === "failed"),
    first = failed[0],
    left = ends.find(({ is }) => is === "skipped");
  if (first) {
    const why = n === 1 ? first.why : `${failed.length} of ${n} items failed, the first with: ${first.why}`;
    return { ...first, why, again: failed.flatMap(({ again }) => again) };
  }
  if (left) return left;
  const done = ends.flatMap((end) => end.is === "done" ? [end] : []);
  const sure = done.flatMap(({ confidence }) => confidence ?? []),
    changed = done.flatMap(({ changed = [] }) => changed),
    calls = done.flatMap(({ calls = [] }) => calls);
  return {
    is: "done",
    value: done.map(({ value }) => value),
    attempts: Math.max(1, ...done.map(({ attempts }) => attempts)),
    ...(sure.length > 0 ? { confidence: Math.min(...sure) } : {}),
    ...(changed.length > 0 ? { changed: [...new Set(changed)] } : {}),
    ...(calls.length > 0 ? { calls } : {}),
  };
}

/** A failure whose plan has a value for it, or that leaves its task out. */
function instead(
  run: ProcessRun,
  { task: { name, failure }, place, end }: { readonly task: PlanTask; readonly place: Place; readonly end: TaskEnd },
): TaskEnd {
  if (end.is !== "failed") return end;
  if (failure.then === "skip") return { is: "skipped", why: `it failed: ${end.why}`, attempts: end.attempts };
  if (failure.then !== "otherwise") return end;
  try {
    const value = filled(
      run,
      { field: `tasks.${name}.on_error.otherwise`, given: failure.value },
      taskValues(run, place),
    );
    return { is: "done", value, attempts: end.attempts, instead: end.why };
  } catch (error) {
    if (!isStepError(error)) throw error;
    return { ...end, why: `${end.why}; ${wordsOf(error)}` };
  }
}

/** The end of a task that could not even be tried. */
export function failedWith(error: StepError, step: string): TaskEnd & { readonly is: "failed" } {
  const at = "key" in error ? error.key : step;
  return { is: "failed", why: wordsOf(error), code: error.code, step: at, attempts: 1, again: [] };
}
