/** Undoing what a run has changed in its workspace. */
import { sha256 } from "../../base/hash.ts";
import { takeLease } from "../../engine/host.ts";
import { HEARTBEAT, LEASE_TTL } from "../../engine/lease.ts";
import type { RunHead, Store, StoredChange } from "../../store/store.ts";
import type { UndoConflict } from "../../tools/changes/plan_undo.ts";
import { planUndo } from "../../tools/changes/plan_undo.ts";
import { lookAt, undoChanges } from "../../tools/changes/undo_changes.ts";
import { inTurn } from "../../tools/workspace/in_turn.ts";
import { WorkspaceTrouble } from "../../tools/workspace/trouble.ts";
import { sweepStaged } from "../../tools/workspace/sweep_staged.ts";
import { openWorkspace, type Workspace } from "../../tools/workspace/workspace.ts";
import { encodeChange } from "./change_codec.ts";
import type { CutOff } from "./cut_off.ts";
import { changesCutOff } from "./cut_off.ts";
import type { ListedChange } from "./list_changes.ts";
import { taskOf } from "./list_changes.ts";
import type { NumberedChanges } from "./numbered_changes.ts";
import { numberedChanges } from "./numbered_changes.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { workspaceOf } from "./workspace_of.ts";

/** What of a run is undone. */
export interface UndoOptions {
  /** Only what this task has changed. */
  readonly task?: string;
  /** Only the change of this number; see {@link ListedChange}. */
  readonly change?: number;
  /** Tell what would be undone, and leave everything as it is. Default: undo it. */
  readonly dryRun?: boolean;
  /** Where the project stands now, if the database stands in it. */
  readonly project?: string | undefined;
  /** Ends it between two files; what was put back by then is noted. Default: nothing ends it. */
  readonly signal?: AbortSignal;
}

/** What came of undoing, or would come of it. */
export type UndoneRun =
  | {
    readonly ok: true;
    /** The folder that it was in. */
    readonly workspace: string;
    /** Changes that are undone, the latest first; none where there were none that stood. */
    readonly changes: readonly ListedChange[];
    /** Paths that were put back, each once; none when it was only tried. */
    readonly paths: readonly string[];
  }
  | {
    /** Nothing was undone: something that was made later would be lost. */
    readonly ok: false;
    /** The folder that it would be in. */
    readonly workspace: string;
    /** What stands in the way; the `id` is the number of a change. */
    readonly conflicts: readonly UndoConflict[];
  };

/**
 * Undoes what a run has changed in its workspace, the latest first: everything that was asked for, or nothing where
 * something that was made later would be lost. What a command has changed that was cut off by the end of its process is
 * told from the snapshot of before, and recorded first. Throws `RunLocked` while somebody drives the run, and a RangeError
 * for a change or a task that it knows nothing of, and where the disk refuses.
 */
export async function undoRun(store: Store, run: RunHead, options: UndoOptions = {}): Promise<UndoneRun> {
  const folder = await workspaceOf(store, run, options.project);
  return await whileHeld(store, run, async (epoch) => {
    try {
      return await undo({ store, run: run.id, epoch, workspace: await openWorkspace(folder) }, options);
    } catch (error) {
      if (!(error instanceof WorkspaceTrouble)) throw error;
      throw new RangeError(`Cannot undo what \`${run.name}\` changed in \`${folder}\`: ${error.message}`, {
        cause: error,
      });
    }
  });
}

/** Does something under the lease of a run, and gives that back. */
async function whileHeld<T>(store: Store, run: RunHead, work: (epoch: number) => Promise<T>): Promise<T> {
  const { epoch } = await takeLease({ store }, run);
  // Should a beat fail, the next write is fenced and tells of it.
  const beat = () => void store.beat(run.driver, epoch, { ttl: LEASE_TTL, walls: [] }).catch(() => {});
  const heart = setInterval(beat, HEARTBEAT);
  try {
    return await work(epoch);
  } finally {
    clearInterval(heart);
    await store.release(run.driver, epoch);
  }
}

interface Undoing extends ChangesOf {
  readonly store: Store;
  readonly workspace: Workspace;
}

async function undo(undoing: Undoing, options: UndoOptions): Promise<UndoneRun> {
  const { dryRun = false, signal = new AbortController().signal } = options, { workspace } = undoing;
  if (!dryRun) sweepStaged(workspace, signal);
  const stored = await allChanges(undoing, options), changes = numberedChanges(undoing, stored, isMeant(options));
  if (changes.wanted.length === 0) refuseUnknown(changes, options);
  const wanted = new Set(changes.wanted.map(({ number }) => number));
  const result = dryRun
    ? await tried(undoing, changes, wanted)
    : await undoChanges({ workspace, changes, which: ({ id }) => wanted.has(id), signal });
  const { root } = workspace;
  return result.ok
    ? { ...result, workspace: root, changes: changes.wanted.toReversed() }
    : { ok: false, workspace: root, conflicts: result.conflicts };
}

type Tried =
  | { readonly ok: true; readonly paths: readonly string[] }
  | { readonly ok: false; readonly conflicts: readonly UndoConflict[] };

async function tried({ workspace }: Undoing, changes: NumberedChanges, wanted: ReadonlySet<number>): Promise<Tried> {
  return await inTurn(workspace.root, async () => {
    const plan = await planUndo(await changes.list(), wanted, (path) => lookAt(workspace, path));
    return plan.ok ? { ok: true, paths: [] } : plan;
  });
}

function isMeant({ task, change }: UndoOptions): (listed: ListedChange) => boolean {
  return (listed) => (task === undefined || listed.task === task) && (change === undefined || listed.number === change);
}

/** The changes of a run, with those of commands that were cut off: recorded, unless nothing is to be touched. */
async function allChanges(
  { store, run, epoch, workspace }: Undoing,
  { task, change, dryRun = false }: UndoOptions,
): Promise<readonly StoredChange[]> {
  const { changes } = store, stored = await changes.list(run, { undone: true });
  if (change !== undefined) return stored;
  const guards = await changes.guards(run), isTold = (by: string) => task === undefined || taskOf(by) === task;
  if (!guards.some(({ by }) => isTold(by))) return stored;
  const standing = stored.filter(({ undone }) => undone === undefined);
  const cutOff = await changesCutOff(store, workspace, { guards, stored: standing });
  if (dryRun) return [...stored, ...asStored(cutOff.filter(({ guard }) => isTold(guard.by)), stored)];
  for (const { guard, changes: made } of cutOff) {
    await changes.settle(run, epoch, { guard: guard.id, changes: made.map(encodeChange) });
  }
  return await changes.list(run, { undone: true });
}

/** What cut-off commands have changed as it would be recorded. */
function asStored(cutOff: readonly CutOff[], stored: readonly StoredChange[]): readonly StoredChange[] {
  const last = stored.at(-1)?.id ?? 0;
  const made = cutOff.flatMap(({ guard: { by, at }, changes }) =>
    changes.map((change) => ({ by, at, ...encodeChange(change) }))
  );
  return made.map(({ contents = {}, ...one }, i) => ({
    ...one,
    id: last + 1 + i,
    contents: Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, sha256(bytes)])),
  }));
}

/** Refuses what the run knows nothing of; what was undone already is no mistake. */
function refuseUnknown({ all }: NumberedChanges, { task, change }: UndoOptions): void {
  if (change !== undefined && !all.some(({ number }) => number === change)) {
    const known = all.length === 0 ? "it has changed nothing" : `its changes are 1 to ${all.length}`;
    throw new RangeError(`Cannot undo change ${change}: ${known}`);
  }
  if (task === undefined || all.some((one) => one.task === task)) return;
  const known = [...new Set(all.map((one) => one.task))].filter(Boolean).map((name) => `\`${name}\``).join(", ");
  throw new RangeError(
    `Cannot undo what \`${task}\` changed: it has changed nothing (tasks that have: ${known || "none"})`,
  );
}
