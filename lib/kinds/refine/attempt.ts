/** Steps that may fail: tried as often as the plan says, with a durable pause between. */
import type { Program } from "../../plan/mod.ts";
import { EffectFailed, perform } from "../../plan/mod.ts";
import { NoValue } from "../value_of.ts";
import type { Round } from "./state.ts";

/** Why a step came to nothing: it failed, or an expression of the plan has no value. */
export type StepError = EffectFailed | NoValue;

/** What a step came to after all its attempts. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: StepError };

/** The longest pause in milliseconds, unless the first is longer. */
const LONGEST = 60_000;

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
    const duration = Math.min(errors.pause * 2 ** (tried - 1), Math.max(LONGEST, errors.pause));
    if (duration > 0) yield* perform({ do: "wait", key: `${key}/pause/${tried}`, duration });
  }
}

/** Whether it is a step that came to nothing, and not a mistake of ours. */
export function isStepError(error: unknown): error is StepError {
  return error instanceof EffectFailed || error instanceof NoValue;
}

/** Characters of an error that a state keeps: what a program says of itself may be a book. */
const KEPT = 2_000;

/** What a step came to nothing for, in a sentence that names it. */
export function wordsOf(error: StepError): string {
  const words = error instanceof EffectFailed ? `step \`${error.key}\` failed: ${error.message}` : error.message;
  return words.length > KEPT ? `${words.slice(0, KEPT)}…`.toWellFormed() : words;
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
