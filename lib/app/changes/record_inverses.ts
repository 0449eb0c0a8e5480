/** Records of what goes when something is put back, many at a time: a record for each would take longer than the putting back. */
import type { Json, JsonObject } from "../../base/json.ts";
import type { NewChange, StoredChange, StoredGuard } from "../../store/store.ts";
import type { Kept } from "../../tools/snapshot/put_back.ts";
import { encodeChange } from "./change_codec.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { isTakeBack, takeBackOf } from "./take_back_key.ts";

/** What tells the snapshot that many records are made with from those that something is put back to. */
const RECORDS: Json = { is: "records" };

/**
 * Records what is about to be made when a step is taken back, all of it or nothing. Resolves when that is durable; whoever
 * has lost the lease is told by an error, also where there is nothing to record.
 *
 * @param by Key of the step that was cut off.
 */
export async function recordInverses(
  { store: { changes }, run, epoch }: ChangesOf,
  by: string,
  kept: readonly Kept[],
): Promise<void> {
  const own = takeBackOf(by), all = kept.map(encodeKept), [first] = all;
  if (first === undefined) return await changes.undone(run, epoch, []);
  if (all.length === 1) return void await changes.add(run, epoch, { by: own, ...first });
  const guard = await changes.guard(run, epoch, { by: own, entries: [RECORDS], contents: [] });
  await changes.settle(run, epoch, { guard, changes: all });
}

/** A change as it is recorded when something is taken back. */
export function encodeKept({ change, isUnsure }: Kept): NewChange {
  const { change: told, contents = {} } = encodeChange(change);
  return { change: isUnsure ? { ...told as JsonObject, unsure: true } : told, contents };
}

/** Whether somebody else may have made what went by a change that was recorded so. */
export function isUnsure({ change }: Pick<StoredChange, "change">): boolean {
  return (change as JsonObject)["unsure"] === true;
}

/** What tells two records of the same from each other, whoever may have made what went. */
export function sameKept({ change, contents }: Pick<StoredChange, "change" | "contents">): string {
  const { unsure: _, ...told } = change as JsonObject;
  return JSON.stringify([told, contents]);
}

/** Whether something is put back to a snapshot, and has been begun to be. */
export function isPuttingBack({ by, entries }: StoredGuard): boolean {
  return isTakeBack(by) && !isForRecords({ entries });
}

/** Whether a snapshot is there for records alone: whoever made them was killed before they were made. */
export function isForRecords({ entries: [first] }: Pick<StoredGuard, "entries">): boolean {
  return (first as JsonObject | undefined)?.["is"] === "records";
}
