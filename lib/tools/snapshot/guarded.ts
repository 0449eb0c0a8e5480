import { untimed } from "../call_clock.ts";
import type { Change, ChangeLog, Snapshot } from "../tool.ts";
import { inTurn } from "../workspace/in_turn.ts";
import { goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { changesBetween } from "./changes_between.ts";
import { type SnapshotOptions, takeSnapshot } from "./take_snapshot.ts";

/** Where a command runs, and what makes it undoable. */
export interface Guarding {
  /** The workspace that it may change. */
  readonly workspace: Workspace;
  /** Keeps the snapshot while it runs, and records what it has changed. */
  readonly log: ChangeLog;
  /** What is kept, and how much. */
  readonly snapshot?: SnapshotOptions | undefined;
  /**
   * Ends it before the command begins. Once that has begun, what it changes is recorded in any case. The time of a call
   * is that of its command: waiting for the workspace and taking the snapshot are none of it.
   */
  readonly signal: AbortSignal;
}

/** What came of a command. */
export interface Guarded<T> {
  /** What running it gave. */
  readonly value: T;
  /** What it has changed, in an order in which that could be made. */
  readonly changes: readonly Change[];
}

/**
 * Runs something that may change anything in a workspace. It has the workspace to itself: whoever in this process wants
 * to change something waits. What the workspace holds is durable before it begins, and what it has changed when this
 * resolves. A process that dies in between leaves a snapshot; see {@link putBack}.
 *
 * What another process changes meanwhile is taken for the command's own.
 *
 * @throws {WorkspaceTrouble} when the workspace is too large or too busy to be kept: then nothing was run.
 * @throws {Error} when it cannot be told what the command has changed: the snapshot stays, for the way back.
 */
export async function guarded<T>(guarding: Guarding, run: () => Promise<T>): Promise<Guarded<T>> {
  const { workspace, log, snapshot = {}, signal } = guarding, act = "Cannot begin";
  return await inTurn(workspace.root, async () => {
    goOn(signal, act);
    const { before, guard } = await untimed(signal, async () => {
      const before = await takeSnapshot(workspace, snapshot);
      return { before, guard: await log.guard(before) };
    });
    if (signal.aborted) await guard.settle([]);
    goOn(signal, act);
    const ended = await run().then(
      (value) => ({ ok: true, value }) as const,
      (error) => ({ ok: false, error }) as const,
    );
    const after = await snapshotAfter(workspace, snapshot);
    const changes = await changesBetween(before.entries, after.entries, (hash) => guard.content(hash));
    await guard.settle(changes);
    if (!ended.ok) throw ended.error;
    return { value: ended.value, changes };
  }, { signal, act });
}

/** How often the workspace is looked through after a command: something may still be at work in it. */
const TRIES = 3;

async function snapshotAfter(workspace: Workspace, options: SnapshotOptions): Promise<Snapshot> {
  for (let count = 1;; count++) {
    try {
      // However much there is by now: the bound is on what may begin.
      return await takeSnapshot(workspace, { ...options, entries: Infinity });
    } catch (error) {
      if (!(error instanceof WorkspaceTrouble)) throw error;
      if (count === TRIES) {
        throw new Error(`Cannot tell what a command has changed: ${error.message}`, { cause: error });
      }
    }
  }
}
