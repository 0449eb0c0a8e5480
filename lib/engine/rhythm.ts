import { setImmediate } from "node:timers/promises";
import { Bell } from "./bell.ts";
import { Clock } from "./clock.ts";
import type { DriverParts } from "./deck.ts";
import type { Standing } from "./standing.ts";

/** The longest a driver goes on without letting timers and signals in, in milliseconds. */
const BREATH = 20;

/** When one driver works, sleeps and lets others have their turn. */
export class Rhythm {
  readonly bell: Bell = new Bell();
  readonly clock: Clock;
  readonly #parts: DriverParts;
  #breathed = performance.now();
  #standing: Standing = "working";

  constructor(parts: DriverParts) {
    this.#parts = parts;
    this.clock = new Clock(parts.run.ledger.wall);
  }

  /** What the run was about when it was last looked at. */
  get standing(): Standing {
    return this.#standing;
  }

  /** Whether others should have their turn. */
  get isTired(): boolean {
    return performance.now() - this.#breathed > BREATH;
  }

  /** Sleeps until the bell rings; working time stands while all only wait. */
  async sleep(standing: Standing): Promise<void> {
    if (standing === "waiting") this.clock.stand();
    if (standing !== this.#standing) await this.#show(standing);
    await this.bell.rung();
    this.clock.run();
  }

  /** Lets one macrotask pass: timers, signals, and calls that come down together. */
  async breathe(): Promise<void> {
    await setImmediate();
    this.#breathed = performance.now();
  }

  async #show(standing: Standing): Promise<void> {
    const { run, epoch, world, changed } = this.#parts, wasBusy = isBusy(this.#standing);
    this.#standing = standing;
    changed?.();
    if (wasBusy !== isBusy(standing)) await world.store.setWaiting(run.id, epoch, wasBusy);
  }
}

/** Whether something is in the air. */
function isBusy(standing: Standing): boolean {
  return standing === "working" || standing === "resting";
}
