import type { StoredChange } from "../../store/store.ts";
import type { Changes } from "../../tools/changes/memory_changes.ts";
import type { ListedChange } from "./list_changes.ts";
import { listedChange } from "./list_changes.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { recordedChanges, storedChanges } from "./stored_changes.ts";

/** Changes of a run under the numbers that people know them by. */
export interface NumberedChanges extends Changes {
  /** Those that are meant, oldest first. */
  readonly wanted: readonly ListedChange[];
  /** All that the run has made, those that were undone among them. */
  readonly all: readonly ListedChange[];
}

/** All changes that a run has made, numbered from 1; what is not wanted comes without its contents. */
export function numberedChanges(
  of: ChangesOf,
  stored: readonly StoredChange[],
  isWanted: (change: ListedChange) => boolean,
): NumberedChanges {
  const all = stored.map((change, i) => listedChange(change, i + 1));
  const wanted = all.filter((change) => change.undone === undefined && isWanted(change));
  const numbers = new Map(all.map(({ id, number }) => [id, number])), kept = storedChanges(of);
  const needed = new Set(wanted.map(({ id }) => id));
  return {
    ...kept,
    all,
    wanted,
    list: async () => {
      const standing = stored.filter(({ undone }) => undone === undefined);
      const recorded = await recordedChanges(of.store.changes, standing, ({ id }) => needed.has(id));
      return recorded.map((one) => ({ ...one, id: numbers.get(one.id)! }));
    },
    undone: (number) => kept.undone(all[number - 1]!.id),
  };
}
