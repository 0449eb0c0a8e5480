import type { UndoConflict } from "../../tools/changes/plan_undo.ts";
import type { ListedChange } from "./list_changes.ts";
import type { UndoneRun } from "./undo_run.ts";

/** What came of undoing, with words of its own where something that was put back after a kill cannot be brought back. */
export function broughtBack(run: string, undone: UndoneRun, all: readonly ListedChange[]): UndoneRun {
  const inWords = (conflicts: readonly UndoConflict[]) =>
    conflicts.map((conflict) =>
      all[conflict.id - 1]?.takenBack ? { ...conflict, message: wordsOf(run, conflict) } : conflict
    );
  return undone.ok ? { ...undone, stuck: inWords(undone.stuck) } : { ...undone, conflicts: inWords(undone.conflicts) };
}

function wordsOf(run: string, { path, reason, later, id }: UndoConflict): string {
  const why = later === undefined
    ? `${reason}; afterwards \`loom undo ${run} --change ${id}\` does it`
    : `change ${later} came later and is about the same path: undo that first, \`loom undo ${run} --change ${later}\``;
  return `Cannot bring \`${path}\` back: ${why}; \`loom changes ${run} --diff\` shows what was kept`;
}
