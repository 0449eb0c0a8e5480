/** Processes that are followed while they go. */
import type { RunEvent } from "../../../lib/app/vocabulary.ts";
import type { Milestone } from "../../../lib/cli/live/milestone.ts";
import { TaskProgress } from "../../../lib/cli/live/task_progress.ts";
import type { Effect, Entry, PlanTask, ProcessPlan, ToldProcess } from "../../../lib/plan/mod.ts";
import type { Json } from "../../../lib/base/json.ts";
import { ProcessFold } from "../../../lib/views/process_view.ts";
import type { Carried, Models } from "../../kinds/processing.ts";
import { carry, follows, processPlan } from "../../kinds/processing.ts";
import { beginning } from "./events.ts";

/** A process that is followed, and what was told of it. */
export interface Followed {
  readonly progress: TaskProgress;
  readonly told: Milestone[];
  /** Lines without those that a region shows. */
  readonly lines: () => readonly string[];
  readonly take: (...events: readonly RunEvent[]) => void;
}

/** Follows a plan from its beginning, or from where its journal stands. */
export function follow(plan: ProcessPlan, { name = "g", rows = [], goal }: {
  readonly name?: string;
  readonly rows?: readonly Entry[];
  readonly goal?: string;
} = {}): Followed {
  const fold = new ProcessFold(plan), told: Milestone[] = [];
  for (const row of rows) fold.take(row);
  const process = { fold, ...(goal === undefined ? {} : { goal }) };
  const progress = new TaskProgress({ ...beginning({ name, limits: plan.budget }), process }, {
    tell: (milestone) => void told.push(milestone),
  });
  let at = 0;
  return {
    progress,
    told,
    lines: () => told.map(({ text }) => text),
    take: (...events) => events.forEach((event) => progress.take(event, at += 10)),
  };
}

/** Runs a plan to its end, and follows it. */
export async function followed(plan: ProcessPlan, models: Models): Promise<Followed & Pick<Carried, "end">> {
  const events: RunEvent[] = [], { end } = await carry(plan, models, { on: (event) => void events.push(event) });
  const known = follow(plan);
  known.take(...events);
  known.progress.finish(10_000);
  return { ...known, end };
}

/** A plan of tasks that a model does which says nothing of note. */
export function planOf(tasks: readonly PlanTask[], more: Partial<ProcessPlan> = {}): ProcessPlan {
  return processPlan({ m: follows(() => ({ text: "fine" })) }, tasks, more);
}

/** A step begins. */
export function started(effect: Effect, run = "g"): RunEvent {
  return { type: "started", run, key: effect.key, effect };
}

/** A model is asked. */
export function asked(key: string, run = "g"): RunEvent {
  const prompt = { form: "text", parts: [] } as const;
  return started({ do: "generate", key, model: "m", prompt, maxTokens: 9, sampling: {}, seed: 1 }, run);
}

/** Makes rows of a run, numbered. */
export function rowsOf(run = "g"): (more: Omit<Entry, "seq" | "at">) => RunEvent {
  let seq = 0;
  return (more) => ({ type: "entry", run, entry: { seq: ++seq, at: 10 * seq, ...more } });
}

/** What a process tells. */
export function tells(key: string, told: ToldProcess): Omit<Entry, "seq" | "at"> {
  return { type: "done", key, value: { type: "value", value: told as unknown as Json } };
}
