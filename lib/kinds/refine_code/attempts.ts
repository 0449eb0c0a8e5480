import type { Booking, Call, CallBody, Outcome, Program } from "../../plan/mod.ts";
import { pauseAt } from "../pause_after.ts";
import type { CodeErrors } from "./code.ts";

/** A step that came to nothing, however often it was tried. */
export interface InVain {
  /** Key of the last attempt. */
  readonly key: string;
  /** Why. */
  readonly code: string;
  readonly message: string;
  /** How often it was tried. */
  readonly attempts: number;
}

/** What a step came to. */
export type Attempted<T> =
  | {
    readonly ok: true;
    readonly value: T;
    /** How often it was tried. */
    readonly attempts: number;
  }
  | { readonly ok: false; readonly vain: InVain };

/** One attempt. */
export interface Attempt {
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
}

/** Tries a step as often as it may be tried, with a pause in between that outlives a restart. */
export function* attempted<T>(
  key: string,
  { attempts, pause }: CodeErrors,
  once: (attempt: Attempt) => Program<Outcome<T>>,
): Program<Attempted<T>> {
  for (let attempt = 1;; attempt++) {
    const own = attempt === 1 ? key : `${key}/again/${attempt}`, outcome = yield* once({ key: own, attempt });
    if (outcome.type === "value") return { ok: true, value: outcome.value, attempts: attempt };
    const { code, message } = outcome.type === "failed"
      ? outcome.failure
      : { code: "unparsed", message: outcome.problem };
    if (attempt >= attempts) return { ok: false, vain: { key: own, code, message, attempts } };
    yield* pauseAt(attempt, { key: `${key}/pause/${attempt}`, first: pause });
  }
}

/** Calls a function of the user: metered where something is reserved for it. */
export function* called<T>(key: string, body: CallBody, reserve?: Booking): Program<Outcome<T>> {
  const effect: Call = { do: "call", key, input: null, ...(reserve ? { reserve } : {}) };
  return (yield { say: "perform", effect, body }) as Outcome<T>;
}

/** What went wrong, for people. */
export function wordsOf({ key, message, attempts }: InVain): string {
  return `step \`${key}\` failed: ${message}${attempts > 1 ? ` (${attempts} attempts)` : ""}`;
}
