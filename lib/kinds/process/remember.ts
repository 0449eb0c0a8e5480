/** What tasks have found out, for those that begin later. */
import type { Json } from "../../base/json.ts";
import { stringify } from "../../base/json.ts";
import { shorten } from "../../base/shorten.ts";
import type { PlanTask, Program } from "../../plan/mod.ts";
import { extractMemory } from "./extract.ts";
import type { ProcessRun, TaskEnd } from "./run.ts";

/** An end that something can be learnt from. */
export type Telling = Exclude<TaskEnd, { readonly is: "skipped" }>;

/**
 * Keeps what a task has found out that models worked on. One that failed is looked at before a planner is asked to put
 * others in its place: only the planner is told of it until that is done, for a resume may try it once more, and then it
 * has not failed.
 */
export function* rememberFrom(run: ProcessRun, task: PlanTask, end: Telling): Program<void> {
  const { plan: { memory }, goal, graph } = run, { work: { by } } = task;
  if (!memory || (by !== "agent" && by !== "generate")) return;
  const isDone = end.is === "done";
  const found = yield* extractMemory(run, {
    memory,
    key: `task/${task.name}`,
    task: task.name,
    goal,
    text: isDone ? textOf(end) : end.text ?? "",
    calls: end.calls ?? [],
    names: graph.map(({ name }) => name).filter((name) => name !== task.name),
    ...(isDone ? {} : { failed: end.why }),
  });
  run.memories.push(...found.map((one) => isDone ? one : { ...one, failed: true as const }));
}

/** Items whose answers are shown, characters of all of them, and those that stand around one. */
const ITEMS = 50, ALL = 16_000, AROUND = 60;

/** What a task answered; of one with items, what each of them came to. */
function textOf({ text, value }: TaskEnd & { readonly is: "done" }): string {
  if (text !== undefined) return text;
  if (!Array.isArray(value)) return said(value);
  const items = value as readonly Json[], each = Math.floor(ALL / Math.min(items.length + 1, ITEMS)) - AROUND;
  const shown = items.slice(0, ITEMS).map((item, i) => `Item ${i + 1}: ${shorten(said(item), each)}`);
  const more = items.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more items`] : [])].join("\n");
}

/** An answer as a text: agents and questions to models give theirs as the field `text`. */
function said(value: Json): string {
  if (typeof value === "string") return value;
  const { text } = (value ?? {}) as { readonly text?: Json };
  return typeof text === "string" ? text : stringify(value);
}
