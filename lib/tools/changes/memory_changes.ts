import type { Change, ChangeLog } from "../tool.ts";

/** A change as it was recorded. */
export interface RecordedChange {
  /** Its number; a later change has a greater one. */
  readonly id: number;
  /** What it was made for, such as a task's key. */
  readonly by: string;
  /** What was about to be made. */
  readonly change: Change;
}

/** Changes of one workspace, kept somewhere: in memory here, in a database elsewhere. */
export interface Changes {
  /** A log whose records carry this name. */
  log(by: string): ChangeLog;
  /** Those that were not undone, in the order in which they were recorded. */
  list(): Promise<readonly RecordedChange[]>;
  /** Notes that this change was undone: it is listed no more. */
  undone(id: number): Promise<void>;
}

/** Changes that are known for as long as this process lasts. */
export function memoryChanges(): Changes {
  const kept = new Map<number, RecordedChange>();
  let last = 0;
  const keep = (by: string, change: Change) => {
    const id = ++last, copy = "before" in change ? { ...change, before: change.before.slice() } : change;
    kept.set(id, { id, by, change: copy });
  };
  return {
    log: (by) => ({
      record: (change) => Promise.resolve(keep(by, change)),
      // Nothing here outlives the command: should this process die, there is nobody left who could put it back.
      guard: () =>
        Promise.resolve({
          settle: (changes) => Promise.resolve(changes.forEach((change) => keep(by, change))),
        }),
    }),
    list: () => Promise.resolve([...kept.values()]),
    undone(id) {
      kept.delete(id);
      return Promise.resolve();
    },
  };
}
