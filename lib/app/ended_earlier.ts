import type { Json } from "../base/json.ts";
import { usd } from "../base/money.ts";
import { isEnded } from "../engine/rest.ts";
import { endIn } from "../engine/restore.ts";
import type { End } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { RunHandle } from "./run_handle.ts";

/** Ends nothing goes on from. */
const FINAL: readonly string[] = ["done", "converged", "stalled", "cancelled"];

/** Whether nothing can go on from how a run stands: it has ended for good, or its parent has taken its end. */
export function isFinal({ status, parent }: RunHead): boolean {
  return FINAL.includes(status) || (parent !== undefined && isEnded(status));
}

/** The end of a run that has ended before, as it was; undefined when it can go on. `again`: it gets more budget. */
export async function endedEarlier(
  store: Store,
  run: RunHead,
  { again }: { readonly again: boolean },
): Promise<RunHandle | undefined> {
  const isExhausted = run.status === "exhausted";
  if (!FINAL.includes(run.status) && (again || !isExhausted)) return undefined;
  const { end, outputs } = (await lastEnd(store, run))!;
  if (isExhausted && await isRaised(store, run, end)) return undefined;
  const { spent } = run.ledger, { kind, reason } = end;
  return {
    name: run.name,
    end: Promise.resolve({
      run: run.name,
      kind,
      reason,
      outputs,
      spent: { usd: usd(spent.usd), tokens: spent.tokens, calls: spent.calls },
    }),
    pause: () => {},
    cancel: () => {},
  };
}

/** Whether the limit that an exhausted run met was raised since, or will be by what it was sent. */
async function isRaised(store: Store, { id, ledger: { limits } }: RunHead, { limit: met }: End): Promise<boolean> {
  if (met && (limits[met.dimension] ?? Infinity) > met.limit) return true;
  if ((await store.inbox(id)).some(({ kind }) => kind === "budget")) return true;
  // Taken in, and killed before the limits were raised: whoever drives the run makes up for it.
  return (await store.load(id)).entries.at(-1)?.type === "took";
}

/** How a run ended last. */
export async function lastEnd(
  store: Store,
  run: RunHead,
): Promise<{ readonly end: End; readonly outputs: Json } | undefined> {
  return await endIn(store, run.id, (await store.load(run.id)).entries);
}
