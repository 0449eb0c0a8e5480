import type { Change, ChangeLog, Snapshot } from "../tool.ts";

/** A change as it was recorded. */
export interface RecordedChange {
  /** Its number; a later change has a greater one. */
  readonly id: number;
  /** What it was made for, such as a task's key. */
  readonly by: string;
  /** What was about to be made. */
  readonly change: Change;
  /**
   * The making of a folder that stands although others of the same maker were undone: others use it. It goes when the last
   * of what is in it is undone.
   */
  readonly goesWhenEmpty?: boolean;
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
  const kept = new Map<number, RecordedChange>(), undone = new Set<string>();
  // What the snapshot before held is most of what the next one holds.
  let last = 0, held: ReadonlyMap<string, Uint8Array> = new Map();
  const keep = (by: string, change: Change) => {
    const id = ++last;
    kept.set(id, { id, by, change: copied(change) });
  };
  return {
    log: (by) => ({
      record: (change) => Promise.resolve(keep(by, change)),
      // Nothing here outlives the command: should this process die, there is nobody left who could put it back.
      async guard(snapshot) {
        const contents = await contentsOf(snapshot, held);
        held = contents;
        return {
          content: (hash) => Promise.resolve(contents.get(hash)),
          settle: (changes) => Promise.resolve(changes.forEach((change) => keep(by, change))),
        };
      },
    }),
    list: () => Promise.resolve([...kept.values()].map((one) => undone.has(one.by) ? goingWhenEmpty(one) : one)),
    undone(id) {
      const by = kept.get(id)?.by;
      if (by !== undefined) undone.add(by);
      kept.delete(id);
      return Promise.resolve();
    },
  };
}

/** Marks a change that stands although others of its maker were undone. */
export function goingWhenEmpty(recorded: RecordedChange): RecordedChange {
  return recorded.change.change === "make-folder" ? { ...recorded, goesWhenEmpty: true } : recorded;
}

/** Whoever made the change may go on writing into its bytes. */
function copied(change: Change): Change {
  const holds = change.change === "modify" || change.change === "delete";
  return holds ? { ...change, before: change.before.slice() } : change;
}

async function contentsOf(
  { entries, content }: Snapshot,
  held: ReadonlyMap<string, Uint8Array>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const bytes = entry.is === "file" && !contents.has(entry.hash)
      ? held.get(entry.hash) ?? await content(entry.hash)
      : undefined;
    if (entry.is === "file" && bytes) contents.set(entry.hash, bytes);
  }
  return contents;
}
