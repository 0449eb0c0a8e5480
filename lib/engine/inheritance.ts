import type { Json } from "../base/json.ts";
import type { Entry, Outcome } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { hashOf } from "./effect_hash.ts";
import type { Flight, Landed } from "./flight.ts";
import { isOutcome, Past } from "./replay.ts";
import type { Issued } from "./scheduler.ts";

/** What a fork's replay needs from its driver. */
export interface Heir {
  waitingAt(key: string): Issued | undefined;
  /** Commits the row as the fork's own and hands it out. */
  reuse(entry: Entry): Promise<void>;
}

/**
 * Outcomes a fork takes from its origin for nothing: those between the origin's cursor and the row it was forked at.
 * They are handed out in the origin's order; one the fork does not ask for yet is kept until it does.
 */
export class Inheritance {
  #rows: readonly Entry[];
  readonly #kept = new Map<string, Entry>();

  constructor(rows: readonly Entry[]) {
    this.#rows = rows;
  }

  /** What is left to inherit; undefined for a run that is no fork or has committed a state of its own. */
  static async of(store: Store, run: RunHead, tail: readonly Entry[]): Promise<Inheritance | undefined> {
    if (!run.origin || tail.some(({ type, state }) => state !== undefined && type !== "begin")) return undefined;
    if (tail[0]?.type !== "begin") return undefined;
    const all = (await store.entries(run.origin.run, 0)).filter(({ seq }) => seq <= run.origin!.seq);
    const cursor = all.findLast(({ state }) => state !== undefined)?.seq ?? 0;
    const own = new Set(tail.filter(isOutcome).map(nameOfRow));
    const rows = new Past().learn(all.filter(({ seq }) => seq >= cursor));
    return new Inheritance(rows.filter((row) => row.type !== "took" && !own.has(nameOfRow(row)) && !hasFailed(row)));
  }

  /** Hands out, in the origin's order, what the fork asks for in the same way. */
  async replay(heir: Heir): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    for (const row of rows) {
      const issued = heir.waitingAt(row.key!);
      if (issued?.what === "effect" && hashOf(issued.effect) === row.hash) await heir.reuse(row);
      else this.#kept.set(nameOfRow(row), row);
    }
  }

  /** The kept outcome of what a flight asks for. */
  find({ key, hash }: Flight): Entry | undefined {
    return this.#kept.get(`${hash} ${key}`);
  }

  /** An inherited outcome as it lands. */
  landed(flight: Flight, entry: Entry): Landed {
    return { landed: "outcome", flight, outcome: entry.value as unknown as Outcome<Json>, reused: true };
  }

  /** A commit: keys before it are past. */
  forget(): void {
    this.#kept.clear();
  }
}

function nameOfRow({ key, hash }: Entry): string {
  return `${hash} ${key}`;
}

function hasFailed({ value }: Entry): boolean {
  return (value as { readonly type?: string } | undefined)?.type === "failed";
}
