import type { RunHead, Store } from "../../store/store.ts";
import { projectOf } from "../database.ts";
import type { LoomOptions } from "../loom_options.ts";
import { Observer } from "../observer.ts";
import { type UndoneRun, type UndoOptions, undoRun } from "./undo_run.ts";

/** Undoes what a run has changed, and tells whoever looks on of what was undone, as a `log` event. */
export async function undoTold(
  { store, options: { on = () => {}, ...options } }: { readonly store: Store; readonly options: LoomOptions },
  run: RunHead,
  asked: UndoOptions,
): Promise<UndoneRun> {
  const project = asked.project ?? (options.store || options.memory ? undefined : projectOf(options));
  const undone = await undoRun(store, run, { ...asked, project });
  if (undone.ok && !asked.dryRun && undone.changes.length > 0) {
    const { length } = undone.changes, text = `${length} ${length === 1 ? "change was" : "changes were"} undone`;
    new Observer(on).tell({ type: "log", run: run.name, key: "undo", text });
  }
  return undone;
}
