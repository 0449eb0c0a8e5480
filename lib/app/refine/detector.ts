/**
 * When a loop over functions ends of itself: plain data that {@link refine} takes as `converge`.
 *
 * @module
 */
import type { StepRecord } from "./record.ts";
import type { Spend } from "./spend.ts";

/** What a judge and an embedding function are handed. */
export interface JudgeContext {
  /** Aborts when the run has to stop at once. */
  readonly signal: AbortSignal;
  /** Books what asking has cost: dollars, or {@link Spend}. */
  spend(amount: number | Spend): void;
  /** The round that is judged, from 1; 0 is the initial state. */
  readonly step: number;
}

/** What makes a vector of a text. */
export type EmbedFunction = (
  text: string,
  context: JudgeContext,
) => readonly number[] | Promise<readonly number[]>;

/** A condition that ends a loop, or several that are combined. */
export type Detector<S = unknown> =
  /** One of them holds. */
  | { readonly stop: "any"; readonly of: readonly Detector<S>[] }
  /** All of them hold. */
  | { readonly stop: "all"; readonly of: readonly Detector<S>[] }
  /** It does not hold. */
  | { readonly stop: "not"; readonly of: Detector<S> }
  | LeafDetector<S>;

/** A condition that is not made of others. */
export type LeafDetector<S = unknown> =
  /** See {@link plateau}. */
  | { readonly stop: "plateau"; readonly patience: number; readonly minDelta: number }
  /** See {@link similar}. */
  | {
    readonly stop: "similar";
    readonly threshold: number;
    readonly text?: (state: S) => string;
    readonly embed?: EmbedFunction;
  }
  /** See {@link predicate}. */
  | {
    readonly stop: "predicate";
    readonly name: string;
    readonly holds: (history: readonly StepRecord[]) => boolean | Promise<boolean>;
  }
  /** See {@link judge}. */
  | {
    readonly stop: "judge";
    readonly name: string;
    readonly decide: (state: S, context: JudgeContext) => boolean | Promise<boolean>;
    readonly reserve: Spend;
  };

/** How {@link judge} is made of more than a function. */
export interface JudgeOptions<S> {
  /** What it is called in the reason of an end. Default: the function's name, else `the judge`. */
  readonly name?: string;
  /** Says whether the loop is done. */
  readonly decide: (state: S, context: JudgeContext) => boolean | Promise<boolean>;
  /** The most that asking once may cost: dollars, or {@link Spend}. Default: the dearest time so far. */
  readonly reserve?: number | Spend;
}
