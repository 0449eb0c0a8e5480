import { callClock, timeOver } from "./call_clock.ts";
import type { ToolResult } from "./tool.ts";

/** Whose call it is, and how long it may take. */
export interface CallLimit {
  /** Name of the tool. */
  readonly name: string;
  /** Milliseconds it may take. Absent: as many as it takes. */
  readonly timeout?: number | undefined;
  /** Ends it earlier. */
  readonly signal: AbortSignal;
}

/** Makes a call of a tool within its time. One that was ended because that is over is told as `timeout`, with the limit. */
export async function callInTime(
  { name, timeout, signal: caller }: CallLimit,
  call: (signal: AbortSignal) => Promise<ToolResult>,
): Promise<ToolResult> {
  using clock = callClock(timeout, caller);
  const late = (said: string): ToolResult | undefined => {
    const over = timeOver(clock.signal);
    return over && { ok: false, code: "timeout", message: `The tool \`${name}\` failed: ${over.message}${said}` };
  };
  try {
    const result = await call(clock.signal);
    return result.ok || result.code !== "aborted" ? result : late(`: ${result.message}`) ?? result;
  } catch (error) {
    const told = error === clock.signal.reason ? late("") : undefined;
    if (told) return told;
    throw error;
  }
}

/** Milliseconds that work has to come down when its time is over, before it is left alone. */
const GRACE = 2_000;

/**
 * Waits for work that may pay no heed to the signal: when that ends it for its time and it goes on, it is left alone.
 *
 * @throws {TimeOver} when the time is over, whatever the work throws then.
 */
export async function unlessLate<T>(signal: AbortSignal, work: () => Promise<T>, grace: number = GRACE): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const onAbort = (): void => {
    const over = timeOver(signal);
    if (over) leaving = setTimeout(() => reject(over), grace);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  onAbort();
  try {
    return await Promise.race([work(), promise]);
  } catch (error) {
    throw timeOver(signal) ?? error;
  } finally {
    clearTimeout(leaving);
    signal.removeEventListener("abort", onAbort);
  }
}
