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
    ...earlierAttempts(failures),
    {
      title: "What is known already",
      text: known(run, task.name),
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

/** Why earlier attempts of a task failed, as the next one is told. */
export function earlierAttempts(failures: readonly FailedAttempt[]): readonly Section[] {
  return [{ title: "Earlier attempts", text: feedbackOf(failures), weight: "constraint", place: "task" }];
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

/** A graph as every agent of it asks about it: looked through once, until it is another one. */
interface Outline {
  readonly names: ReadonlySet<string>;
  /** Names of those that need a task, by its name. */
  readonly after: ReadonlyMap<string, readonly string[]>;
  /** Tasks that have begun and are in the graph no more. */
  readonly gone: number;
}

const OUTLINES = new WeakMap<readonly PlanTask[], Outline>();

function outlineOf({ graph, running }: ProcessRun): Outline {
  const known = OUTLINES.get(graph);
  if (known) return known;
  const names = new Set<string>(), after = new Map<string, string[]>();
  for (const { name, needs } of graph) {
    names.add(name);
    for (const { task } of needs) {
      const followers = after.get(task);
      if (followers) followers.push(name);
      else after.set(task, [name]);
    }
  }
  const outline = { names, after, gone: [...running].filter((name) => !names.has(name)).length };
  OUTLINES.set(graph, outline);
  return outline;
}

/** What a task may be told: everything but what a task has found out whose failure stands. */
function known(run: ProcessRun, task: string): string {
  const { names } = outlineOf(run);
  return recollect(run.memories, task, ({ failed, task = "" }) => !failed || !names.has(task));
}

/** How the tasks of a graph stand, in a few lines; of a large one what is near. */
function standing(run: ProcessRun, { name, needs }: PlanTask): string {
  const { graph, running } = run;
  if (graph.length < 2) return "";
  if (graph.length <= TOLD) return graph.map((one) => lineOf(run, one, name)).join("\n");
  const first = needs.map(({ task }) => task), { after, gone } = outlineOf(run), next = after.get(name) ?? [];
  return [
    `Of ${graph.length} tasks ${running.size - gone} have begun, yours among them.`,
    ...(first.length > 0 ? [`Before yours came: ${first.join(", ")}.`] : []),
    ...(next.length > 0 ? [`What you do is needed by: ${next.join(", ")}.`] : []),
  ].join("\n");
}

function lineOf({ tasks, left, failed }: ProcessRun, one: PlanTask, own: string): string {
  const about = one.about === undefined ? "" : `: ${plainly(one.about)}`, isLeft = left.has(one.name);
  const isDone = Object.hasOwn(tasks, one.name) && !failed.has(one.name);
  const state = one.name === own ? "yours" : isLeft ? "left out" : isDone ? "done" : "not done";
  return `- ${one.name} (${state})${about}`;
}
