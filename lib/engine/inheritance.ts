import type { Entry } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { Flight } from "./flight.ts";
import { isInVain, Past } from "./past.ts";
import { restore } from "./restore.ts";

/**
 * Outcomes that a run may take for nothing when it asks for the same: those a fork's origin had after its last state,
 * and those an earlier life of a reopened run had after a step that is now tried once more.
 */
export class Inheritance {
  #rows: readonly Entry[];
  readonly #kept = new Map<string, Entry>();

  /** `rows` are handed out in their order as far as they are asked for; see {@link rest}. */
  constructor(rows: readonly Entry[]) {
    this.#rows = rows;
  }

  /** What is left to inherit; undefined for a run that is no fork or has committed a state of its own. */
  static async of(store: Store, run: RunHead, tail: readonly Entry[]): Promise<Inheritance | undefined> {
    if (!run.origin || tail[0]?.type !== "begin") return undefined;
    const own = new Set(new Past().learn(tail).rows.map(nameOf)), rows = await rowsOf(store, run.origin);
    return new Inheritance(rows.filter((row) => !own.has(nameOf(row))));
  }

  /** Rows to be handed out now, once. */
  rest(): readonly Entry[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** Keeps an outcome until it is asked for. */
  keep(row: Entry): void {
    this.#kept.set(nameOf(row), row);
  }

  /** The kept outcome of what a flight asks for. */
  find({ key, hash }: Flight): Entry | undefined {
    return this.#kept.get(`${hash} ${key}`);
  }

  /** A commit: keys before it are past. */
  forget(): void {
    this.#kept.clear();
  }
}

/**
 * Outcomes between the last state a run had at a row and that row. What came to nothing is left out: a fork tries it
 * anew. A fork that has committed nothing adds to what it inherits itself.
 */
async function rowsOf(
  store: Store,
  { run: id, seq }: { readonly run: number; readonly seq: number },
): Promise<Entry[]> {
  const run = await store.run(id), { tail } = await restore(store, run, { upTo: seq });
  const own = new Past().learn(tail).rows.filter((row) => !isInVain(row)), names = new Set(own.map(nameOf));
  if (!run.origin || tail[0]?.type !== "begin") return own;
  return [...(await rowsOf(store, run.origin)).filter((row) => !names.has(nameOf(row))), ...own];
}

function nameOf({ key, hash = "" }: Entry): string {
  return `${hash} ${key}`;
}
