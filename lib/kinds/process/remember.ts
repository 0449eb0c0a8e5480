import type { PlanTask, Program } from "../../plan/mod.ts";
import { extractMemory } from "./extract.ts";
import type { ProcessRun, TaskEnd } from "./run.ts";

/** Keeps what a task has found out, for those that begin later. */
export function* rememberFrom(run: ProcessRun, task: PlanTask, end: TaskEnd): Program<void> {
  const { plan: { memory }, goal, graph } = run;
  if (!memory || end.is === "skipped") return;
  const found = yield* extractMemory(run, {
    memory,
    key: `task/${task.name}`,
    task: task.name,
    goal,
    text: end.is === "done" ? end.text ?? "" : end.why,
    calls: end.is === "done" ? end.calls ?? [] : [],
    names: graph.map(({ name }) => name).filter((name) => name !== task.name),
    ...(end.is === "failed" ? { failed: end.why } : {}),
  });
  run.memories.push(...found);
}
