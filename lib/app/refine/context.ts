import type { Json } from "../../base/json.ts";
import type { StepRecord } from "./record.ts";
import type { Spend, Spending } from "./spend.ts";

/** A state and where it stands. */
export interface ScoredState<S> {
  /** The state. */
  readonly state: S;
  /** Null where it has none. */
  readonly score: number | null;
  /** The step that made it; 0 is the initial state. */
  readonly step: number;
}

/** How far budgets are used. */
export interface BudgetNow {
  /** What the run has spent, this step so far included. */
  readonly spent: Spending & {
    /** Steps finished. */
    readonly iterations: number;
  };
  /** What the tightest of the run's budget and those of all runs around it leaves; null: no limit. */
  readonly remaining: {
    /** Dollars. */
    readonly usd: number | null;
    /** Tokens. */
    readonly tokens: number | null;
    /** Model calls. */
    readonly calls: number | null;
    /** Steps of this run, the present one included. */
    readonly iterations: number | null;
  };
}

/** What a step is handed beside its state. */
export interface RefineContext<S> {
  /** Name of the run. */
  readonly runId: string;
  /** The step, from 1; 0 while the initial state is scored. */
  readonly step: number;
  /** From 1: more than that where the step threw before. */
  readonly attempt: number;
  /** Aborts when the run has to stop at once: a deadline, a cancelled run, a loom that is closed. */
  readonly signal: AbortSignal;
  /** How far budgets are used, at the moment it is looked at. */
  readonly budget: BudgetNow;
  /** All steps before this one, oldest first, without their states. */
  readonly history: readonly StepRecord[];
  /** The state with the best score; null before the first. A copy. */
  readonly best: ScoredState<S> | null;
  /** The newest state that a step gave; null before the first. A copy. */
  readonly last: ScoredState<S> | null;
  /** What people have said, oldest first: `loom steer RUN "…"`, and answers to questions of a stuck loop. */
  readonly guidance: readonly string[];
  /** The value of the last rung of `escalate` that was taken; null before the first. */
  readonly escalation: Json;
  /** A whole number from 0 to 2³¹ − 1 of this attempt alone; a resume gives the same. */
  readonly seed: number;
  /** The next of a row of numbers from 0 to before 1, which a resume gives again. */
  random(): number;
  /** Books what the step has cost: dollars, or {@link Spend}. May be called as often as there is something to book. */
  spend(amount: number | Spend): void;
}
