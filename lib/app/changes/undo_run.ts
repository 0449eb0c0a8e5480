/** Undoing what a run has changed in its workspace. */
import { sha256 } from "../../base/hash.ts";
import { takeLease } from "../../engine/host.ts";
import { HEARTBEAT, LEASE_TTL } from "../../engine/lease.ts";
import type { RunHead, Store, StoredChange } from "../../store/store.ts";
import type { UndoConflict } from "../../tools/changes/plan_undo.ts";
import { planUndoing, undoChanges } from "../../tools/changes/undo_changes.ts";
import { inTurn } from "../../tools/workspace/in_turn.ts";
import { WorkspaceTrouble } from "../../tools/workspace/trouble.ts";
import { sweepStaged } from "../../tools/workspace/sweep_staged.ts";
import { openWorkspace, type Workspace } from "../../tools/workspace/workspace.ts";
import { broughtBack } from "./brought_back.ts";
import { encodeChange } from "./change_codec.ts";
import type { CutOff } from "./cut_off.ts";
import { changesCutOff } from "./cut_off.ts";
import type { ListedChange } from "./list_changes.ts";
import { listChanges, taskOf } from "./list_changes.ts";
import type { NumberedChanges } from "./numbered_changes.ts";
import { numberedChanges } from "./numbered_changes.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { settleCutOff } from "./settle_cut_off.ts";
import { stepOf } from "./take_back_key.ts";
import { leftOutOf, workspaceOf } from "./workspace_of.ts";

/** What of a run is undone. */
export interface UndoOptions {
  /** Only what this task has changed. */
  readonly task?: string;
  /** Only the change of this number; see {@link ListedChange}. */
  readonly change?: number;
  /** What resumes have put back after a kill is brought back, as far as nothing that came later would be lost by it. */
  readonly takenBack?: boolean;
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
    /** Folders that stay, for others use them. */
    readonly stay: readonly string[];
    /** Paths that somebody else may have changed since a command was cut off: what they held can be brought back. */
    readonly kept: readonly string[];
    /** Paths that somebody else has changed since: they are left as they are. */
    readonly left: readonly string[];
    /** Why some of what was put back after a kill is not brought back, and what to do; the `id` is the number of a change. */
    readonly stuck: readonly UndoConflict[];
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
 * something that was made later would be lost; of what was put back after a kill, whatever can be brought back. What a
 * command has changed that was cut off by the end of its process is told from the snapshot of before, and recorded first.
 * Throws `RunLocked` while somebody drives the run, and a RangeError for a change or a task that it knows nothing of, and
 * where the disk refuses.
 */
export async function undoRun(store: Store, run: RunHead, options: UndoOptions = {}): Promise<UndoneRun> {
  const folder = await workspaceOf(store, run, options.project);
  return await whileHeld(store, run, async (epoch) => {
    try {
      const undoing = { store, run: run.id, epoch, workspace: await openWorkspace(folder) };
      return broughtBack(run.name, await undo(undoing, options), await listChanges(store, run));
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
  const { stored, cutOff } = await lookThrough(undoing, options), isTold = toldBy(options);
  const told = cutOff.filter(({ guard }) => isTold(guard.by));
  const trial = numberedChanges(undoing, [...stored, ...asStored(told, stored)], isMeant(options));
  if (trial.wanted.length === 0) refuseUnknown(trial, options);
  const partly = options.takenBack === true && options.change === undefined,
    plan = await tried(undoing, trial, { partly });
  if (!plan.ok) return { ok: false, workspace: workspace.root, conflicts: plan.conflicts };
  const spared = {
    kept: told.flatMap(({ changes }) => changes.flatMap(({ change, isUnsure }) => isUnsure ? [change.path] : [])),
    left: told.flatMap(({ left }) => left.map(({ path }) => path)),
  };
  if (dryRun) return undoneRun(workspace, trial, { paths: [], undone: plan.undone, stuck: plan.stuck, ...spared });
  await settleCutOff(undoing, cutOff);
  const now = await undoing.store.changes.list(undoing.run, { undone: true });
  const changes = numberedChanges(undoing, now, isMeant(options));
  const wanted = new Set(changes.wanted.map(({ number }) => number));
  const undone: number[] = [],
    noting = async (number: number) => {
      await changes.undone(number);
      undone.push(number);
    };
  const all = { ...changes, undone: noting };
  const result = await undoChanges({ workspace, changes: all, which: ({ id }) => wanted.has(id), partly, signal });
  return result.ok
    ? undoneRun(workspace, changes, { ...result, undone, ...spared })
    : { ok: false, workspace: workspace.root, conflicts: result.conflicts };
}

interface Came {
  readonly paths: readonly string[];
  /** Numbers of changes. */
  readonly undone: readonly number[];
  readonly kept: readonly string[];
  readonly left: readonly string[];
  readonly stuck: readonly UndoConflict[];
}

function undoneRun({ root }: Workspace, { all, wanted }: NumberedChanges, came: Came): UndoneRun {
  const { paths, kept, stuck } = came, undone = new Set(came.undone), isStuck = new Set(stuck.map(({ id }) => id));
  return {
    ok: true,
    workspace: root,
    changes: all.filter(({ number }) => undone.has(number)).toReversed(),
    paths,
    stay: wanted.flatMap(({ number, path }) => undone.has(number) || isStuck.has(number) ? [] : [path]),
    kept: [...new Set(kept)],
    left: [...new Set([...came.left, ...stuck.map(({ path }) => path)])],
    stuck,
  };
}

type Tried =
  | { readonly ok: true; readonly undone: readonly number[]; readonly stuck: readonly UndoConflict[] }
  | { readonly ok: false; readonly conflicts: readonly UndoConflict[] };

async function tried(
  { workspace }: Undoing,
  changes: NumberedChanges,
  how: { readonly partly: boolean },
): Promise<Tried> {
  const selected = new Set(changes.wanted.map(({ number }) => number));
  return await inTurn(workspace.root, async () => {
    const plan = await planUndoing(workspace, { changes: await changes.list(), selected, ...how });
    return plan.ok ? { ok: true, undone: plan.steps.map(({ id }) => id), stuck: plan.stuck } : plan;
  });
}

function isMeant({ task, change, takenBack = false }: UndoOptions): (listed: ListedChange) => boolean {
  return (listed) =>
    change === undefined
      ? (task === undefined || listed.task === task) && (listed.takenBack ?? false) === takenBack
      : listed.number === change;
}

/** Whether what a command has changed that was cut off is meant. */
function toldBy({ task }: UndoOptions): (by: string) => boolean {
  return (by) => task === undefined || taskOf(by) === task;
}

interface Found {
  /** All changes of the run. */
  readonly stored: readonly StoredChange[];
  /** What its commands have changed that were cut off; none where those are not meant. */
  readonly cutOff: readonly CutOff[];
}

async function lookThrough({ store, run, workspace }: Undoing, options: UndoOptions): Promise<Found> {
  const { changes } = store, stored = await changes.list(run, { undone: true }), isTold = toldBy(options);
  if (options.change !== undefined || options.takenBack) return { stored, cutOff: [] };
  const guards = await changes.guards(run);
  if (!guards.some(({ by }) => isTold(stepOf(by)))) return { stored, cutOff: [] };
  const standing = stored.filter(({ undone }) => undone === undefined), patterns = await leftOutOf(store, run);
  return { stored, cutOff: await changesCutOff(store, workspace, { guards, stored: standing, patterns }) };
}

/** What cut-off commands have changed as it would be recorded. */
function asStored(cutOff: readonly CutOff[], stored: readonly StoredChange[]): readonly StoredChange[] {
  const last = stored.at(-1)?.id ?? 0;
  const made = cutOff.flatMap(({ guard: { by, at }, changes }) =>
    changes.map(({ change }) => ({ by, at, ...encodeChange(change) }))
  );
  return made.map(({ contents = {}, ...one }, i) => ({
    ...one,
    id: last + 1 + i,
    contents: Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, sha256(bytes)])),
  }));
}

/** Refuses what the run knows nothing of; what was undone already is no mistake. */
function refuseUnknown({ all }: NumberedChanges, { task, change }: UndoOptions): void {
  const listed = all.find(({ number }) => number === change);
  if (listed?.what === "left") {
    throw new RangeError(`Cannot undo change ${change}: nothing was done, \`${listed.path}\` was left as it was`);
  }
  if (change !== undefined && !listed) {
    const known = all.length === 0 ? "it has changed nothing" : `its changes are 1 to ${all.length}`;
    throw new RangeError(`Cannot undo change ${change}: ${known}`);
  }
  if (task === undefined || all.some((one) => one.task === task)) return;
  const known = [...new Set(all.map((one) => one.task))].filter(Boolean).map((name) => `\`${name}\``).join(", ");
  throw new RangeError(
    `Cannot undo what \`${task}\` changed: it has changed nothing (tasks that have: ${known || "none"})`,
  );
}
