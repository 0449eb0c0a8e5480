/** Steps that came to nothing, as opposed to mistakes of ours. */
import { shorten } from "../base/shorten.ts";
import { EffectFailed } from "../plan/mod.ts";
import { NoValue } from "./value_of.ts";

/** Why a step came to nothing: it failed, or an expression of the plan has no value. */
export type StepError = EffectFailed | NoValue;

/** Whether it is a step that came to nothing, and not a mistake of ours. */
export function isStepError(error: unknown): error is StepError {
  return error instanceof EffectFailed || error instanceof NoValue;
}

/** Characters of an error that a state keeps: what a program says of itself may be a book. */
const KEPT = 2_000;

/** What a step came to nothing for, where it is known which step that is. */
export function wordsOf({ message }: StepError): string {
  return shorten(message, KEPT, { keep: "start" });
}

/** What a step came to nothing for, in a sentence that names it. */
export function stepWordsOf(error: StepError): string {
  const words = error instanceof EffectFailed ? `step \`${error.key}\` failed: ${error.message}` : error.message;
  return shorten(words, KEPT, { keep: "start" });
}
