/**
 * Adding to the limits of a run. What is added is sent to the run, like everything people say to it: whoever drives the
 * run takes it in, and when nobody does, whoever sent it. So a raise is in the journal once, however often it is killed
 * in between.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Held } from "../engine/host.ts";
import { RunLocked, takeLease } from "../engine/host.ts";
import { addedIn, finishRaise, limitsNow, raiseOf } from "../engine/raise.ts";
import { restore } from "../engine/restore.ts";
import type { Limits } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import { isFinal } from "./ended_earlier.ts";
import { isDriven } from "./is_driven.ts";

/** Commits of a run's program that only prepare. */
export type OpeningOf = () => Promise<number>;

/** Adds to the limits of a run; says whether somebody drives it, who then takes it in. */
export async function addBudget(
  store: Store,
  run: RunHead,
  { add, openingOf }: { readonly add: Limits; readonly openingOf: OpeningOf },
): Promise<boolean> {
  const driven = isDriven(run), opening = driven ? 0 : await openingOf();
  await sendBudget(store, run, add);
  if (driven) return true;
  try {
    const held = await takeLease({ store }, run);
    try {
      await takeBudgets(store, held, opening);
    } finally {
      await store.release(run.driver, held.epoch);
    }
    return false;
  } catch (error) {
    if (error instanceof RunLocked) return true;
    throw error;
  }
}

/** Sends a run more budget. Throws a RangeError for one that cannot go on, and for what adds nothing. */
export async function sendBudget(store: Store, run: RunHead, add: Limits): Promise<void> {
  const value = addedIn(add as unknown as Json);
  if (Object.keys(value).length === 0) {
    throw new RangeError(`Cannot add nothing to the budget of \`${run.name}\`: give amounts above 0`);
  }
  if (isFinal(run)) {
    const why = run.parent ? "its parent has its end" : "nothing goes on from there";
    throw new RangeError(`Cannot add to the budget of \`${run.name}\`: it is ${run.status}, and ${why}`);
  }
  await store.send(run.id, { kind: "budget", value: value as unknown as Json });
}

/**
 * Takes in what was sent while nobody drove a run: a row for each, then the ledger. Says whether there was anything; what
 * a run is sent before its first row is left to its driver.
 */
export async function takeBudgets(store: Store, { run, epoch }: Held, opening: number): Promise<boolean> {
  const messages = (await store.inbox(run.id)).filter(({ kind }) => kind === "budget");
  if (messages.length === 0) return false;
  const { seq, codec, tail } = await restore(store, run), done = Math.max(0, codec.commits - opening);
  if (seq === 0) return false;
  await finishRaise(store, { run, epoch, tail });
  for (const [i, { id, kind, value }] of messages.entries()) {
    const raise = raiseOf(addedIn(value), await limitsNow(store, run.id), done);
    const taken = { kind, value, ...raise } as unknown as Json, at = Date.now();
    const entry = { seq: seq + 1 + i, type: "took" as const, at, value: taken };
    await store.append(run.id, epoch, [{ entry, takes: [id] }]);
    await store.raise(run.id, epoch, raise.add);
  }
  return true;
}
