/** Milliseconds between two looks at a lock: few at first, when it may be free in a moment. */
const SHORTEST = 10, LONGEST = 200;

/**
 * How long a lock of another process is borne. It is looked at now and then instead of waited for, because a busy wait
 * blocks the whole event loop. The time counts from the first meeting until {@link Patience.end}, over all that is
 * tried meanwhile: what comes after a writer that gave up does not wait as long again.
 */
export class Patience {
  readonly #total: number;
  #began = 0;
  #latest = -Infinity;
  #looks = 0;

  /** `total`: milliseconds. */
  constructor(total: number) {
    this.#total = total;
  }

  /** The lock was met: how many milliseconds to sleep before the next look; undefined when that was the last. */
  next(now: number = performance.now()): number | undefined {
    // A lock that nobody has met for so long is another one.
    if (now - this.#latest > this.#total) this.#began = now, this.#looks = 0;
    this.#latest = now;
    if (now - this.#began >= this.#total) return undefined;
    return Math.min(LONGEST, SHORTEST * 2 ** this.#looks++);
  }

  /** The lock is gone. */
  end(): void {
    this.#latest = -Infinity;
  }
}
