import type { Effect, Entry } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { Changed } from "./adoption.ts";
import { lastAdoption, stillCounts } from "./adoption.ts";
import type { Flight, Landed } from "./flight.ts";
import { isInVain, Past } from "./past.ts";
import { withoutWork } from "./past_work.ts";
import { restore } from "./restore.ts";

/**
 * Outcomes that a run may take for nothing when it asks for the same: those a fork's origin had after its last state,
 * those an earlier life of a reopened run had after a step that is now tried once more, and those a run had by the plan
 * that it does not follow any more.
 */
export class Inheritance {
  #rows: readonly Entry[];
  readonly #changed: Changed | undefined;
  readonly #kept = new Map<string, Entry>();

  /** `rows` are handed out in their order as far as they are asked for; see {@link rest}. */
  constructor(rows: readonly Entry[], changed?: Changed) {
    this.#rows = rows;
    this.#changed = changed;
  }

  /**
   * What is left to inherit after the last state; undefined for a run that follows the plan it followed then and is no
   * fork, or has committed a state of its own.
   */
  static async of(store: Store, run: RunHead, tail: readonly Entry[]): Promise<Inheritance | undefined> {
    const adoption = lastAdoption(tail), before = adoption ? tail.slice(0, adoption.at) : [];
    const isFork = run.origin !== undefined && tail[0]?.type === "begin";
    if (!adoption && !isFork) return undefined;
    const own = new Set(new Past().learn(tail.slice(before.length)).rows.map(nameOf));
    const earlier = new Past().learn(before).rows.filter((row) => !isInVain(row));
    const inherited = isFork ? await rowsOf(store, run.origin!) : [];
    const rows = [...new Map([...inherited, ...earlier].map((row) => [nameOf(row), row])).values()];
    return new Inheritance(rows.filter((row) => !own.has(nameOf(row))), adoption?.adopted.changed);
  }

  /** Whether an outcome of before may stand for this effect. */
  mayStandFor(effect: Effect): boolean {
    return this.#changed === undefined || stillCounts(effect, this.#changed);
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
  find({ key, hash, effect }: Flight): Entry | undefined {
    return this.mayStandFor(effect) ? this.#kept.get(`${hash} ${key}`) : undefined;
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

/** An outcome taken from elsewhere, as it lands. */
export function reuse(flight: Flight, entry: Entry): Landed {
  const outcome = withoutWork(entry.value) as unknown as Extract<Landed, { landed: "outcome" }>["outcome"];
  return { landed: "outcome", flight, outcome, reused: true };
}

function nameOf({ key, hash = "" }: Entry): string {
  return `${hash} ${key}`;
}
