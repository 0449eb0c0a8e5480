import type { Store } from "../../store/store.ts";
import { Loom, openLoom } from "../loom.ts";

/** A loom that is open, and how to say that it is not needed any more. */
export interface Hold {
  readonly loom: Loom;
  readonly release: () => Promise<void>;
}

/** Where the runs of a loop are kept: opened when there is something to do, closed when nothing is. */
export class Database {
  readonly #where: Store | Loom | string | undefined;
  #open: Promise<Loom> | undefined;
  #holds = 0;

  constructor(where: Store | Loom | string | undefined) {
    this.#where = where;
  }

  /** Opens it, or shares it with those who have. A loom that was handed in stays open. */
  async hold(): Promise<Hold> {
    const where = this.#where;
    if (where instanceof Loom) return { loom: where, release: () => Promise.resolve() };
    this.#holds++;
    try {
      const loom = await (this.#open ??= openLoom(
        where === undefined ? {} : typeof where === "string" ? { db: where } : { store: where },
      ));
      let isHeld = true;
      return {
        loom,
        release: async () => {
          if (!isHeld) return;
          isHeld = false;
          await this.#leave();
        },
      };
    } catch (error) {
      this.#open = undefined;
      this.#holds--;
      throw error;
    }
  }

  async #leave(): Promise<void> {
    if (--this.#holds > 0) return;
    const loom = await this.#open;
    // Somebody may have come meanwhile.
    if (this.#holds > 0) return;
    this.#open = undefined;
    await loom?.close();
  }
}
