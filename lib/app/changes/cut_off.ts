/** What a command has changed that was cut off by the end of its process: a snapshot of before is all that is left. */
import { HEARTBEAT, LEASE_TTL } from "../../engine/lease.ts";
import { GRACE } from "../../engine/world.ts";
import type { ChangeStore, Store, StoredChange, StoredGuard } from "../../store/store.ts";
import { changesBetween } from "../../tools/snapshot/changes_between.ts";
import type { Era, Judged, Left } from "../../tools/snapshot/judge_changes.ts";
import { judgeChanges, judgeNothing } from "../../tools/snapshot/judge_changes.ts";
import { walkNow } from "../../tools/snapshot/put_back.ts";
import type { Change, Snapshot, SnapshotEntry } from "../../tools/tool.ts";
import type { Workspace } from "../../tools/workspace/workspace.ts";
import { isPuttingBack } from "./record_inverses.ts";
import { isTakeBack, takeBackOf } from "./take_back_key.ts";

/** The snapshot that was kept. */
export function snapshotOf(changes: Pick<ChangeStore, "content">, { entries }: StoredGuard): Snapshot {
  return { entries: entries as unknown as readonly SnapshotEntry[], content: (hash) => changes.content(hash) };
}

/** Paths that a snapshot leaves out. */
export function leftOutIn({ entries }: StoredGuard): readonly string[] {
  return (entries as unknown as readonly SnapshotEntry[]).flatMap(({ is, path }) => is === "left-out" ? [path] : []);
}

/** The command may have changed something shortly before, for all that clocks and disks tell. Milliseconds. */
const SLACK = 5_000;

/**
 * When the command of a snapshot was at work. Its driver was heard of at most as long before its lease lapsed as a lease
 * lasts. A driver that cannot be heard gives its run up when that has lapsed, and ends its programs.
 *
 * @param begun What is being put back since, by somebody who was cut off as well.
 */
export function eraOf({ at, heard }: StoredGuard, begun?: StoredGuard): Era {
  if (begun) return { began: -Infinity, heard: -Infinity, over: begun.at, isAgain: true };
  // Of a store that does not know when: whoever it was, it is kept.
  if (heard === undefined) return { began: at, heard: -Infinity, over: Infinity, isAgain: false };
  return { began: at, heard: heard - LEASE_TTL - SLACK, over: heard + HEARTBEAT + GRACE, isAgain: false };
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
    if (one.id <= guard.after || one.by === guard.by || isTakeBack(one.by)) continue;
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
  /** The snapshot of what is being put back since, where somebody was cut off in the middle of that. */
  readonly begun: StoredGuard | undefined;
  /** Whether what it has changed is what is there now; otherwise it is what the next snapshot holds. */
  readonly isNow: boolean;
  /** What it has changed, and whether that may be somebody else's. */
  readonly changes: readonly Judged[];
  /** What somebody else has changed since. */
  readonly left: readonly Left[];
}

/** What is looked at. */
export interface CutOffs {
  /** All snapshots of a run, oldest first. */
  readonly guards: readonly StoredGuard[];
  /** Its changes that stand. */
  readonly stored: readonly StoredChange[];
  /** Patterns of paths that no snapshot of the run holds. */
  readonly patterns: readonly string[];
}

/**
 * What the commands of these snapshots have changed, oldest first, as changes that can be undone: each up to the next
 * snapshot, the last up to now, but for what other steps and other people have changed since.
 *
 * @throws {RangeError} where another step has changed what such a command had changed: nobody can tell the two apart.
 */
export async function changesCutOff(
  { changes }: Pick<Store, "changes">,
  workspace: Workspace,
  { guards: all, stored, patterns }: CutOffs,
): Promise<readonly CutOff[]> {
  const guards = all.filter(({ by }) => !isTakeBack(by)), cutOff: CutOff[] = [];
  for (const [i, guard] of guards.entries()) {
    const { paths, mixed } = laterThan(guard, stored), next = guards[i + 1];
    if (mixed[0]) {
      const { path, by } = mixed[0];
      throw new RangeError(
        `Cannot tell what \`${guard.by}\` had changed in \`${path}\` when it was cut off: \`${by}\` has changed that since`,
      );
    }
    const begun = all.find((one) => one.by === takeBackOf(guard.by) && one.id > guard.id && isPuttingBack(one));
    const { entries: before, content } = snapshotOf(changes, begun ?? guard);
    const leftOut = (path: string) => ({ is: "left-out", path }) as const;
    const now = next
      ? [...snapshotOf(changes, next).entries, ...paths.map(leftOut)]
      : await walkNow(workspace, { entries: before }, { without: paths, patterns });
    const compared = { before, now, changes: await changesBetween(before, now, content) };
    // Of what was there before the next snapshot no times are known.
    const judged = next ? judgeNothing(compared) : await judgeChanges(workspace, compared, eraOf(guard, begun));
    cutOff.push({ guard, begun, isNow: next === undefined, ...judged });
  }
  return cutOff;
}
