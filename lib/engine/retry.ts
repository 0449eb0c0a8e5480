import { canRetry, ModelError } from "../models/model.ts";
import type { Failure } from "../plan/mod.ts";
import type { RetryPolicy } from "./world.ts";

/** What is done about a failed attempt. */
export type Verdict =
  | { readonly retry: true; readonly failure: Failure; readonly wait: number }
  | { readonly retry: false; readonly failure: Failure };

/**
 * Decides by the failure's own policy. A lost network is tried for ever: the wall and the deadline end that. Everything
 * else that can pass is tried a bounded number of times, with doubled, jittered pauses.
 */
export function judge(error: unknown, failures: number, { attempts, base, cap }: RetryPolicy): Verdict {
  const failure = failureOf(error);
  if (!(error instanceof ModelError) || !canRetry(error.failure)) return { retry: false, failure };
  if (error.failure !== "network" && failures + 1 >= attempts) {
    return { retry: false, failure: { ...failure, message: `${failure.message} (${failures + 1} attempts)` } };
  }
  const pause = Math.min(cap, base * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2);
  return { retry: true, failure, wait: Math.min(cap, error.retryAfter ?? pause) };
}

/** Anything thrown, as a failure that can be stored. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ModelError) return { code: error.failure, message: error.message };
  if (error instanceof Error) {
    return { code: codeOf(error), message: `${error.name === "Error" ? "" : `${error.name}: `}${error.message}` };
  }
  return { code: "thrown", message: String(error) };
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "thrown";
}
