/** Loops over functions, in memory. */
import { memoryStore, refine } from "../../mod.ts";
import type { RefineEnd, RefineOptions, Refiner, StepFunction, Store } from "../../mod.ts";

/** A state that is worth what it says. */
export interface Draft {
  /** Steps that led to it. */
  readonly n: number;
  readonly mark: number;
}

/** What loops begin with. */
export const BLANK: Draft = { n: 0, mark: 0 };

/** Scores it. */
export const mark = (draft: Draft): number => draft.mark;

/** A loop, what it was handed step by step, and where its runs are. */
export interface Made<S> {
  readonly fix: Refiner<S>;
  /** The states that its steps were handed. */
  readonly handed: readonly S[];
  readonly store: Store;
}

/** A loop called `fix` that pauses for no time between attempts. */
export function made<S>(options: RefineOptions<S>, step: StepFunction<S>): Made<S> {
  const { store: given, errors, ...more } = options,
    store = given as Store | undefined ?? memoryStore(),
    handed: S[] = [];
  const fix = refine<S>({ name: "fix", ...more, store, errors: { pause: 0, ...errors } }, (state, ctx) => {
    handed.push(structuredClone(state));
    return step(state, ctx);
  });
  return { fix, handed, store };
}

/** A step that gets these marks, one after the other, the last again and again. */
export function marked(marks: readonly number[]): StepFunction<Draft> {
  return ({ n }, { step }) => ({ n: n + 1, mark: marks[Math.min(step, marks.length) - 1]! });
}

/** Counts up. */
export const count = (n: number): number => n + 1;

/** How a run ended, in few words. */
export function brief<S>({ kind, cause, steps }: RefineEnd<S>): readonly unknown[] {
  return [kind, cause, steps];
}
