import type { Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";

/** A store whose driver is gone from one of its writes on: nothing is written any more, and nobody finds out anything. */
export interface DroppedStore {
  readonly store: Store;
  /** Writes that there were, rows and changes of the workspace alike. */
  readonly writes: () => number;
}

/** Writes through a store until the write of this number, which fails before or after it is made, as do all later ones. */
export function dropping(inner: Store, last: number, when: "before" | "after"): DroppedStore {
  const gone = () => new StoreError("full", "Cannot write: the driver is gone"), { changes } = inner;
  let writes = 0;
  const dying = <A extends readonly unknown[], T>(write: (...given: A) => Promise<T>) => async (...given: A) => {
    const count = ++writes;
    if (count > last || count === last && when === "before") throw gone();
    const value = await write(...given);
    if (count === last) throw gone();
    return value;
  };
  const store: Store = {
    ...inner,
    append: dying(inner.append),
    entriesAt: (run, seqs) => writes >= last ? Promise.reject(gone()) : inner.entriesAt(run, seqs),
    changes: {
      ...changes,
      add: dying(changes.add),
      undone: dying(changes.undone),
      guard: dying(changes.guard),
      settle: dying(changes.settle),
    },
  };
  return { store, writes: () => writes };
}
