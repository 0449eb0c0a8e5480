import type { Entry } from "../plan/mod.ts";

/**
 * Working time of a run in its earlier lives, as its journal tells it: read forward, row by row, beside a replay. Each life
 * counts as much as was booked for it, the time after its last row included, in which nothing changed.
 */
export class PastWork {
  readonly #rows: readonly Entry[];
  /** Working time of the run when each life began, and now. */
  readonly #walls: readonly number[];
  #place = 0;
  #life = 0;
  #at: number | undefined;
  #now = 0;
  /** What it comes to by the end of the life that is looked at. */
  #most = Infinity;

  /** `wall`: working time of the run by now. */
  constructor(rows: readonly Entry[], wall: number) {
    this.#rows = rows;
    this.#walls = [...rows.flatMap((row) => row.type === "drive" ? [wallIn(row)] : []), wall];
  }

  /** Milliseconds of work from the first row to where it stands. */
  get now(): number {
    return this.#now;
  }

  /** Goes on to a row. `works`: whether anything was done since the row that it stands at. */
  passTo(seq: number, works: () => boolean): void {
    for (let row = this.#rows[this.#place]; row && row.seq <= seq; row = this.#rows[++this.#place]) {
      if (row.type === "drive") this.#begin(row);
      else if (isOfALife(row)) this.#pass(row.at, works);
    }
  }

  /** Goes on to the end. */
  pass(works: () => boolean): void {
    this.passTo(Infinity, works);
    this.#close();
  }

  #begin({ at }: Entry): void {
    this.#close();
    const before = this.#walls[this.#life]!, after = this.#walls[++this.#life]!;
    this.#most = this.#now + Math.max(0, after - before);
    this.#at = at;
  }

  #close(): void {
    if (this.#most < Infinity) this.#now = this.#most;
  }

  #pass(at: number, works: () => boolean): void {
    const since = this.#at ?? at;
    // Where the calendar was put back nothing is known of the time since the row before.
    this.#at = at;
    if (at > since && works()) this.#now = Math.min(this.#most, this.#now + at - since);
  }
}

function wallIn({ value }: Entry): number {
  return (value as { readonly wall?: number } | null | undefined)?.wall ?? 0;
}

/** Others than the driver may write between two lives. */
function isOfALife({ type, key }: Entry): boolean {
  return key !== undefined || (type !== "took" && type !== "reopen");
}
