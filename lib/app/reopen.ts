import type { Held } from "../engine/host.ts";
import { stepsAgain } from "../engine/past.ts";
import { raiseOf } from "../engine/raise.ts";
import { restore } from "../engine/restore.ts";
import type { Json } from "../base/json.ts";
import type { Definition, Limits } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import { lastEnd } from "./ended_earlier.ts";

/** How a run is opened again. */
export interface Reopening {
  /** What is added to its limits. */
  readonly add: Limits;
  /** Its program. */
  readonly definition: Definition;
}

/**
 * Opens an ended run again, or raises the budget of one that rests: one row that says so, then the ledger. Should a kill
 * come in between, whoever drives the run next makes up for it.
 */
export async function reopen(store: Store, held: Held, { add, definition }: Reopening): Promise<Held> {
  const { run, epoch } = held, isEnded = run.status === "failed" || run.status === "exhausted";
  const isRaised = Object.keys(add).length > 0;
  if (!isEnded && !isRaised) return held;
  const { tail, seq, codec } = await restore(store, run);
  const iterations = Math.max(0, codec.commits - (definition.opening ?? 0));
  const raise = isRaised ? raiseOf(add, run.ledger.limits, iterations) : undefined;
  const failed = run.status === "failed" ? await lastEnd(store, run) : undefined;
  const value = { ...raise, ...(failed ? { again: stepsAgain(tail, failed.end) } : {}) } as unknown as Json;
  await store.append(run.id, epoch, [{ entry: { seq: seq + 1, type: "reopen", at: Date.now(), value } }]);
  if (raise) await store.raise(run.id, epoch, raise.add);
  return { run: await store.run(run.id), epoch };
}
