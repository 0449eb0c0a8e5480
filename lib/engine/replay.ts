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

/** A row that the program does not ask for. */
export function unasked(run: RunHead, entry: Entry): ReplayMismatch {
  return new ReplayMismatch(run, entry, "the program does not ask for this step");
}

/**
 * Rows of a journal on their way back to the program that asked for them. Nothing is performed before the last of
 * them is handed out.
 */
export class Reading {
  readonly #rows: readonly Entry[];
  readonly #anew: number;
  readonly #takes: ReadonlySet<string>;
  #at = 0;

  /** From row `anew` on nothing is {@link isSure}. */
  constructor(rows: readonly Entry[], anew: number) {
    this.#rows = rows;
    this.#anew = anew;
    this.#takes = new Set(rows.flatMap(({ type, key }) => type === "took" ? [key!] : []));
  }

  /** The next row; undefined after the last. */
  next(): Entry | undefined {
    return this.#rows[this.#at++];
  }

  /** Whether the program has to ask for this row; otherwise it may never come to that. */
  isSure({ seq }: Entry): boolean {
    return seq < this.#anew;
  }

  /** Rows that were not handed out yet. */
  rest(): readonly Entry[] {
    return this.#rows.slice(this.#at);
  }

  /**
   * Whether a take found nothing, and so left no row: the program went on from it at once, as rows that came later
   * show. When there are none, nothing tells that it went on.
   */
  foundNothing(key: string): boolean {
    return this.#at < this.#rows.length && !this.#takes.has(key);
  }

  /** Nothing more is handed out. */
  close(): void {
    this.#at = this.#rows.length;
  }
}
