/** What a command has changed that was cut off by the end of its process: a snapshot of before is all that is left. */
import type { ChangeStore, Store, StoredChange, StoredGuard } from "../../store/store.ts";
import { changesBetween } from "../../tools/snapshot/changes_between.ts";
import { walkWorkspace } from "../../tools/snapshot/walk_workspace.ts";
import type { Change, Snapshot, SnapshotEntry } from "../../tools/tool.ts";
import type { Workspace } from "../../tools/workspace/workspace.ts";

/** The snapshot that was kept. */
export function snapshotOf(changes: Pick<ChangeStore, "content">, { entries }: StoredGuard): Snapshot {
  return { entries: entries as unknown as readonly SnapshotEntry[], content: (hash) => changes.content(hash) };
}

/** What other steps have changed since a snapshot was taken. */
export interface Later {
  /** Paths that the command had left as they were: what is there now is not its doing. */
  readonly paths: readonly string[];
  /** Changes of what the command had changed before: what it did there can be taken back at their cost alone. */
  readonly mixed: readonly { readonly path: string; readonly by: string }[];
}

/** What other steps of a run have changed since a snapshot was taken, and still stands. */
export function laterThan(guard: StoredGuard, changes: readonly StoredChange[]): Later {
  const was = new Map((guard.entries as unknown as readonly SnapshotEntry[]).map((entry) => [entry.path, entry]));
  const paths = new Set<string>(), mixed = new Map<string, string>();
  for (const one of changes) {
    if (one.id <= guard.after || one.by === guard.by) continue;
    for (const path of pathsOf(one)) {
      // What stands there from the first of the later changes on is theirs.
      if (!paths.has(path) && !mixed.has(path) && !isAsItWas(one, path, was.get(path))) mixed.set(path, one.by);
      paths.add(path);
    }
  }
  return { paths: [...paths], mixed: [...mixed].map(([path, by]) => ({ path, by })) };
}

function pathsOf({ change }: StoredChange): readonly string[] {
  const { path, to } = change as { readonly path: string; readonly to?: string };
  return to === undefined ? [path] : [path, to];
}

/** Whether a change is known to have found at a path what the snapshot has there. */
function isAsItWas({ change, contents }: StoredChange, path: string, was: SnapshotEntry | undefined): boolean {
  const made = change as { readonly change: Change["change"]; readonly path: string; readonly target?: string };
  switch (made.change) {
    case "create":
    case "make-folder":
    case "make-link":
    case "make-other":
      return was === undefined;
    case "modify":
    case "delete":
      return was?.is === "file" && was.hash === contents["before"];
    case "remove-link":
      return was?.is === "link" && was.target === made.target;
    case "rename":
      return path !== made.path && was === undefined;
    default:
      // Nothing tells what a folder held, or a file whose content was not looked at.
      return false;
  }
}

/** A command that was cut off, and what it has changed as far as that can be told. */
export interface CutOff {
  readonly guard: StoredGuard;
  readonly changes: readonly Change[];
}

/**
 * What the commands of these snapshots have changed, oldest first, as changes that can be undone: each up to the next
 * snapshot, the last up to now, but for what other steps have changed since.
 *
 * @throws {RangeError} where another step has changed what such a command had changed: nobody can tell the two apart.
 */
export async function changesCutOff(
  { changes }: Pick<Store, "changes">,
  workspace: Workspace,
  { guards, stored }: { readonly guards: readonly StoredGuard[]; readonly stored: readonly StoredChange[] },
): Promise<readonly CutOff[]> {
  const all: CutOff[] = [];
  for (const [i, guard] of guards.entries()) {
    const { paths, mixed } = laterThan(guard, stored), next = guards[i + 1];
    if (mixed[0]) {
      const { path, by } = mixed[0];
      throw new RangeError(
        `Cannot tell what \`${guard.by}\` had changed in \`${path}\` when it was cut off: \`${by}\` has changed that since`,
      );
    }
    const { entries, content } = snapshotOf(changes, guard),
      leftOut = (path: string) => ({ is: "left-out", path }) as const;
    const after = next
      ? [...snapshotOf(changes, next).entries, ...paths.map(leftOut)]
      : await walkWorkspace(workspace, {
        entries: Infinity,
        without: [...entries.flatMap((entry) => entry.is === "left-out" ? [entry.path] : []), ...paths],
      });
    all.push({ guard, changes: await changesBetween(entries, after, content) });
  }
  return all;
}
