/**
 * Taking back what was cut off by the end of its process, before anything runs again. What is somebody else's by now is
 * left alone; all else is kept before it goes, for nobody can tell who worked there while a command ran. Each is recorded
 * in the name of `take-back/` and the key of the step that was cut off, so that people see it and can have it back.
 *
 * @module
 */
import { sha256 } from "../../base/hash.ts";
import type { StoredChange, StoredGuard } from "../../store/store.ts";
import { planMost } from "../../tools/changes/plan_most.ts";
import { lookAt, perform } from "../../tools/changes/undo_changes.ts";
import type { Left } from "../../tools/snapshot/judge_changes.ts";
import { judgeChanges } from "../../tools/snapshot/judge_changes.ts";
import type { Kept, PutBack } from "../../tools/snapshot/put_back.ts";
import { putBackNow } from "../../tools/snapshot/put_back.ts";
import type { Change } from "../../tools/tool.ts";
import { inTurn } from "../../tools/workspace/in_turn.ts";
import { goOn } from "../../tools/workspace/trouble.ts";
import type { Workspace } from "../../tools/workspace/workspace.ts";
import { encodeChange } from "./change_codec.ts";
import { eraOf, laterThan, leftOutIn, snapshotOf } from "./cut_off.ts";
import { encodeKept, isForRecords, isPuttingBack, recordInverses, sameKept } from "./record_inverses.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { recordedChanges, storedChanges } from "./stored_changes.ts";
import { isTakeBack, takeBackOf } from "./take_back_key.ts";

/** Where is taken back. */
export interface TakingBack extends ChangesOf {
  /** What the run works in. */
  readonly workspace: Workspace;
  /** Patterns of paths that no snapshot of the run holds. Default none. */
  readonly patterns?: readonly string[];
  /** Is told what is done while that takes its time. Default: nobody is. */
  readonly tell?: (words: string) => void;
  /** Ends it between two files; it may be begun again. */
  readonly signal: AbortSignal;
}

/** What was taken back, and what was not. */
export type TakenBack = PutBack;

/** Nothing was to be taken back. */
const NOTHING: TakenBack = { paths: [], kept: [], left: [], lost: [] };

/**
 * Takes back what commands of a run have changed that were cut off by the end of their process, the latest first. It is
 * done before anything runs again: a snapshot that is put back later would take what others have made since for the
 * command's doing. What runs under the lease that is held now was not cut off, and is left alone.
 *
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step. It may be begun again.
 */
export async function takeBackOpen(taking: TakingBack): Promise<TakenBack> {
  const { store: { changes }, run, epoch } = taking, guards = (await changes.guards(run)).filter(isOfOthers);
  // Nothing is told by the snapshot of somebody who was killed before the records of it were made.
  for (const { id } of guards.filter(isForRecords)) await changes.settle(run, epoch, { guard: id, changes: [] });
  const steps = guards.flatMap(({ by }) => isTakeBack(by) ? [] : [by]).toReversed();
  return together(await inOrder([...new Set(steps)], (by) => takeBack(taking, by)));
}

/** Whether a snapshot was kept under an earlier lease than the one that is held. */
function isOfOthers({ heard }: StoredGuard): boolean {
  return heard !== undefined;
}

/**
 * Takes back what a step has changed that was cut off by the end of its process, before it is run again: there is no
 * outcome of it in the journal. Does nothing where it has changed nothing. Where it left a snapshot, whatever differs from
 * that is put back, except for what others have changed since; what its tools have changed is undone, except for what
 * others have built on.
 *
 * @param by Key of the step.
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step. It may be begun again.
 */
export async function takeBack(taking: TakingBack, by: string): Promise<TakenBack> {
  const { store: { changes }, run } = taking;
  const guards = (await changes.guards(run)).filter((guard) => guard.by === by && isOfOthers(guard)).toReversed();
  const back = await inOrder(guards, (guard) => putBackTo(taking, guard));
  return together([...back, await undoStep(taking, by)]);
}

async function inOrder<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = [];
  for (const one of all) done.push(await work(one));
  return done;
}

function together(all: readonly TakenBack[]): TakenBack {
  const left = new Map(all.flatMap(({ left }) => left.map((one) => [one.path, one])));
  return {
    paths: [...new Set(all.flatMap(({ paths }) => paths))],
    kept: [...new Set(all.flatMap(({ kept }) => kept))],
    left: [...left.values()],
    lost: all.flatMap(({ lost }) => lost),
  };
}

/** Whatever is known of the run is read when its turn has come: others have changed something until then. */
async function putBackTo(taking: TakingBack, { id }: StoredGuard): Promise<TakenBack> {
  const { store: { changes }, run, workspace, signal } = taking;
  return await inTurn(workspace.root, async () => {
    const guards = await changes.guards(run), guard = guards.find((one) => one.id === id);
    return guard ? await putBackInTurn(taking, guard, guards) : NOTHING;
  }, { signal, act: "Cannot put the workspace back" });
}

/** Steps from which on it is told that they are made. */
const MANY = 1_000;

/**
 * What the workspace is to hold is settled first, and kept as a snapshot of its own: whoever is cut off in the middle of
 * this goes on towards the same, although what was done by then has changed the times by which it was told.
 */
async function putBackInTurn(
  taking: TakingBack,
  guard: StoredGuard,
  guards: readonly StoredGuard[],
): Promise<TakenBack> {
  const { store: { changes }, run, epoch, workspace, patterns = [], signal, tell } = taking, { by } = guard;
  const own = takeBackOf(by), log = storedChanges(taking).log(own), stored = await changes.list(run);
  const begun = guards.find((one) => one.by === own && one.id > guard.id && isPuttingBack(one));
  const { paths, mixed } = laterThan(guard, stored), known = new Set(ofTakeBack(stored, own, guard).map(sameKept));
  let settle = begun && settling(taking, begun.id);
  const back = await putBackNow(workspace, snapshotOf(changes, begun ?? guard), {
    without: paths,
    patterns,
    signal,
    judge: (compared) => judgeChanges(workspace, compared, eraOf(guard, begun)),
    ...(begun ? {} : {
      decided: async (entries) => {
        settle = (await log.guard({ entries, content: (hash) => changes.content(hash) })).settle;
      },
    }),
    begins: (steps) => steps >= MANY && tell?.(`putting back ${steps.toLocaleString("en-US")} paths`),
    keep: (kept) => recordInverses(taking, by, kept.filter((one) => !known.has(markOf(one)))),
  });
  const left = [...sparedIn(guard, begun), ...mixed.map(({ path }): Left => ({ path, why: "later" })), ...back.left];
  const fresh = left.map(leftChange).filter((change) => !known.has(markOf({ change, isUnsure: false })));
  if (settle) await settle(fresh);
  else await inOrder(fresh, (change) => log.record(change));
  await changes.settle(run, epoch, { guard: guard.id, changes: [] });
  return { ...back, left };
}

function settling({ store: { changes }, run, epoch }: TakingBack, guard: number) {
  return async (made: readonly Change[]): Promise<void> =>
    void await changes.settle(run, epoch, { guard, changes: made.map(encodeChange) });
}

/** What was left alone when it was begun to be taken back. */
function sparedIn(guard: StoredGuard, begun: StoredGuard | undefined): readonly Left[] {
  if (!begun) return [];
  const before = new Set(leftOutIn(guard));
  return leftOutIn(begun).filter((path) => !before.has(path)).map((path) => ({ path, why: "later" }));
}

function leftChange({ path, why }: Left): Change {
  return { change: "left", path, why };
}

/** What an earlier life has recorded of the same taking back. */
function ofTakeBack(stored: readonly StoredChange[], own: string, guard: StoredGuard): readonly StoredChange[] {
  return stored.filter(({ id, by }) => by === own && id > guard.after);
}

function markOf(kept: Kept): string {
  const { change, contents = {} } = encodeKept(kept);
  const hashes = Object.entries(contents).map(([name, bytes]) => [name, sha256(bytes)]);
  return sameKept({ change, contents: Object.fromEntries(hashes) });
}

/** Undoes what a step has changed and recorded, but for what others have built on. */
async function undoStep(taking: TakingBack, by: string): Promise<TakenBack> {
  const { store: { changes }, run, epoch, workspace, signal } = taking, act = "Cannot undo";
  if (!(await changes.list(run)).some((one) => one.by === by)) return NOTHING;
  return await inTurn(workspace.root, async () => {
    const stored = (await changes.list(run)).filter((one) => !isTakeBack(one.by)), paths = new Set<string>();
    const recorded = await recordedChanges(changes, stored, (one) => one.by === by);
    const selected = new Set(recorded.flatMap((one) => one.by === by ? [one.id] : []));
    const { steps, stuck } = await planMost(recorded, selected, (path) => lookAt(workspace, path));
    for (const step of steps) {
      goOn(signal, act);
      await perform(workspace, step);
      await changes.undone(run, epoch, [step.id]);
      if (step.do !== "nothing") paths.add(step.do === "move" ? step.to : step.path);
    }
    const left = [...new Set(stuck.map(({ path }) => path))].map((path): Left => ({ path, why: "later" }));
    await noteLeft(taking, by, left);
    return { ...NOTHING, paths: [...paths], left };
  }, { signal, act });
}

async function noteLeft(taking: TakingBack, by: string, left: readonly Left[]): Promise<void> {
  const { store: { changes }, run } = taking, own = takeBackOf(by), log = storedChanges(taking).log(own);
  const known = new Set((await changes.list(run)).filter((one) => one.by === own).map(sameKept));
  for (const change of left.map(leftChange)) {
    if (!known.has(markOf({ change, isUnsure: false }))) await log.record(change);
  }
}
