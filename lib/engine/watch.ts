import type { Limits } from "../plan/mod.ts";
import { StoreError } from "../store/store.ts";
import type { Clock } from "./clock.ts";

/** How often the inbox is looked at, in milliseconds. */
const LOOK = 100;
/** So many runs are looked at as often as that; more take turns. */
const AT_ONCE = 16;

/** What a watch looks at. */
export interface Watched {
  readonly look: () => Promise<void>;
  readonly limits: () => Limits;
  readonly clock: Clock;
  readonly now: () => number;
  /** Runs that are watched together with this one. */
  readonly company: () => number;
}

/** Time that ran out. */
export interface TimeUp {
  readonly dimension: "wall" | "deadline";
  readonly limit: number;
  readonly used: number;
}

/** What a watch tells. */
export interface WatchCalls {
  readonly timeUp: (used: TimeUp) => void;
  readonly failed: (error: unknown) => void;
}

/** Looks at a run's inbox, its working time and its deadline while it is driven. */
export class Watch {
  readonly #watched: Watched;
  readonly #tell: WatchCalls;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;
  #isUp = false;

  constructor(watched: Watched, tell: WatchCalls) {
    this.#watched = watched;
    this.#tell = tell;
  }

  /** Begins; tells when time is up, or that looking failed for another reason than the database's. */
  start(): void {
    if (this.#isClosed) return;
    const { look, company } = this.#watched, left = this.#timeLeft();
    const next = () =>
      look().then(() => this.start(), (error) => error instanceof StoreError ? this.start() : this.#tell.failed(error));
    this.#timer = setTimeout(next, Math.min(LOOK * Math.ceil(company() / AT_ONCE), left));
  }

  /** Ends it. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Milliseconds until time is up. Once it is, that is told, and people are still listened to. */
  #timeLeft(): number {
    const { limits, clock, now } = this.#watched, { wall = Infinity, deadline = Infinity } = limits(), at = now();
    if (this.#isUp) return Infinity;
    this.#isUp = at >= deadline || clock.used >= wall;
    if (!this.#isUp) return Math.min(deadline - at, wall - clock.used);
    this.#tell.timeUp(
      at >= deadline
        ? { dimension: "deadline", limit: deadline, used: at }
        : { dimension: "wall", limit: wall, used: Math.round(clock.used) },
    );
    return Infinity;
  }
}
