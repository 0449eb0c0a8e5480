import type { RecordedChange } from "./memory_changes.ts";
import { type Found, planUndo, type UndoConflict, type UndoStep } from "./plan_undo.ts";

/** What can be undone, and what stands in the way of the rest. */
export interface MostUndone {
  /** In this order. */
  readonly steps: readonly UndoStep[];
  /** What is left as it is. */
  readonly stuck: readonly UndoConflict[];
}

/** How to undo as many of the `selected` changes as can be undone, whatever else cannot. */
export async function planMost(
  changes: readonly RecordedChange[],
  selected: ReadonlySet<number>,
  look: (path: string) => Promise<Found>,
): Promise<MostUndone> {
  const stuck: UndoConflict[] = [], seen = new Map<string, Promise<Found>>();
  const lookOnce = (path: string) => seen.get(path) ?? seen.set(path, look(path)).get(path)!;
  for (let left = changes;;) {
    const plan = await planUndo(left, selected, lookOnce);
    if (plan.ok) return { steps: plan.steps, stuck };
    stuck.push(...plan.conflicts);
    const ids = new Set(plan.conflicts.map(({ id }) => id));
    left = left.filter(({ id }) => !ids.has(id));
  }
}
