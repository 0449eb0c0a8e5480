/**
 * Raising limits. The row of the message that asks for it says so first, with the limits as they were; then the ledger
 * is changed. Whoever finds the row and limits that still are as they were makes up for what a kill in between has left
 * undone.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Dimension, Entry, Limits } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";

/** What is added, by dimension; a deadline is set. */
export type Added = { readonly [D in Dimension]?: number };

const DIMENSIONS: readonly Dimension[] = ["usd", "tokens", "calls", "iterations", "wall", "deadline"];

/** A raise as its row holds it. */
export interface Raise {
  readonly add: Added;
  /** The limits that are raised, as they were. */
  readonly from: Limits;
}

/** What may be added of what was sent: whole amounts of known dimensions. */
export function addedIn(value: Json): Added {
  const sent = (typeof value === "object" && value !== null ? value : {}) as { readonly [D in Dimension]?: Json };
  const added: { [D in Dimension]?: number } = {};
  for (const dimension of DIMENSIONS) {
    const amount = Object.hasOwn(sent, dimension) ? sent[dimension] : undefined;
    if (typeof amount === "number" && amount > 0 && Number.isFinite(amount)) added[dimension] = Math.round(amount);
  }
  return added;
}

/** The row of a raise. Iterations are not in the ledger: a limit on them that is new begins at those that are done. */
export function raiseOf(add: Added, limits: Limits, done: number): Raise {
  const { iterations } = add, from: { [D in Dimension]?: number } = {};
  for (const dimension of DIMENSIONS) {
    if (add[dimension] !== undefined && limits[dimension] !== undefined) from[dimension] = limits[dimension];
  }
  if (iterations === undefined || limits.iterations !== undefined) return { add, from };
  return { add: { ...add, iterations: iterations + done }, from };
}

/** The limits of a run now. */
export async function limitsNow(store: Store, run: number): Promise<Limits> {
  return (await store.purses(run))[0]!.limits;
}

/** Makes up for a raise that a row of the journal tells of and that never reached the ledger. Gives the limits now. */
export async function finishRaise(
  store: Store,
  { run, epoch, tail }: { readonly run: RunHead; readonly epoch: number; readonly tail: readonly Entry[] },
): Promise<Limits> {
  const raise = tail.map(raiseIn).findLast((found) => found !== undefined);
  if (!raise) return run.ledger.limits;
  const limits = await limitsNow(store, run.id), dimensions = DIMENSIONS.filter((one) => raise.add[one] !== undefined);
  if (!dimensions.every((one) => limits[one] === raise.from[one])) return limits;
  await store.raise(run.id, epoch, raise.add);
  return await limitsNow(store, run.id);
}

function raiseIn({ type, value }: Entry): Raise | undefined {
  if (type !== "took") return undefined;
  const raise = value as Partial<Raise> | null | undefined;
  return raise?.add && raise.from ? { add: raise.add, from: raise.from } : undefined;
}
