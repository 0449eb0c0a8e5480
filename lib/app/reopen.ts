import type { Held } from "../engine/host.ts";
import { stepsAgain } from "../engine/past.ts";
import { restore } from "../engine/restore.ts";
import type { Definition, Entry, Limits } from "../plan/mod.ts";
import type { Store } from "../store/store.ts";
import { sendBudget, takeBudgets } from "./add_budget.ts";
import { lastEnd } from "./ended_earlier.ts";

/** How a run is opened again. */
export interface Reopening {
  /** What is added to its limits. */
  readonly add: Limits;
  /** Its program. */
  readonly definition: Definition;
}

/** Raises the limits of a run that rests, then opens one that has ended with a row that says so. */
export async function reopen(store: Store, held: Held, { add, definition }: Reopening): Promise<Held> {
  const { run, epoch } = held, { status } = run;
  if (Object.keys(add).length > 0) await sendBudget(store, run, add);
  const isRaised = await takeBudgets(store, held, definition.opening ?? 0);
  const isEnded = status === "failed" || status === "exhausted";
  if (isEnded) {
    const { tail, seq } = await restore(store, run), failed = status === "failed" && await lastEnd(store, run);
    const value = failed ? { again: stepsAgain(tail, failed.end) } : {};
    const entry: Entry = { seq: seq + 1, type: "reopen", at: Date.now(), value };
    await store.append(run.id, epoch, [{ entry }]);
  }
  return isRaised || isEnded ? { run: await store.run(run.id), epoch } : held;
}
