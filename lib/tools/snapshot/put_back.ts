import type { RecordedChange } from "../changes/memory_changes.ts";
import { type Found, planUndo, type UndoPlan } from "../changes/plan_undo.ts";
import { perform } from "../changes/undo_changes.ts";
import type { Snapshot, SnapshotEntry } from "../tool.ts";
import { inTurn } from "../workspace/in_turn.ts";
import { goOn } from "../workspace/trouble.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { changesBetween } from "./changes_between.ts";
import { walkWorkspace } from "./walk_workspace.ts";

/** How a workspace is put back. */
export interface PuttingBack {
  /** Paths that are left alone besides those that the snapshot leaves out. */
  readonly without?: readonly string[];
  /** Ends it between two steps. */
  readonly signal: AbortSignal;
}

/** What came of putting a workspace back. */
export interface PutBack {
  /** Paths that are as they were, each once. */
  readonly paths: readonly string[];
  /** What could not be put back, and why. */
  readonly lost: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Makes a workspace what it was when a snapshot was taken: for whoever finds a snapshot whose command never came back.
 * Whatever differs is taken for what that command has done, with what others may have changed since. Only what differs is
 * touched. It may be killed at any moment and begun again; done twice it does nothing more.
 *
 * @throws {WorkspaceTrouble} when another program comes between, or the disk refuses a step.
 */
export async function putBack(workspace: Workspace, snapshot: Snapshot, options: PuttingBack): Promise<PutBack> {
  const { signal, without = [] } = options, act = "Cannot put the workspace back";
  return await inTurn(workspace.root, async () => {
    const leftOut = snapshot.entries.flatMap((entry) => entry.is === "left-out" ? [entry.path] : []);
    const now = await walkWorkspace(workspace, { entries: Infinity, without: [...leftOut, ...without] });
    const changes = await changesBetween(snapshot.entries, now, (hash) => snapshot.content(hash));
    const { steps, lost } = await planAll(changes.map((change, id) => ({ id, by: "", change })), pictureOf(now));
    for (const step of steps) {
      goOn(signal, act);
      await perform(workspace, step);
    }
    const touched = steps.filter((step) => step.do !== "nothing").map((step) =>
      step.do === "move" ? step.to : step.path
    );
    return { paths: [...new Set(touched)], lost };
  }, { signal, act });
}

type Steps = Extract<UndoPlan, { readonly ok: true }>["steps"];

/** All steps that there are, whatever else cannot be undone. */
async function planAll(
  changes: readonly RecordedChange[],
  look: (path: string) => Promise<Found>,
): Promise<{ readonly steps: Steps; readonly lost: PutBack["lost"] }> {
  const lost: { readonly path: string; readonly message: string }[] = [];
  for (let left = changes;;) {
    const plan = await planUndo(left, new Set(left.map(({ id }) => id)), look);
    if (plan.ok) return { steps: plan.steps, lost };
    lost.push(...plan.conflicts.map(({ path, message }) => ({ path, message })));
    const stuck = new Set(plan.conflicts.map(({ id }) => id));
    left = left.filter(({ id }) => !stuck.has(id));
  }
}

/** What is at each path, as it was walked through. */
function pictureOf(entries: readonly SnapshotEntry[]): (path: string) => Promise<Found> {
  const at = new Map(entries.map((entry) => [entry.path, entry])), names = new Map<string, string[]>([["", []]]);
  for (const { path, is } of entries) {
    const cut = path.lastIndexOf("/"), above = path.slice(0, Math.max(0, cut));
    if (is === "folder") names.set(path, names.get(path) ?? []);
    names.get(above)?.push(path.slice(cut + 1));
  }
  return (path) => Promise.resolve(foundAt(path, at.get(path), names.get(path) ?? []));
}

function foundAt(path: string, entry: SnapshotEntry | undefined, names: readonly string[]): Found {
  if (path === "") return { is: "folder", mode: 0o700, names };
  switch (entry?.is) {
    case undefined:
      return { is: "missing" };
    case "file":
      return { is: "file", hash: entry.hash, mode: entry.mode };
    case "folder":
      return { is: "folder", mode: entry.mode, names };
    case "link":
      return { is: "link", target: entry.target };
    case "other":
    case "left-out":
      return { is: "other" };
  }
}
