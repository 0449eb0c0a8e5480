/**
 * How long parts of a program may work: a clock for each, which runs while something is done for it.
 *
 * L1. A clock counts working time of the run: where that stands, all of them do.
 * L2. It stands while its part only waits for people and timers, or for child runs that do.
 * L3. It writes no row but the one that says that time is over. Rows of the steps of a part tell what its clock shows, so
 *     a later life goes on from the last of them: what was cut off after it is made anew and takes its time again.
 *
 * @module
 */
import type { Deck } from "./deck.ts";
import type { Flight } from "./flight.ts";
import type { PartsWorked } from "./past_work.ts";
import type { Turned } from "./scopes.ts";

/** Longer timers are armed in pieces. */
const LONGEST = 60_000;

/** The clock of one part. */
interface WorkClock {
  /** Milliseconds, up to `since`. */
  used: number;
  /** When it began to run; undefined while it stands. */
  since: number | undefined;
  /** The step that waits for its end. */
  flight?: Flight;
  timer?: ReturnType<typeof setTimeout>;
}

/** The clocks of one driver. */
export class WorkLimits {
  readonly #deck: Deck;
  readonly #clocks = new Map<string, WorkClock>();
  /** What the run's clock showed when this life began to perform; undefined before. */
  #begun: number | undefined;

  constructor(deck: Deck) {
    this.#deck = deck;
  }

  /** From here on the time of this life counts. */
  perform(): void {
    this.#begun = this.#deck.clock.used;
  }

  /** A part has begun to work, rests, or is measured no more. */
  turn({ key, is }: Turned): void {
    const clock = this.#clocks.get(key) ?? { used: 0, since: undefined };
    clearTimeout(clock.timer);
    if (is === "over") return void this.#clocks.delete(key);
    this.#clocks.set(key, clock);
    clock.used = this.#usedBy(clock);
    clock.since = is === "working" ? this.#now() : undefined;
    this.#arm(clock);
  }

  /** Before this life performs: what a part has worked in earlier ones. */
  set(key: string, worked: number): void {
    const clock = this.#clocks.get(key);
    if (clock) clock.used = worked;
  }

  /** What some parts have worked by now; undefined: there are none. */
  usedBy(keys: readonly string[]): PartsWorked | undefined {
    const clocks = keys.flatMap((key): readonly [string, WorkClock][] => {
      const clock = this.#clocks.get(key);
      return clock ? [[key, clock]] : [];
    });
    if (clocks.length === 0) return undefined;
    return Object.fromEntries(clocks.map(([key, clock]) => [key, Math.floor(this.#usedBy(clock))]));
  }

  /** A step waits until its part has worked for so long. */
  begin(flight: Flight): void {
    const clock = this.#clocks.get(flight.key)!;
    clock.flight = flight;
    this.#arm(clock);
  }

  /** Lets a step go. */
  drop({ key }: Flight): void {
    clearTimeout(this.#clocks.get(key)?.timer);
  }

  /** Lets all go. */
  close(): void {
    for (const { timer } of this.#clocks.values()) clearTimeout(timer);
    this.#clocks.clear();
  }

  #now(): number {
    return this.#begun === undefined ? 0 : this.#deck.clock.used - this.#begun;
  }

  #usedBy({ used, since }: WorkClock): number {
    return used + (since === undefined ? 0 : this.#now() - since);
  }

  #arm(clock: WorkClock): void {
    const { flight, since } = clock;
    clearTimeout(clock.timer);
    if (flight?.effect.do !== "worked" || flight.down || since === undefined) return;
    const left = flight.effect.duration - this.#usedBy(clock), look = () => this.#look(clock, flight);
    clock.timer = setTimeout(look, Math.max(0, Math.min(Math.ceil(left), LONGEST)));
  }

  #look(clock: WorkClock, flight: Flight): void {
    if (flight.effect.do === "worked" && this.#usedBy(clock) < flight.effect.duration) return this.#arm(clock);
    this.#deck.land({ landed: "outcome", flight, outcome: { type: "value", value: null } });
  }
}
