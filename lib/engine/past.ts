import type { End, Entry } from "../plan/mod.ts";
import type { Tries } from "./retry.ts";
import { counts } from "./retry.ts";

/** Rows that a program waits for. */
export function isOutcome({ type, key }: Entry): boolean {
  return type === "result" || type === "done" || (type === "took" && key !== undefined);
}

/** Whether a row says that a step came to nothing that could be used. */
export function isInVain({ type, value }: Entry): boolean {
  return type !== "took" && (value as { readonly type?: string } | undefined)?.type !== "value";
}

/**
 * Steps that a failed run tries once more when it is opened again: the one that failed it, those whose failures came
 * after that one and so reached nobody, and all failures after which nothing more was achieved. The one that failed it
 * may have come to something that was of no use to its program: it is asked again where that costs nothing. Where the
 * time of a part was over, and nobody says what else is to be tried, that part has its time anew.
 */
export function stepsAgain(tail: readonly Entry[], { cause, again }: End): readonly string[] {
  const rows = new Past().learn(tail).rows, inVain = rows.map(isInVain);
  const lastOf = (own: string) =>
    rows.findLastIndex(({ key, type }, i) => key === own && (inVain[i] || type === "done"));
  const step = lastOf(cause), culprit = step < 0 && !again ? lastOf(`${cause}/timeout`) : step;
  const since = inVain.lastIndexOf(false) + 1, from = culprit < 0 ? since : Math.min(culprit, since);
  const named = new Set(again ?? []), isAgain = (i: number) => i >= from && (inVain[i] || i === culprit);
  return [...new Set(rows.flatMap(({ key }, i) => isAgain(i) || named.has(key!) ? [key!] : []))];
}

/** What was tried before at a step, since the last commit. */
export interface Tried extends Tries {
  /** Attempts that came to an end, whatever it was: tells an attempt from the one before it. */
  readonly attempts: number;
  /** Milliseconds since 1970 before which it is not tried again. */
  readonly notBefore: number;
}

/** A step that was never tried. */
const NEVER: Tried = { failures: 0, counted: 0, attempts: 0, notBefore: 0 };

/** What earlier lives of a run have tried. */
export class Past {
  readonly #tried = new Map<string, Tried>();

  /**
   * Learns from the journal after the cursor, and gives the rows that are handed out. From `anew` on the journal tells
   * of a life in which a step had failed that is now asked again: what followed from that may never be asked for.
   */
  learn(tail: readonly Entry[]): { readonly rows: readonly Entry[]; readonly anew: number } {
    const again = askedAgain(tail), rows: Entry[] = [];
    let anew = Infinity;
    for (const entry of tail) {
      const isOver = entry.key !== undefined && entry.seq < (again.get(entry.key) ?? 0);
      if (entry.type === "failure") this.#failed(entry, { isOver });
      if (!isOutcome(entry)) continue;
      if (!isOver) rows.push(entry);
      else {
        this.#tried.set(entry.key!, { ...NEVER, attempts: this.of(entry.key!).attempts + 1 });
        anew = Math.min(anew, entry.seq);
      }
    }
    return { rows, anew };
  }

  /** How often a step was tried, and when it may be tried next. */
  of(key: string): Tried {
    return this.#tried.get(key) ?? NEVER;
  }

  /** A commit: keys before it are past. */
  forget(): void {
    this.#tried.clear();
  }

  #failed({ key, value }: Entry, { isOver }: { readonly isOver: boolean }): void {
    const { at, code } = value as { readonly at: number; readonly code: string };
    const { failures, counted, attempts } = this.of(key!), more = counts(code) ? 1 : 0;
    const tries = isOver ? NEVER : { failures: failures + 1, counted: counted + more, notBefore: at };
    this.#tried.set(key!, { ...tries, attempts: attempts + 1 });
  }
}

/** Steps that a reopened run tries once more, by the row that says so. */
export function askedAgain(tail: readonly Entry[]): ReadonlyMap<string, number> {
  const again = new Map<string, number>();
  for (const { type, seq, value } of tail) {
    if (type !== "reopen") continue;
    for (const key of (value as { readonly again?: readonly string[] }).again ?? []) again.set(key, seq);
  }
  return again;
}
