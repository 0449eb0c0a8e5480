/**
 * What the run of a process has shown, in short words: nothing of what was asked, said or written is in it.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import { failureKind } from "../../kinds/process/failure_kind.ts";
import type { NewPattern } from "../../store/store.ts";
import type { ProcessView } from "../../views/process_view.ts";
import type { TaskView } from "../../views/task_view.ts";
import { shortWords } from "./short_words.ts";

/** What sorts of patterns there are. */
export const KINDS = {
  /** Work of a kind that was done: `agent tests write`. */
  success: "success",
  /** Work that had to be tried again, by its words; the value tells how often and what was wrong. */
  retry: "retry",
  /** A model that failed, and how: `openai/gpt-5.2 timeout`. */
  modelFailure: "model-failure",
  /** A graph that came to its end, by the words of its goal; the value holds its tasks. */
  graph: "graph",
} as const;

/** Words of a goal, and of a task's name. */
export const GOAL_WORDS = 5, TASK_WORDS = 4;

/** Tasks of a run that are learned from, and tasks of a graph that is kept. */
const MOST = 100, LARGEST = 30;
/** Characters of a task's name in a graph that is kept. */
const NAME = 40;

/** What a run is about beside its tasks. */
export interface Shown {
  /** Models by their names in the plan, as `provider/model`. */
  readonly models: { readonly [name: string]: string };
  /** Whether its graph was made by a planner: one that is written is known anyway. */
  readonly planned: boolean;
}

/** What a run has shown, each thing once. */
export function runPatterns(view: ProcessView, shown: Shown): readonly Omit<NewPattern, "at">[] {
  const tasks = [...view.tasks, ...view.former].slice(0, MOST);
  const found = [
    ...tasks.flatMap(successOf),
    ...tasks.flatMap(retryOf),
    ...tasks.flatMap((task) => modelFailures(task, shown)),
    ...(shown.planned ? graphOf(view) : []),
  ];
  return [...new Map(found.map((one) => [`${one.kind} ${one.key}`, one])).values()];
}

/** A template of work: the words of its name; undefined for a name that says nothing. */
export function templateOf(name: string): string | undefined {
  const words = shortWords(name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, " "), TASK_WORDS);
  return words.length === 0 ? undefined : words.join(" ");
}

function successOf({ name, by, state, attempts, why }: TaskView): readonly Omit<NewPattern, "at">[] {
  const template = templateOf(name), isDone = state === "done" && why === undefined;
  if (!isDone || template === undefined) return [];
  return [{ kind: KINDS.success, key: `${by} ${template}`, value: { attempts: Math.max(1, attempts) } }];
}

function retryOf({ name, state, attempts, failures }: TaskView): readonly Omit<NewPattern, "at">[] {
  const template = templateOf(name);
  if (failures.length === 0 || template === undefined) return [];
  const because = [...new Set(failures.map(({ why }) => failureKind(why).kind))];
  return [{ kind: KINDS.retry, key: template, value: { attempts, because, done: state === "done" } as Json }];
}

function modelFailures(
  { failures, state, why, model }: TaskView,
  { models }: Shown,
): readonly Omit<NewPattern, "at">[] {
  const last = state === "failed" && why !== undefined ? [{ why, ...(model === undefined ? {} : { model }) }] : [];
  return [...failures, ...last].flatMap((failure) => {
    const id = failure.model === undefined ? undefined : models[failure.model];
    return id === undefined ? [] : [{ kind: KINDS.modelFailure, key: `${id} ${failureKind(failure.why).kind}` }];
  });
}

/** A graph that was made for a goal and came to its end. */
function graphOf({ goal, tasks, end }: ProcessView): readonly Omit<NewPattern, "at">[] {
  const words = shortWords(goal ?? "", GOAL_WORDS);
  if (end?.kind !== "done" || words.length < 2 || tasks.length < 2 || tasks.length > LARGEST) return [];
  const kept = tasks.map(({ name, needs }) => ({ name: named(name), needs: needs.map(named) }));
  return [{ kind: KINDS.graph, key: words.join(" "), value: { tasks: kept } }];
}

function named(name: string): string {
  return name.slice(0, NAME);
}
