import { setImmediate } from "node:timers/promises";

/** Turns of the event loop without any sign of life after which nothing more comes by itself. */
const CALM = 3;

/** Knows whether something is going on. */
export class Bustle {
  #signs = 0;
  #busy = 0;

  /** Something happened. */
  sign(): void {
    this.#signs++;
  }

  /** Work that is going on until it settles. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work;
    } finally {
      this.#busy--;
      this.#signs++;
    }
  }

  /** Waits until nothing goes on, and nothing has begun for some turns of the event loop. */
  async calm(): Promise<void> {
    for (let calm = 0; calm < CALM;) {
      const before = this.#signs;
      await setImmediate();
      calm = this.#busy === 0 && this.#signs === before ? calm + 1 : 0;
    }
  }
}
