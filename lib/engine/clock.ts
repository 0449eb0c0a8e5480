/** Working time of one run: it runs while work is ready or in flight, and stands while all only wait. */
export class Clock {
  readonly #now: () => number;
  #used: number;
  #since: number | undefined;

  /** `used` milliseconds are on it already. */
  constructor(now: () => number, used: number) {
    this.#now = now;
    this.#used = used;
  }

  /** Milliseconds used so far. */
  get used(): number {
    return this.#used + (this.#since === undefined ? 0 : this.#now() - this.#since);
  }

  /** Lets it run. */
  run(): void {
    this.#since ??= this.#now();
  }

  /** Lets it stand. */
  stand(): void {
    this.#used = this.used;
    this.#since = undefined;
  }
}
