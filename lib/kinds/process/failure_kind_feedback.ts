/** What the next attempt of a task is told of those before it. */
import { extractEnds } from "./extract_ends.ts";
import { failureKind } from "./failure_kind.ts";

/** An attempt that came to nothing. */
export interface FailedAttempt {
  /** Which one, from 1. */
  readonly attempt: number;
  /** Name of the model that made it, where one did. */
  readonly model?: string;
  /** What the verification said. */
  readonly feedback?: string;
  /** Why it broke off. */
  readonly error?: string;
}

/** Attempts that are told in full; of older ones the kind alone. */
const IN_FULL = 3;
/** Characters of what is told of one. */
const TOLD = 3_000;

/** What earlier attempts came to, in words; empty where there were none. */
export function feedbackOf(attempts: readonly FailedAttempt[]): string {
  if (attempts.length === 0) return "";
  const older = attempts.slice(0, -IN_FULL), newest = attempts.slice(-IN_FULL);
  const times = attempts.length === 1 ? "once" : `${attempts.length} times`;
  return [
    `This task was tried ${times} before, and what came of it was not taken. Do not repeat what failed.`,
    ...older.map((one) => `Attempt ${one.attempt}: ${failureKind(wordsOf(one)).kind}.`),
    ...newest.map(told),
  ].join("\n\n");
}

function told(one: FailedAttempt): string {
  const { attempt, error, feedback } = one, { hint } = failureKind(wordsOf(one));
  return [
    `Attempt ${attempt}:`,
    ...(error === undefined ? [] : [`It broke off: ${extractEnds(error, TOLD)}`]),
    ...(feedback === undefined || feedback === "" ? [] : [extractEnds(feedback, TOLD)]),
    `What to try: ${hint}`,
  ].join("\n");
}

function wordsOf({ error = "", feedback = "" }: FailedAttempt): string {
  return `${error}\n${feedback}`;
}
