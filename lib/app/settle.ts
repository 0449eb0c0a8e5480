/**
 * Saying what calls really cost of which nothing is known: a process died while they were in the air, and what they
 * reserved stays charged until somebody looks at the provider's bill.
 *
 * @module
 */
import { usd } from "../base/money.ts";
import { takeLease } from "../engine/host.ts";
import type { Booking } from "../plan/mod.ts";
import type { OpenIntent, RunHead, Store } from "../store/store.ts";

/** A call of which nothing is known, and whose it is. */
export interface Unsettled extends OpenIntent {
  /** Name of the run that made it: the run itself or one of its children. */
  readonly name: string;
}

/** What calls cost. */
export interface Settlement {
  /** A step's key, or the number of its row. */
  readonly call: string;
  /** Nano-dollars. */
  readonly usd: number;
}

/** Calls of a run and its children of which nothing is known, oldest first. */
export async function unsettledCalls(store: Store, run: RunHead): Promise<readonly Unsettled[]> {
  const own = (await store.openIntents(run.id)).map((intent) => ({ ...intent, name: run.name }));
  const children = (await store.runs({ parent: run.id })).toReversed();
  return [...own, ...(await Promise.all(children.map((child) => unsettledCalls(store, child)))).flat()];
}

/**
 * Books what calls really cost and gives the rest of their reservations back. Nothing is written when a call that is
 * named is not unsettled. Throws `RunLocked` while somebody drives the run: then they are only in the air.
 *
 * @param others What every unsettled call cost that is not named, in nano-dollars; absent: they stay as they are.
 */
export async function settle(
  store: Store,
  run: RunHead,
  { settlements, others }: { readonly settlements: readonly Settlement[]; readonly others?: number },
): Promise<readonly Unsettled[]> {
  const held = await takeLease({ store }, run);
  try {
    const costs = costsOf(await unsettledCalls(store, run), settlements, others);
    for (const [id, calls] of Map.groupBy(costs, ({ call }) => call.run)) {
      let seq = (await store.load(id)).entries.at(-1)?.seq ?? 0;
      const at = Date.now();
      const writes = calls.map(({ call, usd }) => ({
        entry: {
          seq: ++seq,
          type: "settled" as const,
          key: call.key,
          at,
          ref: call.seq,
          booking: bookingOf(call, usd),
        },
      }));
      await store.append(id, held.epoch, writes);
    }
    return costs.map(({ call }) => call);
  } finally {
    await store.release(run.driver, held.epoch);
  }
}

interface KnownCost {
  readonly call: Unsettled;
  readonly usd: number;
}

function costsOf(
  open: readonly Unsettled[],
  settlements: readonly Settlement[],
  others: number | undefined,
): readonly KnownCost[] {
  const costs = new Map<Unsettled, number>();
  if (others !== undefined) { for (const call of open) costs.set(call, others); }
  for (const { call: named, usd: amount } of settlements) {
    const meant = open.filter(({ key, seq }) => key === named || String(seq) === named);
    if (meant.length === 0) {
      const known = open.map(({ key }) => `\`${key}\``).join(", ") || "none";
      throw new RangeError(`Cannot settle \`${named}\`: it is no unsettled call of the run (those are: ${known})`);
    }
    for (const call of meant) costs.set(call, amount);
  }
  return [...costs].map(([call, amount]) => ({ call, usd: amount }));
}

/** A call that cost nothing never reached its provider: it used no tokens. Of any other, the bound is all that is known. */
function bookingOf({ reserved }: OpenIntent, amount: number): Booking {
  if (!(amount >= 0)) throw new RangeError(`Cannot settle a call at $${usd(amount)}: give dollars from 0 on`);
  return { usd: amount, tokens: amount === 0 ? 0 : reserved.tokens, calls: reserved.calls };
}
