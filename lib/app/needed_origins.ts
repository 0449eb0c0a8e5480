import type { RunHead, Store } from "../store/store.ts";

/** Rows that are read at a time. */
const ROWS = 500;

/**
 * Runs that a fork still needs: it begins with the state its origin had, and takes outcomes of its origin until it has
 * committed a state of its own. An origin that had none of its own by the row it was forked at hands on what its own
 * origin had. Nothing is needed by a fork that was cancelled: it is never driven again, whatever it might adopt.
 */
export async function neededOrigins(store: Store, fork: RunHead): Promise<readonly number[]> {
  return fork.status === "cancelled" ? [] : await above(store, fork, Infinity);
}

async function above(store: Store, { id, origin }: RunHead, upTo: number): Promise<readonly number[]> {
  if (!origin || await hasOwnState(store, id, upTo)) return [];
  return [origin.run, ...await above(store, await store.run(origin.run), origin.seq)];
}

/** Whether a run has committed a state up to a row; the one that its first row may hold is its origin's. */
async function hasOwnState(store: Store, run: number, upTo: number): Promise<boolean> {
  for (let last = 0;;) {
    const rows = await store.entries(run, last, ROWS);
    const first = rows.find(({ type, state }) => type !== "begin" && state !== undefined);
    if (first) return first.seq <= upTo;
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < ROWS || last >= upTo) return false;
  }
}
