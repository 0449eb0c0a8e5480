import type { End, PlanTask, Program } from "../../plan/mod.ts";
import type { ProcessRun, TaskEnd } from "./run.ts";
import type { GraphEnd } from "./schedule.ts";
import { tell } from "./tell.ts";

/** Names of tasks that a sentence tells, before it only counts. */
const NAMED = 5;

/** How a process has ended: done where no task failed; tasks that were left out fail nothing. */
export function* concludeProcess(
  run: ProcessRun,
  { ends, waiting, givenUp }: GraphEnd<PlanTask, TaskEnd>,
): Program<End> {
  const all = run.graph.flatMap(({ name }) => ends.get(name) ?? []),
    left = all.filter(({ is }) => is === "skipped").length;
  const failed = run.graph.flatMap(({ name }) => {
    const end = ends.get(name);
    return end?.is === "failed" ? [{ name, end }] : [];
  });
  const first = failed[0], done = all.filter(({ is }) => is === "done").length;
  if (!first) {
    const more = left > 0 ? `, and ${left} ${left === 1 ? "was" : "were"} left out` : "";
    const reason = `${done === 1 ? "its task is" : `all ${done} tasks are`} done${more}`;
    return { kind: "done", cause: "tasks", reason: run.graph.length === 0 ? "there was nothing to do" : reason };
  }
  if (waiting.length > 0) {
    const stuck = waiting.map(({ name, needs }) => ({ task: name, needs: needs.map(({ task }) => task) }));
    yield* tell("stuck", { told: "stuck", tasks: stuck });
  }
  const { why: message, code, step } = first.end;
  const quoted = (tasks: readonly { readonly name: string }[]) => listed(tasks.map(({ name }) => `\`${name}\``));
  const others = failed.slice(1);
  const parts = [
    `the task \`${first.name}\` failed: ${message}`,
    ...(others.length > 0 ? [`${quoted(others)} failed as well`] : []),
    ...(givenUp.length > 0 ? [`${quoted(givenUp)} ${givenUp.length === 1 ? "was" : "were"} given up`] : []),
    ...(waiting.length > 0 ? [`${quoted(waiting)} never began`] : []),
  ];
  return {
    kind: "failed",
    cause: step,
    reason: parts.join("; "),
    failure: { code, message },
    again: failed.flatMap(({ end }) => end.again),
  };
}

function listed(names: readonly string[]): string {
  return names.length <= NAMED
    ? names.join(", ")
    : `${names.slice(0, NAMED).join(", ")} and ${names.length - NAMED} more`;
}
