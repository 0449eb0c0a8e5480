import { isGone } from "../engine/lease.ts";
import type { RunHead, Store, StoredChange } from "../store/store.ts";
import { isDriven, standing } from "../views/standing.ts";
import type { CutOffProgram, StandingChanges } from "../views/standing_changes.ts";
import { ancestors } from "./ancestors.ts";
import { type ListedChange, listedChange } from "./changes/list_changes.ts";
import { isFinal } from "./ended_earlier.ts";

/**
 * What a run has changed itself and stands: what was undone does not count, nor what a resume has put back. Child runs
 * have changes of their own.
 */
export async function standingChanges(store: Store, run: RunHead): Promise<StandingChanges> {
  const all = (await store.changes.list(run.id, { undone: true })).map(asListed);
  const own = all.filter(({ takenBack, what }) => !takenBack && what !== "left");
  const made = own.filter(({ undone }) => undone === undefined), gone = own.flatMap(({ undone }) => undone ?? []);
  const byTask = Map.groupBy(made, ({ task }) => task), cutOff = await cutOffIn(store, run);
  return {
    files: filesIn(made),
    byTask: new Map([...byTask].map(([task, some]) => [task, filesIn(some)])),
    changes: made.length,
    ...(gone.length > 0 ? { undone: { changes: gone.length, at: Math.max(...gone) } } : {}),
    ...(cutOff ? { cutOff } : {}),
  };
}

function asListed(change: StoredChange): ListedChange {
  return listedChange(change, 0);
}

/** A file that was moved is one file, under its new name. */
function filesIn(changes: readonly ListedChange[]): readonly string[] {
  const files = new Set<string>();
  for (const { what, path, to } of changes) {
    if (what === "make-folder" || what === "remove-folder") continue;
    if (to !== undefined) files.delete(path);
    files.add(to ?? path);
  }
  return [...files];
}

/** While somebody drives a run its programs have snapshots as well: those are not cut off. */
async function cutOffIn(store: Store, run: RunHead): Promise<CutOffProgram | undefined> {
  const status = standing(run, { gone: isGone(run.lease) });
  if (isDriven(status) || (await store.changes.guards(run.id)).length === 0) return undefined;
  const root = (await ancestors(store, run)).at(-1) ?? run;
  return isFinal(root) ? {} : { resume: root.name };
}
