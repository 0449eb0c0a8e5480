import type { Loom } from "../loom.ts";
import type { BudgetOptions } from "../loom_options.ts";
import type { Goal } from "../../plan/mod.ts";
import type { Store } from "../../store/store.ts";
import type { Backtrack } from "./backtrack.ts";
import type { RefineContext } from "./context.ts";
import type { Detector } from "./detector.ts";
import type { RefineStep } from "./end.ts";
import type { Escalation } from "./escalate.ts";
import type { Spend } from "./spend.ts";
import type { StateShape } from "./state_shape.ts";

/** A budget of a loop: {@link BudgetOptions}, with times also written as `"10m"`. */
export interface RefineBudget extends Omit<BudgetOptions, "wall"> {
  /** Working time: milliseconds, or a text such as `"90s"`, `"10m"`, `"1h30m"`. */
  readonly wall?: number | string;
}

/** What is done about steps, scorers and other functions that throw. */
export interface RefineErrors {
  /** How often each is tried. Default 1. */
  readonly attempts?: number;
  /** The pause before the second attempt, doubled each time, up to a minute: milliseconds or a text. Default `"1s"`. */
  readonly pause?: number | string;
  /** So many failed steps in a row end the run as `failed`. Default 3. */
  readonly most?: number;
}

/** What is known when the worst case of a step is told. */
export interface ReserveContext {
  /** The step that is about to begin, from 1. */
  readonly step: number;
  /** The dearest step so far, its scoring included. */
  readonly dearest: Required<Spend>;
}

/** How a loop is made. */
export interface RefineOptions<S> {
  /** What its runs are called. Default: the name of the step function, else `loop`. */
  readonly name?: string;
  /** A whole number; another one for a loop that means something else: a run is only resumed by what began it. Default 1. */
  readonly version?: number;
  /** Hard limits, for all lives of a run together. Money in dollars. Default: none. */
  readonly budget?: RefineBudget;
  /** When a run ends of itself; a list means any of them. Default: never. */
  readonly converge?: Detector<S> | readonly Detector<S>[];
  /** Where a step goes back to. Default: `bestScore()` where there is a `score`, else `noBacktrack()`. */
  readonly backtrack?: Backtrack;
  /** Whether a higher score is better. Default `max`. */
  readonly goal?: Goal;
  /** What is done about a loop that gets no better; takes a `score`. Default: nothing. */
  readonly onStall?: Escalation;
  /** What a state is worth: a finite number. May book what it costs with `ctx.spend`. */
  readonly score?: (state: S, ctx: RefineContext<S>) => number | Promise<number>;
  /** Scores the state that a run begins with, too. Default false. */
  readonly scoreInitial?: boolean;
  /** What a step has cost, told by the state it gave: dollars, or {@link Spend}; beside what `ctx.spend` booked. */
  readonly cost?: (state: S, ctx: RefineContext<S>) => number | Spend | Promise<number | Spend>;
  /**
   * The most that a step and its scoring may cost: taken before the step, or it does not begin. Where it is left out, in
   * part or as a whole, it is the dearest so far. A step that passes it is charged in full.
   */
  readonly reserve?: number | Spend | ((state: S, ctx: ReserveContext) => number | Spend);
  /** What is done about functions that throw. */
  readonly errors?: RefineErrors;
  /** What a state has to be: a schema with `parse`, such as one of zod. Default: any JSON. */
  readonly state?: StateShape<S>;
  /** Where runs are kept: a store, the path or URL of a database, a loom. Default: as for `openLoom`. */
  readonly store?: Store | Loom | string;
  /** Is told of every step of a run that is driven here. What it throws harms no run. */
  readonly on?: (step: RefineStep<S>) => void;
  /** Seeds `ctx.seed` and `ctx.random`. Default: random, once for every run. */
  readonly seed?: number;
}

/** One step: gives a state that is to be better than the one it is handed. */
export type StepFunction<S> = (state: S, ctx: RefineContext<S>) => S | Promise<S>;
