import type { Driving } from "../engine/host.ts";
import { StoreError } from "../store/store.ts";

/** What is under way in a loom: calls of its methods and runs that it drives. Its database is open until all have ended. */
export class Underway {
  readonly #work = new Set<Promise<unknown>>();
  readonly #runs = new Set<Pick<Driving, "stop">>();
  #isEnding = false;

  /** Whether nothing is. */
  get isIdle(): boolean {
    return this.#work.size === 0;
  }

  /** Does what the end has to wait for. Throws once that has begun. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isEnding) throw new StoreError("broken", "Cannot use the loom: it is closed; open another");
    return await this.#wait(work());
  }

  /** Takes a run that is driven until `end` is settled. */
  add(run: Pick<Driving, "stop">, end: Promise<unknown>): void {
    this.#runs.add(run);
    const leave = () => this.#runs.delete(run);
    void this.#wait(end).then(leave, leave);
    if (this.#isEnding) run.stop(BREAK_OFF);
  }

  /** Lets every run rest, its calls broken off, and waits until all has ended, well or not. */
  async end(): Promise<void> {
    this.#isEnding = true;
    for (const run of this.#runs) run.stop(BREAK_OFF);
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
  }

  async #wait<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
    }
  }
}

const BREAK_OFF = { stop: "pause", abort: true } as const;
