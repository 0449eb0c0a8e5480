import type { Store } from "../../../lib/store/store.ts";
import { StoreError } from "../../../lib/store/store.ts";

/** A store that dies before or after its `count`-th batch of rows, as a process does that is killed. */
export function dying(store: Store, count: number, after: boolean): Store {
  let left = count;
  const dead = () => new StoreError("broken", "the machine is gone");
  return {
    ...store,
    append: async (run, epoch, writes) => {
      if (left <= 0) throw dead();
      if (--left > 0 || after) {
        const accepted = await store.append(run, epoch, writes);
        if (left > 0) return accepted;
      }
      throw dead();
    },
    beat: () => Promise.reject(dead()),
    release: () => Promise.reject(dead()),
  };
}
