import type { Entry } from "../plan/mod.ts";
import type { RunHead } from "../store/store.ts";

/** The journal and the program do not agree: the program has changed since the run began. */
export class ReplayMismatch extends Error {
  /** Tells it from other errors. */
  override readonly name = "ReplayMismatch";
  /** Name of the run. */
  readonly run: string;
  /** Key of the step, where one is at fault. */
  readonly key: string | undefined;

  /** Says at which step and in what way. */
  constructor(run: RunHead, entry: Entry | undefined, what: string) {
    const at = entry ? ` at step \`${entry.key}\` (row ${entry.seq})` : "";
    super(
      `Cannot resume \`${run.name}\`${at}: ${what}; resume it with the program that began it (${run.program}), or fork it`,
    );
    this.run = run.name;
    this.key = entry?.key;
  }
}

/** Rows that a program waits for. */
export function isOutcome({ type, key }: Entry): boolean {
  return type === "result" || type === "done" || (type === "took" && key !== undefined);
}

/** Attempts that failed before, since the last commit. */
export class Past {
  readonly #failures = new Map<string, { failures: number; notBefore: number }>();

  /** Learns from the journal after the cursor, and gives the rows that are handed out. */
  learn(tail: readonly Entry[]): readonly Entry[] {
    const again = askedAgain(tail);
    for (const { type, key, seq, value } of tail) {
      if (type !== "failure" || key === undefined || seq < (again.get(key) ?? 0)) continue;
      const { at } = value as { readonly at: number };
      this.#failures.set(key, { failures: this.of(key).failures + 1, notBefore: at });
    }
    return tail.filter((entry) => isOutcome(entry) && entry.seq > (again.get(entry.key!) ?? 0));
  }

  /** How often a step has failed, and when it may be tried next. */
  of(key: string): { readonly failures: number; readonly notBefore: number } {
    return this.#failures.get(key) ?? { failures: 0, notBefore: 0 };
  }

  /** A commit: keys before it are past. */
  forget(): void {
    this.#failures.clear();
  }
}

/** Steps that a reopened run tries once more, by the row that says so. */
function askedAgain(tail: readonly Entry[]): ReadonlyMap<string, number> {
  const again = new Map<string, number>();
  for (const { type, seq, value } of tail) {
    if (type !== "reopen") continue;
    for (const key of (value as { readonly again?: readonly string[] }).again ?? []) again.set(key, seq);
  }
  return again;
}
