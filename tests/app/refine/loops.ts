/** What tests of loops over functions share. */
import type { RefineEnd, RefineStep } from "../../../lib/app/refine/end.ts";
import type { RefineOptions, StepFunction } from "../../../lib/app/refine/options.ts";
import { refine } from "../../../lib/app/refine/refine.ts";
import type { Refiner } from "../../../lib/app/refine/refiner.ts";
import { memoryStore } from "../../../lib/store/memory_store.ts";
import type { Store } from "../../../lib/store/store.ts";

/** A state whose score is what it says. */
export interface Marked {
  readonly n: number;
  readonly mark: number;
}

/** A loop in memory, and its store. */
export interface Kept<S> {
  readonly fix: Refiner<S>;
  readonly store: Store;
}

/** A loop that is kept in memory and pauses for no time between attempts. */
export function kept<S>(options: RefineOptions<S>, step: StepFunction<S>): Kept<S> {
  const store = memoryStore(), errors = { pause: 0, ...options.errors };
  return { fix: refine<S>({ store, ...options, errors }, step), store };
}

/** Steps that get these scores, one after the other; the last one again and again. Each counts up from what it is handed. */
export function marks(scores: readonly number[]): StepFunction<Marked> {
  return ({ n }, { step }) => ({ n: n + 1, mark: scores[Math.min(step, scores.length) - 1]! });
}

/** The beginning of loops over marks. */
export const ZERO: Marked = { n: 0, mark: 0 };

/** The score of a mark. */
export const mark = (state: Marked): number => state.mark;

/** What a run was about, in few words. */
export function brief<S>({ kind, cause, steps }: RefineEnd<S>): readonly unknown[] {
  return [kind, cause, steps];
}

/** Everything a stream gives, and its end. */
export async function drained<S>(
  stream: AsyncIterable<RefineStep<S>, RefineEnd<S>>,
): Promise<{ readonly steps: readonly RefineStep<S>[]; readonly end: RefineEnd<S> }> {
  const steps: RefineStep<S>[] = [], iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const next = await iterator.next();
    if (next.done) return { steps, end: next.value };
    steps.push(next.value);
  }
}
