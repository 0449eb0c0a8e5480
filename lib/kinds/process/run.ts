import type { Json } from "../../base/json.ts";
import type { Values } from "../../expr/evaluate.ts";
import type { PlanTask, ProcessPlan } from "../../plan/mod.ts";
import { EffectFailed } from "../../plan/mod.ts";
import type { KindContext } from "../kind.ts";
import type { Remembered } from "./extract.ts";
import type { CallMade } from "./work.ts";

/** One run of a process: its plan, and what has come of its tasks so far. */
export interface ProcessRun {
  /** Its plan. */
  readonly plan: ProcessPlan;
  /** What is known of the run. */
  readonly context: KindContext;
  /** What it is all for; empty where the plan does not say. */
  readonly goal: string;
  /** Values of tasks that have ended, by name: null for one that was left out or failed, or whose graph is past. */
  readonly tasks: { [name: string]: Json };
  /** Names of tasks that were left out. */
  readonly left: Set<string>;
  /** Names of tasks that failed for good. */
  readonly failed: Set<string>;
  /** What tasks found worth remembering, oldest first. */
  readonly memories: Remembered[];
  /** What people said while it ran. */
  readonly guidance: string[];
  /** The graph as it is now. */
  graph: readonly PlanTask[];
  /** Names of tasks that have begun, ended ones included. */
  readonly running: Set<string>;
  /** How often the graph was made anew. */
  replans: number;
  /** Calls that people have said no to, by the places whose agents asked: tasks, or items of them. */
  readonly refused: Map<string, Set<string>>;
}

/** What became of a task. */
export type TaskEnd =
  | {
    readonly is: "done";
    readonly value: Json;
    /** Attempts that it took. */
    readonly attempts: number;
    /** From 0 to 1, where it was verified. */
    readonly confidence?: number;
    /** Paths that it changed. */
    readonly changed?: readonly string[];
    /** What it answered. */
    readonly text?: string;
    /** Tools that it called. */
    readonly calls?: readonly CallMade[];
    /** Why it failed, where its value stands for one of its own. */
    readonly instead?: string;
  }
  | { readonly is: "skipped"; readonly why: string; readonly attempts?: number }
  | {
    readonly is: "failed";
    /** In a sentence. */
    readonly why: string;
    /** A stable word. */
    readonly code: string;
    /** The step that failed. */
    readonly step: string;
    readonly attempts: number;
    /** What its last attempt said, where that did some work. */
    readonly text?: string;
    /** Tools that its last attempt called. */
    readonly calls?: readonly CallMade[];
    /** Steps that try it once more when the run is opened again. */
    readonly again: readonly string[];
  };

/** Work that came to nothing, and what there is of it. */
export class WorkFailed extends EffectFailed {
  /** What was said, and tools that were called. */
  readonly came: { readonly text: string; readonly calls: readonly CallMade[] };

  /** Says which step failed and why. */
  constructor(
    key: string,
    { code, why, text, calls }: WorkFailed["came"] & { readonly code: string; readonly why: string },
  ) {
    super(key, code, why);
    this.came = { text, calls };
  }
}

/** Where in a run a piece of work stands. */
export interface Place {
  /** Base of the keys of its steps. */
  readonly key: string;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /** The item that it is for. */
  readonly item?: { readonly as: string; readonly value: Json; readonly i: number; readonly n: number };
}

/** What every field of a plan may speak of. */
export function commonValues({ plan, context, goal }: Pick<ProcessRun, "plan" | "context" | "goal">): Values {
  return { inputs: context.inputs, run: context.run, spec: { name: plan.name }, goal };
}

/** What the fields of a task may speak of. */
export function taskValues(run: ProcessRun, { attempt, item }: Omit<Place, "key">): Values {
  const each: Values = item ? { [item.as]: item.value, i: item.i, n: item.n } : {};
  return { ...commonValues(run), tasks: run.tasks, attempt, ...each };
}
