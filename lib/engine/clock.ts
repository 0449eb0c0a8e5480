/**
 * Working time of one run: it runs while work is ready or in flight, and stands while all only wait. It counts what
 * this machine was awake for, whatever is done to its calendar.
 */
export class Clock {
  #used: number;
  #since: number | undefined;

  /** `used` milliseconds are on it already. */
  constructor(used: number) {
    this.#used = used;
  }

  /** Milliseconds used so far. */
  get used(): number {
    return this.#used + (this.#since === undefined ? 0 : performance.now() - this.#since);
  }

  /** Puts milliseconds on it that were used before. */
  add(lost: number): void {
    this.#used += lost;
  }

  /** Lets it run. */
  run(): void {
    this.#since ??= performance.now();
  }

  /** Lets it stand. */
  stand(): void {
    this.#used = this.used;
    this.#since = undefined;
  }
}
