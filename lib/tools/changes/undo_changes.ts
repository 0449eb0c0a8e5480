import fs from "node:fs";
import { hashFile } from "../workspace/hash_file.ts";
import { inTurn } from "../workspace/in_turn.ts";
import { openFolder } from "../workspace/open_folder.ts";
import { entryAt } from "../workspace/read_file.ts";
import {
  linkIn,
  moveBack,
  removeFile,
  removeFolder,
  removeLink,
  removeOther,
  restoreFile,
  restoreFolder,
  restoreLink,
  restoreMode,
} from "../workspace/restore.ts";
import { tried, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { nameIn, parentOf } from "../workspace/workspace_path.ts";
import type { Changes, RecordedChange } from "./memory_changes.ts";
import { pacer } from "./pacer.ts";
import { type MostUndone, planMost } from "./plan_most.ts";
import { type Found, planUndo, type UndoConflict, type UndoPlan, type UndoStep } from "./plan_undo.ts";

/** Which changes are undone, and where. */
export interface Undoing {
  /** The workspace they were made in. */
  readonly workspace: Workspace;
  /** Where they were recorded. */
  readonly changes: Changes;
  /** Whether this one is undone; by default all are. */
  readonly which?: (recorded: RecordedChange) => boolean;
  /** Whether what can be undone is undone, whatever stands in the way of the rest. Default: all or nothing. */
  readonly partly?: boolean;
  /** Ends it between two steps. */
  readonly signal: AbortSignal;
}

/** What came of undoing. */
export type UndoResult =
  | {
    readonly ok: true;
    /** Paths that are as they were, each once. */
    readonly paths: readonly string[];
    /** What stands in the way of what was not undone; none where all or nothing was asked for. */
    readonly stuck: readonly UndoConflict[];
  }
  /** Nothing was undone. */
  | { readonly ok: false; readonly conflicts: readonly UndoConflict[] };

/**
 * Undoes changes, the latest first: all that were asked for, or none if something made later would be lost, unless a part
 * will do. A folder that others use by now stays, and so does the change that made it. Meanwhile nobody else in this
 * process changes the workspace. Each step is noted when it is done, so that undoing goes on where it was when it was
 * interrupted.
 *
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step.
 */
export async function undoChanges(undoing: Undoing): Promise<UndoResult> {
  const { workspace, changes, which = () => true, partly = false, signal } = undoing;
  const waiting = { signal, act: "Cannot undo" };
  return await inTurn(workspace.root, async () => {
    const all = await changes.list(), selected = new Set(all.filter(which).map(({ id }) => id));
    const plan = await planUndoing(workspace, { changes: all, selected, partly }), piece = pacer();
    if (!plan.ok) return plan;
    for (const step of plan.steps) {
      if (signal.aborted) throw new WorkspaceTrouble("aborted", `\`${step.path}\` was not put back: undoing was ended`);
      await perform(workspace, step);
      await changes.undone(step.id);
      await piece();
    }
    const touched = plan.steps.filter((step) => step.do !== "nothing");
    const paths = [...new Set(touched.map((step) => step.do === "move" ? step.to : step.path))];
    return { ok: true, paths, stuck: plan.stuck };
  }, waiting);
}

/** Changes that stand, and which of them are to be undone. */
export interface Selection {
  /** Those that stand. */
  readonly changes: readonly RecordedChange[];
  /** Numbers of those that are to be undone. */
  readonly selected: ReadonlySet<number>;
  /** Whether what can be undone is, whatever stands in the way of the rest. */
  readonly partly: boolean;
}

/** How a selection is undone; nothing of it where something is in the way, and of a part where all of it is stuck. */
export async function planUndoing(
  workspace: Workspace,
  { changes, selected, partly }: Selection,
): Promise<{ readonly ok: true } & MostUndone | Extract<UndoPlan, { readonly ok: false }>> {
  const look = (path: string) => lookAt(workspace, path);
  if (!partly) {
    const plan = await planUndo(changes, selected, look);
    return plan.ok ? { ...plan, stuck: [] } : plan;
  }
  const { steps, stuck } = await planMost(changes, selected, look);
  return steps.length === 0 && stuck.length > 0 ? { ok: false, conflicts: stuck } : { ok: true, steps, stuck };
}

/** What is at a path of a workspace, as {@link planUndo} asks for it. */
export async function lookAt(workspace: Workspace, path: string): Promise<Found> {
  const act = `Cannot look at \`${path}\``, entry = entryAt(workspace, path, act);
  switch (entry.is) {
    case "missing":
      return { is: "missing" };
    case "file":
      return await foundFile(workspace, path, act);
    case "folder": {
      using folder = openFolder(workspace, path, act);
      return { is: "folder", mode: entry.mode, names: tried(act, () => fs.readdirSync(folder.at())) };
    }
    case "link": {
      using folder = openFolder(workspace, parentOf(path), act);
      const target = linkIn(folder, nameIn(path));
      return target === undefined ? { is: "other" } : { is: "link", target };
    }
    case "special":
      return { is: "other" };
  }
}

async function foundFile(workspace: Workspace, path: string, act: string): Promise<Found> {
  try {
    using folder = openFolder(workspace, parentOf(path), act);
    const { hash, file } = await hashFile(folder, nameIn(path), act);
    folder.check();
    return { is: "file", hash, mode: file.mode };
  } catch (error) {
    if (error instanceof WorkspaceTrouble && error.code === "refused") return { is: "other" };
    throw error;
  }
}

/** Makes one step; what is there must be what was planned with. */
export async function perform(workspace: Workspace, step: UndoStep): Promise<void> {
  const { path } = step;
  switch (step.do) {
    case "nothing":
      return;
    case "remove":
      return await removeFile(workspace, path, step.hash);
    case "remove-folder":
      return await removeFolder(workspace, path);
    case "remove-other":
      return await removeOther(workspace, path);
    case "remove-link":
      return await removeLink(workspace, path, step.target);
    case "write":
      return await restoreFile(workspace, path, step);
    case "move":
      return await moveBack(workspace, path, step.to);
    case "make-folder":
      return await restoreFolder(workspace, path, step.mode);
    case "make-link":
      return await restoreLink(workspace, path, step.target);
    case "mode":
      return await restoreMode(workspace, path, step.mode);
  }
}
