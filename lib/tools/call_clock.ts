/**
 * The time of a call. A call has one clock, which ends it by its signal. The clock stands still while the call waits for
 * the work of others, such as its turn in the workspace: who waits longer has no less time then.
 *
 * @module
 */
import { formatDuration } from "../base/duration.ts";

/** Why a signal ends a call: its time is over. */
export class TimeOver extends Error {
  /** Tells it from other errors. */
  override readonly name = "TimeOver";
  /** Milliseconds that the call had. */
  readonly limit: number;

  /** Says how long the call had. */
  constructor(limit: number) {
    super(`it did not end within ${formatDuration(limit)}`);
    this.limit = limit;
  }
}

/** The time of one call. */
export interface CallClock extends Disposable {
  /** Ends the call when its time is over, with a {@link TimeOver}, or when its caller ends it. */
  readonly signal: AbortSignal;
}

/** What may be done with a clock that runs. */
export interface Hands {
  /** Lets it stand, until all who stopped it have let it go. */
  stop(): void;
  /** Lets it go. */
  go(): void;
}

/** The clocks of calls, that of the caller among them, by the signals that they end. */
const clocks = new WeakMap<AbortSignal, readonly Hands[]>();

/** Milliseconds that a timer can be set to at most: set to more, it is up at once. */
export const LONGEST_TIMER: number = 2 ** 31 - 1;

/**
 * Starts the clock of a call.
 *
 * @param limit Milliseconds it may take; undefined: as many as it takes.
 * @param caller Ends it earlier.
 */
export function callClock(limit: number | undefined, caller: AbortSignal): CallClock {
  const own = new AbortController(), end = (): void => own.abort(caller.reason);
  const hands = limit === undefined ? undefined : timer(limit, () => own.abort(new TimeOver(limit)));
  clocks.set(own.signal, [...hands ? [hands] : [], ...clocks.get(caller) ?? []]);
  caller.addEventListener("abort", end, { once: true });
  if (caller.aborted) end();
  return {
    signal: own.signal,
    [Symbol.dispose]: () => {
      hands?.stop();
      caller.removeEventListener("abort", end);
    },
  };
}

/** A timer that can be stopped and goes on with what is left; several who stop it at once all have to let it go. */
function timer(limit: number, over: () => void): Hands {
  let left = limit, since = 0, held = 1, clock: ReturnType<typeof setTimeout> | undefined;
  const hands: Hands = {
    stop: () => {
      if (held++ > 0) return;
      clearTimeout(clock);
      left -= performance.now() - since;
    },
    go: () => {
      if (--held > 0) return;
      since = performance.now();
      clock = setTimeout(over, Math.min(Math.max(0, left), LONGEST_TIMER));
    },
  };
  hands.go();
  return hands;
}

/** Waits for the work of others: that is no time of the call that the signal belongs to, nor of its callers. */
export async function untimed<T>(signal: AbortSignal, wait: () => Promise<T>): Promise<T> {
  const stopped = clocks.get(signal) ?? [];
  for (const hands of stopped) hands.stop();
  try {
    return await wait();
  } finally {
    for (const hands of stopped) hands.go();
  }
}

/** Hangs a clock of whoever makes a call on the signal that it is made with: see {@link untimed}. The call has not begun. */
export function onUntimed(signal: AbortSignal, hands: Hands): void {
  clocks.set(signal, [...clocks.get(signal) ?? [], hands]);
}

/** What a signal has ended a call for. */
export function timeOver({ aborted, reason }: AbortSignal): TimeOver | undefined {
  return aborted && reason instanceof TimeOver ? reason : undefined;
}
