import { type Listed, listFolder } from "../workspace/list_folder.ts";
import { goOn, WorkspaceTrouble } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Folders that hold what others made. */
const SKIPPED: ReadonlySet<string> = new Set([
  ".git",
  ".loom",
  "node_modules",
  "__pycache__",
  ".venv",
  "venv",
  ".tox",
  ".mypy_cache",
]);

/** Files below a folder, without those in folders of version control, installed packages and caches. Links are left out. */
export function* walkFiles(workspace: Workspace, path: string, { act, signal }: {
  readonly act: string;
  readonly signal: AbortSignal;
}): Generator<Listed> {
  for (const listed of listFolder(workspace, path, act)) {
    goOn(signal, act);
    if (listed.entry.is === "file") yield listed;
    if (listed.entry.is !== "folder" || SKIPPED.has(listed.name)) continue;
    try {
      yield* walkFiles(workspace, listed.path, { act, signal });
    } catch (error) {
      // What nobody may enter, or is gone by now, is not found.
      if (!(error instanceof WorkspaceTrouble) || error.code === "aborted") throw error;
    }
  }
}
