import { LONGEST_TIMER } from "../call_clock.ts";

/** When a call is given up. */
export interface DeadlineOptions {
  /** Milliseconds it may take. Absent: as many as it takes. */
  readonly timeout?: number;
  /** Gives it up earlier. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a call that may be given up. */
export type InTime<T> = { readonly done: T } | { readonly cut: "timeout" | "aborted" };

/**
 * Does the work until it is done, its time is up or the signal says so. What cannot be ended, such as looking up a
 * name, is left alone. What the work throws for any other cause is thrown.
 */
export async function deadline<T>(
  { timeout, signal }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<InTime<T>> {
  if (signal?.aborted) return { cut: "aborted" };
  const end = new AbortController(), { promise, resolve } = Promise.withResolvers<InTime<T>>();
  const cut = (why: "timeout" | "aborted"): void => {
    resolve({ cut: why });
    end.abort(new Error(`the call was given up: ${why}`));
  };
  const onAbort = (): void => cut("aborted"),
    timer = timeout === undefined ? undefined : setTimeout(() => cut("timeout"), Math.min(timeout, LONGEST_TIMER));
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, work(end.signal).then((done) => ({ done }))]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
    end.abort(new Error("the call is over"));
  }
}
