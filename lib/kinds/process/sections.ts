/** What agents are told of the process that they work in. */
import type { Json } from "../../base/json.ts";
import { stringify } from "../../base/json.ts";
import { shorten } from "../../base/shorten.ts";
import type { PlanTask } from "../../plan/mod.ts";
import type { Section } from "../agent/agent_task.ts";
import { plainly } from "../agent/plainly.ts";
import type { ProcessRun } from "./run.ts";
import type { FailedAttempt } from "./failure_kind_feedback.ts";
import { feedbackOf } from "./failure_kind_feedback.ts";
import { recollect } from "./recollect.ts";
import { knownIn } from "./remember.ts";

/** Tasks of a graph that are told by name; of a larger one only those that are near. */
const TOLD = 15;

/** What the agent of a task is told beside its prompt. */
export function sectionsOf(run: ProcessRun, task: PlanTask, failures: readonly FailedAttempt[]): readonly Section[] {
  const { goal, guidance, context } = run, { criteria = "", deliverables } = task;
  const sections: readonly Section[] = [
    { title: "Goal", text: goal, weight: "constraint", place: "goal" },
    { title: "Where things stand", text: standing(run, task), weight: "context", place: "state" },
    {
      title: "What came of the tasks before yours",
      text: before(run, task),
      weight: "context",
      place: "state",
      data: "came",
    },
    { title: "It is done well when", text: criteria, weight: "constraint", place: "task" },
    { title: "Files to leave behind", text: listed(deliverables), weight: "constraint", place: "task" },
    { title: "Earlier attempts", text: feedbackOf(failures), weight: "constraint", place: "task" },
    {
      title: "What is known already",
      text: recollect(knownIn(run), task.name),
      weight: "context",
      place: "memory",
      data: "memories",
    },
    {
      title: "What earlier runs have shown",
      text: listed(context.hints ?? []),
      weight: "context",
      place: "memory",
      data: "earlier",
    },
    { title: "People have said meanwhile", text: listed(guidance), weight: "constraint", place: "constraints" },
  ];
  return sections.filter(({ text }) => text !== "");
}

/** Characters of what one task came to that another is told. */
const CAME_TO = 4_000;

/** What the tasks came to that a planned one needs: its own words cannot refer to them, as a template of a spec does. */
function before({ tasks }: ProcessRun, { needs, work }: PlanTask): string {
  if (work.by !== "agent" || "template" in work.agent.prompt) return "";
  return needs.flatMap(({ task }) => {
    const value = tasks[task] ?? null, { text = value } = (value ?? {}) as { readonly text?: Json };
    if (text === null) return [];
    const said = shorten(typeof text === "string" ? text : stringify(text), CAME_TO);
    return [`- ${task}: ${said.replaceAll("\n", "\n  ")}`];
  }).join("\n");
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

/** How the tasks of a graph stand, in a few lines: of many, those that are done are only counted. */
function standing({ graph, tasks, left, failed }: ProcessRun, { name, needs }: PlanTask): string {
  if (graph.length < 2) return "";
  const isDone = (task: string) => Object.hasOwn(tasks, task) && !left.has(task) && !failed.has(task);
  const done = graph.filter((one) => isDone(one.name)).length;
  if (graph.length <= TOLD) {
    return graph.map((one) => {
      const about = one.about === undefined ? "" : `: ${plainly(one.about)}`,
        state = left.has(one.name) ? "left out" : isDone(one.name) ? "done" : "not done";
      return `- ${one.name} (${one.name === name ? "yours" : state})${about}`;
    }).join("\n");
  }
  const first = needs.map(({ task }) => task),
    next = graph.filter((one) => one.needs.some(({ task }) => task === name));
  return [
    `${done} of ${graph.length} tasks are done.`,
    ...(first.length > 0 ? [`Before yours came: ${first.join(", ")}.`] : []),
    ...(next.length > 0 ? [`What you do is needed by: ${next.map((one) => one.name).join(", ")}.`] : []),
  ].join("\n");
}
