import type { StoredChange } from "../../store/store.ts";
import type { Changes } from "../../tools/changes/memory_changes.ts";
import type { ListedChange } from "./list_changes.ts";
import { listedChange } from "./list_changes.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { leftOverIn, recordedChanges, storedChanges } from "./stored_changes.ts";
import { isTakeBack } from "./take_back_key.ts";

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
  const wanted = all.filter((change) => change.undone === undefined && change.what !== "left" && isWanted(change));
  const numbers = new Map(all.map(({ id, number }) => [id, number])), kept = storedChanges(of);
  const needed = new Set(wanted.map(({ id }) => id));
  // What was put back after a kill is what it was before: nothing is in the way of those who undo other changes.
  const isSeen = wanted.some(({ takenBack }) => takenBack) ? () => true : ({ by }: StoredChange) => !isTakeBack(by);
  const isLeft = new Set(all.flatMap(({ id, what }) => what === "left" ? [id] : []));
  return {
    ...kept,
    all,
    wanted,
    list: async () => {
      const standing = stored.filter((one) => one.undone === undefined && isSeen(one) && !isLeft.has(one.id));
      const recorded = await recordedChanges(of.store.changes, standing, ({ id }) => needed.has(id));
      return leftOverIn(recorded, stored).map((one) => ({ ...one, id: numbers.get(one.id)! }));
    },
    undone: (number) => kept.undone(all[number - 1]!.id),
  };
}
