import type { RunHead, Store } from "../../store/store.ts";
import { listChanges } from "./list_changes.ts";

/** What of a run was put back after kills, and what was left alone. */
export interface TakenBackView {
  /** Name of the run. */
  readonly run: string;
  /** Paths that were put back: what was there is kept, and can be brought back. */
  readonly kept: readonly string[];
  /** Paths that were left as they were. */
  readonly left: readonly string[];
}

/** Reads what resumes of a run have put back and left alone. */
export async function readTakenBack(store: Pick<Store, "changes">, run: RunHead): Promise<TakenBackView> {
  const all = (await listChanges(store, run)).filter(({ takenBack, undone }) => takenBack && undone === undefined);
  const pathsOf = (some: typeof all) => [...new Set(some.map(({ path }) => path))];
  return {
    run: run.name,
    kept: pathsOf(all.filter(({ what }) => what !== "left")),
    left: pathsOf(all.filter(({ what }) => what === "left")),
  };
}
