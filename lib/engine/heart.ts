import type { RunHead } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import type { Family } from "./family.ts";
import { HEARTBEAT, LEASE_TTL } from "./lease.ts";
import type { World } from "./world.ts";

/** Whose lease is kept alive. */
export interface Beating {
  readonly world: Pick<World, "store">;
  readonly run: RunHead;
  readonly epoch: number;
  readonly family: Family;
}

/**
 * Keeps a lease alive and stores working times. A beat that fails is made up for by the next; only when none has
 * succeeded for as long as a lease lasts is the run given up.
 */
export class Heart {
  readonly #beating: Beating;
  readonly #lost: (error: unknown) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #heard = performance.now();
  #isBeating = false;

  /** `lost` is told when the lease is. */
  constructor(beating: Beating, lost: (error: unknown) => void) {
    this.#beating = beating;
    this.#lost = lost;
    this.#timer = setInterval(() => void this.#try(), HEARTBEAT);
  }

  /** Ends it. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** One beat. */
  async beat(): Promise<void> {
    const { world, run, epoch, family } = this.#beating, walls = family.walls();
    const isOurs = await world.store.beat(run.driver, epoch, { ttl: LEASE_TTL, walls });
    if (!isOurs) {
      const message = `Cannot go on with \`${run.name}\`: another process has taken it over`;
      return this.#lost(new StoreError("fenced", message));
    }
    family.stored(walls);
    this.#heard = performance.now();
  }

  async #try(): Promise<void> {
    if (this.#isBeating) return;
    this.#isBeating = true;
    try {
      await this.beat();
    } catch (error) {
      if (!(error instanceof StoreError) || performance.now() - this.#heard > LEASE_TTL) this.#lost(error);
    } finally {
      this.#isBeating = false;
    }
  }
}
