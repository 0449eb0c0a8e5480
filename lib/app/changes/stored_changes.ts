/**
 * Changes of a run's workspace that are kept in its store: recorded before they are made, found again by whoever resumes
 * or undoes.
 *
 * @module
 */
import type { ChangeStore, Store, StoredChange } from "../../store/store.ts";
import { StoreError } from "../../store/store.ts";
import type { Changes, RecordedChange } from "../../tools/changes/memory_changes.ts";
import { goingWhenEmpty } from "../../tools/changes/memory_changes.ts";
import { pacer } from "../../tools/changes/pacer.ts";
import type { Guard, Snapshot } from "../../tools/tool.ts";
import { decodeChange, encodeChange } from "./change_codec.ts";

/** A run, and who writes for it. */
export interface ChangesOf {
  /** Where the run is. */
  readonly store: Pick<Store, "changes">;
  /** Number of the run. */
  readonly run: number;
  /** The lease's: who has lost it records nothing, and so changes nothing. */
  readonly epoch: number;
}

/**
 * Changes of a run, in its store. What is recorded is durable when that resolves. A log's name is the key of a step, such
 * as `task/fix/turn/3/call/0`.
 */
export function storedChanges(of: ChangesOf): Changes {
  const { store: { changes }, run, epoch } = of;
  return {
    log: (by) => ({
      record: async (change) => void await changes.add(run, epoch, { by, ...encodeChange(change) }),
      guard: (snapshot) => guardOf(of, by, snapshot),
    }),
    list: async () => {
      const all = await changes.list(run, { undone: true });
      const recorded = await recordedChanges(changes, all.filter(({ undone }) => undone === undefined));
      return leftOverIn(recorded, all);
    },
    undone: (id) => changes.undone(run, epoch, [id]),
  };
}

/** Tells of folders that are left over where others of their makers were undone. */
export function leftOverIn(
  recorded: readonly RecordedChange[],
  all: readonly StoredChange[],
): readonly RecordedChange[] {
  const makers = new Set(all.flatMap(({ by, undone }) => undone === undefined ? [] : [by]));
  return recorded.map((one) => makers.has(one.by) ? goingWhenEmpty(one) : one);
}

/**
 * Changes with what they hold. Where only some of them are `needed`, the others come without contents: undoing asks those
 * that it leaves alone for their paths.
 */
export async function recordedChanges(
  changes: Pick<ChangeStore, "content">,
  stored: readonly StoredChange[],
  needed: (change: StoredChange) => boolean = () => true,
): Promise<readonly RecordedChange[]> {
  const contents = new Map<string, Uint8Array>(), piece = pacer();
  for (const hash of new Set(stored.filter(needed).flatMap(({ contents }) => Object.values(contents)))) {
    const bytes = await changes.content(hash);
    if (!bytes) {
      throw new StoreError("broken", `Cannot read the content ${hash} of a change: it is not stored any more`);
    }
    contents.set(hash, bytes);
    await piece();
  }
  const bytesOf = (hash: string) => contents.get(hash) ?? new Uint8Array();
  return stored.map((one) => ({ id: one.id, by: one.by, change: decodeChange(one, bytesOf) }));
}

/** How often contents are stored again that were swept before the snapshot referred to them. */
const TRIES = 3;

async function guardOf({ store: { changes }, run, epoch }: ChangesOf, by: string, snapshot: Snapshot): Promise<Guard> {
  const { entries } = snapshot;
  for (let tries = 1;; tries++) {
    const contents = await keepContents(changes, snapshot);
    try {
      const guard = await changes.guard(run, epoch, { by, entries: entries.map((entry) => ({ ...entry })), contents });
      return {
        content: (hash) => changes.content(hash),
        settle: async (made) => void await changes.settle(run, epoch, { guard, changes: made.map(encodeChange) }),
      };
    } catch (error) {
      if (tries === TRIES || !(error instanceof StoreError) || error.failure !== "not-found") throw error;
    }
  }
}

/** Bytes that are sent at once. */
const BATCH = 8_000_000;

/** Stores what a snapshot keeps and the store does not hold yet; gives the hashes of all that it holds now. */
async function keepContents(changes: ChangeStore, { entries, content }: Snapshot): Promise<readonly string[]> {
  const hashes = [...new Set(entries.flatMap((entry) => entry.is === "file" ? [entry.hash] : []))];
  const held = await changes.holds(hashes), kept = [...held], batch: Uint8Array[] = [];
  const send = async () => kept.push(...await changes.keep(batch.splice(0)));
  let size = 0;
  for (const hash of hashes) {
    const bytes = held.has(hash) ? undefined : await content(hash);
    if (!bytes) continue;
    batch.push(bytes), size += bytes.length;
    if (size >= BATCH) await send(), size = 0;
  }
  await send();
  return kept;
}
