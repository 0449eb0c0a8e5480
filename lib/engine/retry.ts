import { canRetry, ModelError } from "../models/model.ts";
import type { Failure } from "../plan/mod.ts";
import { StoreError } from "../store/store.ts";
import type { RetryPolicy } from "./world.ts";

/** How often a step has been tried in vain. */
export interface Tries {
  /** Failed attempts in a row: how long the next pause is. */
  readonly failures: number;
  /** Those of them that count towards the bound: answers that could not be used. */
  readonly counted: number;
}

/** What is done about a failed attempt. */
export type Verdict =
  | { readonly retry: true; readonly failure: Failure; readonly wait: number }
  | { readonly retry: false; readonly failure: Failure };

/** The longest that a provider may ask to be left alone, in milliseconds. */
const LONGEST_WISH = 3_600_000;

/**
 * Decides by the failure's own policy. A lost network, a provider that is down and one that wants to be left alone are
 * tried for ever, with doubled, jittered pauses up to the cap: the wall and the deadline end that. Answers that cannot
 * be used may cost, and are asked for a bounded number of times. What cannot pass is not tried again.
 */
export function judge(error: unknown, { failures, counted }: Tries, { attempts, base, cap }: RetryPolicy): Verdict {
  const failure = failureOf(error);
  if (!(error instanceof ModelError) || !canRetry(error.failure)) return { retry: false, failure };
  if (counts(error.failure) && counted + 1 >= attempts) {
    return { retry: false, failure: { ...failure, message: `${failure.message} (${counted + 1} attempts)` } };
  }
  const pause = base * 2 ** Math.min(failures, 20) * (0.5 + Math.random() / 2), wish = error.retryAfter ?? NaN;
  return { retry: true, failure, wait: wish >= 0 ? Math.min(wish, LONGEST_WISH) : Math.min(cap, pause) };
}

/** Whether a failure of this code counts towards the bound. */
export function counts(code: string): boolean {
  return code === "malformed";
}

/** Whether an error is the database's and not the step's: it stops driving, and nothing is written about it. */
export function isTrouble(error: unknown): boolean {
  return error instanceof StoreError && error.failure !== "not-found" && error.failure !== "taken";
}

/** Anything thrown, as a failure that can be stored. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ModelError) return { code: error.failure, message: error.message };
  if (error instanceof Error) {
    return { code: codeOf(error), message: `${error.name === "Error" ? "" : `${error.name}: `}${error.message}` };
  }
  return { code: "thrown", message: wordsOf(error) };
}

function wordsOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "something that has no words was thrown";
  }
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "thrown";
}
