import type { RunHead, Store, StoredChange } from "../../store/store.ts";
import type { Change, Made, Spared } from "../../tools/tool.ts";
import { isUnsure } from "./record_inverses.ts";
import { isTakeBack, stepOf } from "./take_back_key.ts";

/** A change of a file or a folder, as people see it. */
export interface ListedChange {
  /** Its place among all changes of the run, from 1, those that were undone among them. */
  readonly number: number;
  /** Its number in the store. */
  readonly id: number;
  /** Key of the step that made it. */
  readonly by: string;
  /** The task that the step is of; empty for steps of none. */
  readonly task: string;
  /** Milliseconds since 1970 when it was recorded. */
  readonly at: number;
  /** Whether it is what a resume did to take back what a kill had cut off. */
  readonly takenBack?: true;
  /** Whether somebody else may have made what went by that, as far as times tell. */
  readonly unsure?: true;
  /** What was done; left: nothing, it was left as it is. */
  readonly what: Change["change"];
  /** Its path in the workspace. */
  readonly path: string;
  /** The path it got, where it was moved. */
  readonly to?: string;
  /** What it held before: SHA-256 of the content. */
  readonly before?: string;
  /** What it held afterwards: SHA-256 of the content. */
  readonly after?: string;
  /** Why it was left as it is: somebody has changed it since, it is too large to be kept, or it cannot be read. */
  readonly why?: Spared;
  /** Milliseconds since 1970 when it was undone; absent: it stands. */
  readonly undone?: number;
}

/** All changes that a run has made in its workspace, oldest first. */
export async function listChanges(store: Pick<Store, "changes">, run: RunHead): Promise<readonly ListedChange[]> {
  return (await store.changes.list(run.id, { undone: true })).map((change, i) => listedChange(change, i + 1));
}

/** The change of this number as people see it. */
export function listedChange(stored: StoredChange, number: number): ListedChange {
  const { id, by, at, change, contents, undone } = stored;
  const { change: what, path, to, after, why } = change as unknown as
    & Pick<Change, "change" | "path">
    & { readonly to?: string; readonly after?: Made | number; readonly why?: Spared };
  const made = typeof after === "object" ? after.hash : undefined, before = contents["before"];
  return {
    ...{ number, id, by, task: taskOf(stepOf(by)), at, what, path },
    ...(isTakeBack(by) ? { takenBack: true } : {}),
    ...(isUnsure(stored) ? { unsure: true } : {}),
    ...(what === "left" && why !== undefined ? { why } : {}),
    ...(to === undefined ? {} : { to }),
    ...(before === undefined ? {} : { before }),
    ...(made === undefined ? {} : { after: made }),
    ...(undone === undefined ? {} : { undone }),
  };
}

/** The task that a step is of, by its key; empty for steps of none. */
export function taskOf(key: string): string {
  return /^task\/([^/]+)/.exec(key)?.[1] ?? "";
}

/** A child run that has changed something itself, and how much of it stands. */
export interface ChildChanges {
  /** Its name. */
  readonly run: string;
  /** How many changes stand. */
  readonly changes: number;
}

/** Child runs, and theirs, with changes that stand: those are listed and undone by their own names. */
export async function childChanges(
  store: Pick<Store, "changes" | "runs">,
  run: RunHead,
): Promise<readonly ChildChanges[]> {
  const children = (await store.runs({ parent: run.id })).toReversed();
  const all = children.map(async (child) => {
    const changes = (await store.changes.list(child.id)).filter(({ by }) => !isTakeBack(by)).length,
      below = await childChanges(store, child);
    return [...(changes > 0 ? [{ run: child.name, changes }] : []), ...below];
  });
  return (await Promise.all(all)).flat();
}
