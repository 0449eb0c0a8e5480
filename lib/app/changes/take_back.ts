import type { StoredGuard } from "../../store/store.ts";
import { undoChanges } from "../../tools/changes/undo_changes.ts";
import { putBack } from "../../tools/snapshot/put_back.ts";
import type { Workspace } from "../../tools/workspace/workspace.ts";
import { laterThan, snapshotOf } from "./cut_off.ts";
import type { ChangesOf } from "./stored_changes.ts";
import { recordedChanges, storedChanges } from "./stored_changes.ts";

/** Where is taken back. */
export interface TakingBack extends ChangesOf {
  /** What the run works in. */
  readonly workspace: Workspace;
  /** Ends it between two files; it may be begun again. */
  readonly signal: AbortSignal;
}

/** What was taken back. */
export interface TakenBack {
  /** Paths that are as they were, each once. */
  readonly paths: readonly string[];
  /** What a command has changed and cannot be put back because it was not kept, and why. */
  readonly lost: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Takes back what commands of a run have changed that were cut off by the end of their process, the latest first. It is
 * done before anything runs again: a snapshot that is put back later would take what others have made since for the
 * command's doing. What people have changed in the meantime cannot be told from it.
 *
 * @throws {RangeError} when something that was made later would be lost: nothing more is taken back then.
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step.
 */
export async function takeBackOpen(taking: TakingBack): Promise<TakenBack> {
  const steps = (await taking.store.changes.guards(taking.run)).map(({ by }) => by).toReversed();
  const all: TakenBack[] = [];
  for (const by of new Set(steps)) all.push(await takeBack(taking, by));
  return {
    paths: [...new Set(all.flatMap(({ paths }) => paths))],
    lost: all.flatMap(({ lost }) => lost),
  };
}

/**
 * Takes back what a step has changed that was cut off by the end of its process, before it is run again: there is no
 * outcome of it in the journal. Does nothing where it has changed nothing. Where it left a snapshot, whatever differs from
 * that is put back, except for paths that other steps have changed since.
 *
 * @param by Key of the step.
 * @throws {RangeError} when something that was made later would be lost: nothing more is taken back then.
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step.
 */
export async function takeBack(taking: TakingBack, by: string): Promise<TakenBack> {
  const { store: { changes }, run } = taking;
  const guards = (await changes.guards(run)).filter((guard) => guard.by === by).toReversed();
  const stored = await changes.list(run);
  if (guards.length === 0 && !stored.some((one) => one.by === by)) return { paths: [], lost: [] };
  const paths = new Set<string>(), lost: TakenBack["lost"][number][] = [];
  for (const guard of guards) {
    const back = await putBackTo(taking, guard);
    for (const path of back.paths) paths.add(path);
    lost.push(...back.lost);
  }
  for (const path of await undoStep(taking, by)) paths.add(path);
  return { paths: [...paths], lost };
}

async function putBackTo(taking: TakingBack, guard: StoredGuard): Promise<TakenBack> {
  const { store: { changes }, run, epoch, workspace, signal } = taking, { by } = guard;
  const { paths, mixed } = laterThan(guard, await changes.list(run));
  if (mixed[0]) {
    const { path, by: other } = mixed[0];
    throw refused(by, `\`${other}\` has changed \`${path}\` since, and that would be lost; undo its change first`);
  }
  const back = await putBack(workspace, snapshotOf(changes, guard), { without: paths, signal });
  await changes.settle(run, epoch, { guard: guard.id, changes: [] });
  return back;
}

async function undoStep(taking: TakingBack, by: string): Promise<readonly string[]> {
  const { store: { changes }, run, workspace, signal } = taking, kept = storedChanges(taking);
  const list = async () => await recordedChanges(changes, await changes.list(run), (one) => one.by === by);
  const undone = await undoChanges({
    workspace,
    changes: { ...kept, list },
    which: (one) => one.by === by,
    signal,
  });
  if (undone.ok) return undone.paths;
  throw refused(by, undone.conflicts.map(({ message }) => message).join("; "));
}

function refused(by: string, why: string): RangeError {
  return new RangeError(`Cannot run \`${by}\` again before what it left is taken back: ${why}`);
}
