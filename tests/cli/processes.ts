/** Views of processes for tests of what is printed of them. */
import type { ProcessView } from "../../lib/views/process_view.ts";
import { ProcessFold } from "../../lib/views/process_view.ts";
import type { TaskView } from "../../lib/views/task_view.ts";
import type { PlanTask, ProcessPlan } from "../../lib/plan/mod.ts";
import { processPlan } from "../kinds/processing.ts";
import { cost, headOf, rows } from "../views/rows.ts";
import type { Row } from "../views/rows.ts";

/** A task that stands in some way. */
export function taskView(name: string, more: Partial<TaskView> = {}): TaskView {
  return {
    name,
    by: "agent",
    needs: [],
    state: "done",
    attempts: 1,
    failures: [],
    turns: 0,
    calls: 0,
    checks: [],
    changed: [],
    cost: { usd: 0, tokens: 0, calls: 0 },
    questions: [],
    ...more,
  };
}

/** A process with these tasks. */
export function processView(tasks: readonly TaskView[], more: Partial<ProcessView> = {}): ProcessView {
  const fold = new ProcessFold({ tasks: [] });
  return { ...fold.view(headOf({ spent: cost(9) }), { gone: false }), tasks, ...more };
}

/** A process as its plan and its rows make it. */
export function folded(
  tasks: readonly PlanTask[],
  given: readonly Row[],
  more: Partial<ProcessPlan> = {},
): ProcessView {
  const fold = new ProcessFold(processPlan({}, tasks, more));
  for (const row of rows(...given)) fold.take(row);
  return fold.view(headOf({ spent: cost(9) }), { gone: false });
}
