import fs from "node:fs";
import { changeFileNow, makeFolderNow, moveFileNow, removeEntryNow } from "../workspace/change_file.ts";
import { inTurn } from "../workspace/in_turn.ts";
import { openFolder } from "../workspace/open_folder.ts";
import { entryAt, readFile } from "../workspace/read_file.ts";
import { tried, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Changes, RecordedChange } from "./memory_changes.ts";
import { type Found, planUndo, type UndoConflict, type UndoStep } from "./plan_undo.ts";

/** Which changes are undone, and where. */
export interface Undoing {
  /** The workspace they were made in. */
  readonly workspace: Workspace;
  /** Where they were recorded. */
  readonly changes: Changes;
  /** Whether this one is undone; by default all are. */
  readonly which?: (recorded: RecordedChange) => boolean;
  /** Ends it between two steps. */
  readonly signal: AbortSignal;
}

/** What came of undoing. */
export type UndoResult =
  | {
    readonly ok: true;
    /** Paths that are as they were, each once. */
    readonly paths: readonly string[];
  }
  /** Nothing was undone. */
  | { readonly ok: false; readonly conflicts: readonly UndoConflict[] };

/**
 * Undoes changes, the latest first: all that were asked for, or none if something made later would be lost. Meanwhile
 * nobody else in this process changes the workspace. Each step is noted when it is done, so that undoing goes on where
 * it was when it was interrupted.
 *
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step.
 */
export async function undoChanges(undoing: Undoing): Promise<UndoResult> {
  const { workspace, changes, which = () => true, signal } = undoing;
  return await inTurn(workspace.root, async () => {
    const all = await changes.list(), selected = new Set(all.filter(which).map(({ id }) => id));
    const plan = await planUndo(all, selected, (path) => found(workspace, path));
    if (!plan.ok) return plan;
    for (const step of plan.steps) {
      if (signal.aborted) throw new WorkspaceTrouble("aborted", `\`${step.path}\` was not put back: undoing was ended`);
      await perform(workspace, step, signal);
      await changes.undone(step.id);
    }
    const touched = plan.steps.filter((step) => step.do !== "nothing");
    return { ok: true, paths: [...new Set(touched.map((step) => step.do === "move" ? step.to : step.path))] };
  });
}

async function found(workspace: Workspace, path: string): Promise<Found> {
  const act = `Cannot look at \`${path}\``, entry = entryAt(workspace, path, act);
  switch (entry.is) {
    case "missing":
      return { is: "missing" };
    case "file": {
      const { hash, mode } = await readFile(workspace, path, act);
      return { is: "file", hash, mode };
    }
    case "folder": {
      using folder = openFolder(workspace, path, act);
      return { is: "folder", names: tried(act, () => fs.readdirSync(folder.at())) };
    }
    default:
      return { is: "other" };
  }
}

/** Undoing is not recorded: it takes records back. */
const UNRECORDED = { record: () => Promise.resolve() };

async function perform(workspace: Workspace, step: UndoStep, signal: AbortSignal): Promise<void> {
  const { path } = step, changing = { log: UNRECORDED, signal };
  switch (step.do) {
    case "nothing":
      return;
    case "remove":
      await expectHash(workspace, path, step.hash);
      await removeEntryNow(workspace, path, changing);
      return;
    case "remove-folder":
      await removeEntryNow(workspace, path, changing);
      return;
    case "write": {
      const make = (before: { readonly hash: string } | undefined) => {
        if (before?.hash !== step.over) throw changedMeanwhile(path);
        return step.bytes;
      };
      await changeFileNow(workspace, path, { ...changing, make, mode: step.mode });
      return;
    }
    case "move":
      return await moveFileNow(workspace, { from: path, to: step.to }, changing);
    case "make-folder":
      return makeFolderNow(workspace, path, `Cannot put \`${path}\` back`, step.mode);
  }
}

async function expectHash(workspace: Workspace, path: string, hash: string): Promise<void> {
  if ((await readFile(workspace, path)).hash !== hash) throw changedMeanwhile(path);
}

function changedMeanwhile(path: string): WorkspaceTrouble {
  return new WorkspaceTrouble("conflict", `Cannot put \`${path}\` back: another program changed it meanwhile`);
}
