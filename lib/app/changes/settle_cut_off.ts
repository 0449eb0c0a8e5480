import type { Store } from "../../store/store.ts";
import type { Kept } from "../../tools/snapshot/put_back.ts";
import { inverseNow } from "../../tools/snapshot/inverse_now.ts";
import type { Workspace } from "../../tools/workspace/workspace.ts";
import { encodeChange } from "./change_codec.ts";
import type { CutOff } from "./cut_off.ts";
import { isForRecords, recordInverses } from "./record_inverses.ts";
import { storedChanges } from "./stored_changes.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { takeBackOf } from "./take_back_key.ts";

/** Where commands were cut off. */
export interface Settling extends ChangesOf {
  /** Where the run is. */
  readonly store: Store;
  /** What it works in. */
  readonly workspace: Workspace;
}

/** Changes whose ways back are recorded at once, and bytes of them. */
const BATCH = 250, BATCH_BYTES = 16_000_000;

/** Records what cut-off commands have changed, and before that what would go by undoing it: it may be somebody else's. */
export async function settleCutOff(settling: Settling, cutOff: readonly CutOff[]): Promise<void> {
  const { store: { changes }, run, epoch } = settling;
  for (const one of cutOff) {
    const { guard, begun, changes: made, left } = one, log = storedChanges(settling).log(takeBackOf(guard.by));
    // What was there when a later snapshot was taken is in that, and no more in the workspace.
    if (one.isNow) await keepInverses(settling, one);
    for (const { path, why } of left) await log.record({ change: "left", path, why });
    if (begun) await changes.settle(run, epoch, { guard: begun.id, changes: [] });
    await changes.settle(run, epoch, { guard: guard.id, changes: made.map(({ change }) => encodeChange(change)) });
  }
  for (const { id } of (await changes.guards(run)).filter(isForRecords)) {
    await changes.settle(run, epoch, { guard: id, changes: [] });
  }
}

async function keepInverses(settling: Settling, { guard: { by }, changes }: CutOff): Promise<void> {
  let kept: Kept[] = [], bytes = 0;
  // In the order in which it is done.
  for (const { change: made, isUnsure } of changes.toReversed()) {
    const change = await inverseNow(settling.workspace, made);
    if (change) kept.push({ change, isUnsure });
    bytes += change && "before" in change && change.before instanceof Uint8Array ? change.before.length : 0;
    if (kept.length < BATCH && bytes < BATCH_BYTES) continue;
    await recordInverses(settling, by, kept);
    kept = [], bytes = 0;
  }
  if (kept.length > 0) await recordInverses(settling, by, kept);
}
