import type { Limits } from "../plan/mod.ts";
import type { Clock } from "./clock.ts";

/** How often the inbox is looked at, in milliseconds. */
const LOOK = 100;

/** What a watch looks at. */
export interface Watched {
  readonly look: () => Promise<void>;
  readonly limits: () => Limits;
  readonly clock: Clock;
  readonly now: () => number;
}

/** Time that ran out. */
export interface TimeUp {
  readonly dimension: "wall" | "deadline";
  readonly limit: number;
  readonly used: number;
}

/** Looks at a run's inbox, its working time and its deadline while it is driven. */
export class Watch {
  readonly #watched: Watched;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Begins; tells once when time is up, or that looking failed. */
  start(tell: { readonly timeUp: (used: TimeUp) => void; readonly failed: (error: unknown) => void }): void {
    const { limits, clock, now, look } = this.#watched;
    const { wall = Infinity, deadline = Infinity } = limits(), at = now();
    if (this.#closed) return;
    if (at >= deadline) return tell.timeUp({ dimension: "deadline", limit: deadline, used: at });
    if (clock.used >= wall) return tell.timeUp({ dimension: "wall", limit: wall, used: clock.used });
    this.#timer = setTimeout(() => {
      look().then(() => this.start(tell), tell.failed);
    }, Math.min(LOOK, deadline - at, wall - clock.used));
  }

  /** Ends it. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }
}
