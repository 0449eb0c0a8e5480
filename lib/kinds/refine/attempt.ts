/** Steps that may fail: tried as often as the plan says, with a durable pause between. */
import type { Program } from "../../plan/mod.ts";
import { pauseAt } from "../pause_after.ts";
import type { StepError } from "../step_error.ts";
import { isStepError } from "../step_error.ts";
import { NoValue } from "../value_of.ts";
import type { Round } from "./state.ts";

/** What a step came to after all its attempts. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: StepError };

/** Tries a step: it is given its key, which is another one each time. An expression without a value is not tried again. */
export function* attempt<T>(
  { plan: { errors } }: Round,
  key: string,
  step: (key: string) => Program<T>,
): Program<Attempt<T>> {
  for (let tried = 1;; tried++) {
    try {
      return { ok: true, value: yield* step(tried === 1 ? key : `${key}/again/${tried}`) };
    } catch (error) {
      if (!isStepError(error)) throw error;
      if (tried >= errors.attempts || error instanceof NoValue) return { ok: false, error };
    }
    yield* pauseAt(tried, { key: `${key}/pause/${tried}`, first: errors.pause });
  }
}

/** All values, or the first error. */
export function allOf<T>(attempts: readonly Attempt<T>[]): Attempt<readonly T[]> {
  const values: T[] = [];
  for (const one of attempts) {
    if (!one.ok) return one;
    values.push(one.value);
  }
  return { ok: true, value: values };
}
