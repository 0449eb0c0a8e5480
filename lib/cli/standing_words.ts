/** What a run has left in its workspace, in words. */
import { visible } from "../text/visible.ts";
import type { StandingChanges } from "../views/standing_changes.ts";
import { counted, moment } from "./amounts.ts";

/** How much of what a run has changed stands; undefined where nothing does. */
export function standingWords({ files, changes }: StandingChanges): string | undefined {
  if (changes === 0) return undefined;
  return files.length > 0 ? `${counted(files.length, "file")} changed` : `${counted(changes, "folder")} changed`;
}

/** What was undone, and when; undefined where nothing was. */
export function undoneFact({ undone }: Pick<StandingChanges, "undone">): string | undefined {
  if (!undone) return undefined;
  return `${counted(undone.changes, "change was", "changes were")} undone, ${moment(undone.at)}`;
}

/** What a program has left that a kill has cut off, and what to do about it; undefined where nothing was cut off. */
export function cutOffFact(run: string, { cutOff }: Pick<StandingChanges, "cutOff">): string | undefined {
  if (!cutOff) return undefined;
  const { resume } = cutOff, shows = `A program was cut off: \`loom undo ${run} --dry-run\` shows what it left`;
  return visible(resume === undefined ? shows : `${shows}, \`loom resume ${resume}\` puts it back`);
}
