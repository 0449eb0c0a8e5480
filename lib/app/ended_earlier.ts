import type { Json } from "../base/json.ts";
import { usd } from "../base/money.ts";
import { endIn } from "../engine/restore.ts";
import type { End } from "../plan/mod.ts";
import type { RunHead, Store } from "../store/store.ts";
import type { RunHandle } from "./run_handle.ts";

/** Ends nothing goes on from. */
const FINAL: readonly string[] = ["done", "converged", "stalled", "cancelled"];

/** The end of a run that has ended before, as it was; undefined when it can go on. `again`: it gets more budget. */
export async function endedEarlier(
  store: Store,
  run: RunHead,
  { again }: { readonly again: boolean },
): Promise<RunHandle | undefined> {
  if (!FINAL.includes(run.status) && !(run.status === "exhausted" && !again)) return undefined;
  const { end, outputs } = (await lastEnd(store, run))!;
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

/** How a run ended last. */
export async function lastEnd(
  store: Store,
  run: RunHead,
): Promise<{ readonly end: End; readonly outputs: Json } | undefined> {
  return await endIn(store, run.id, (await store.load(run.id)).entries);
}
