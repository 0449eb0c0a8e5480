import type { Rate } from "../base/rate.ts";

/** What a {@link Gate} lets through. */
export interface GateLimits {
  /** The most that may be inside at a time. */
  readonly concurrency?: number;
  /** The most that may enter within a stretch of time. */
  readonly rate?: Rate;
}

/** Time as a gate needs it. */
export interface GateClock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls `then` once `milliseconds` have passed; the result calls it off. */
  after(milliseconds: number, then: () => void): () => void;
}

/** A place that only so many may be in at a time, entered in the order of asking. */
export interface Gate {
  /** Waits for room; the result is called to leave. An abort while waiting gives up the place in the queue. */
  enter(signal: AbortSignal): Promise<() => void>;
}

const CLOCK: GateClock = {
  now: () => performance.now(),
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds);
    return () => clearTimeout(timer);
  },
};

/**
 * A gate to be shared by all calls that a provider counts together.
 *
 * @throws {RangeError} for limits that would let nothing through.
 */
export function gate({ concurrency = Infinity, rate }: GateLimits, clock: GateClock = CLOCK): Gate {
  if (!(concurrency >= 1)) {
    throw new RangeError(`Cannot make a gate for ${concurrency} calls at a time: give 1 or more`);
  }
  const queue: (() => void)[] = [], starts = rate && pacing(rate, clock);
  let inside = 0, callOff: (() => void) | undefined;

  function pump(): void {
    callOff?.();
    callOff = undefined;
    while (queue.length > 0 && inside < concurrency) {
      const wait = starts?.wait() ?? 0;
      if (wait > 0) {
        callOff = clock.after(wait, pump);
        return;
      }
      starts?.note(), inside++;
      queue.shift()!();
    }
  }

  function leaving(): () => void {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false, inside--;
      pump();
    };
  }

  async function enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<() => void>();
    const start = () => resolve(leaving());
    const giveUp = () => {
      const place = queue.indexOf(start);
      if (place < 0) return;
      queue.splice(place, 1);
      reject(signal.reason);
      pump();
    };
    queue.push(start);
    signal.addEventListener("abort", giveUp, { once: true });
    pump();
    return await promise.finally(() => signal.removeEventListener("abort", giveUp));
  }

  return { enter };
}

interface Pacing {
  /** Milliseconds until one more may start. */
  wait(): number;
  /** One more has started. */
  note(): void;
}

function pacing(rate: Rate, clock: GateClock): Pacing {
  if (!(rate.starts >= 1)) throw new RangeError(`Cannot make a gate for ${rate.starts} starts: give 1 or more`);
  const starts: number[] = [];
  return {
    wait() {
      while (starts.length > 0 && starts[0]! + rate.per <= clock.now()) starts.shift();
      return starts.length < rate.starts ? 0 : starts[0]! + rate.per - clock.now();
    },
    note: () => void starts.push(clock.now()),
  };
}
