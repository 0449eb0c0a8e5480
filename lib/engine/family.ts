import type { Wall } from "../store/store.ts";
import type { Clock } from "./clock.ts";

interface Member {
  readonly clock: Clock;
  readonly run: number;
  readonly wake: () => void;
}

/** What the drivers of one tree of runs share: they spend the same budgets, so one's settling may free another. */
export class Family {
  /** Paid calls in the air, in any of them. */
  paid = 0;
  readonly #members = new Set<Member>();
  /** Working times of runs that have left, until they are stored. */
  readonly #left = new Map<number, number>();

  /** How many are driven. */
  get size(): number {
    return this.#members.size;
  }

  /** Adds a driver; the result takes it out again. */
  join(member: Member): () => void {
    this.#members.add(member);
    return () => {
      this.#members.delete(member);
      this.#left.set(member.run, member.clock.used);
    };
  }

  /** A paid call has landed and is booked, or a limit is raised: others may try again. */
  settled(): void {
    for (const { wake } of this.#members) wake();
  }

  /** Working times of all runs driven here. */
  walls(): readonly Wall[] {
    const walls = new Map(this.#left);
    for (const { run, clock } of this.#members) walls.set(run, clock.used);
    return [...walls].map(([run, wall]) => ({ run, wall }));
  }

  /** These times are stored. */
  stored(walls: readonly Wall[]): void {
    for (const { run, wall } of walls) if (this.#left.get(run) === wall) this.#left.delete(run);
  }
}
