import type { TakenBackView } from "../app/changes/read_taken_back.ts";
import { visible } from "../text/visible.ts";
import { counted } from "./amounts.ts";

/** What was put back after kills and what was left alone, in a sentence; undefined where nothing was. */
export function takenBackFact({ run, kept, left }: TakenBackView): string | undefined {
  if (kept.length + left.length === 0) return undefined;
  const parts = [
    ...(kept.length > 0
      ? [
        `put back ${counted(kept.length, "path")}, and what was there is kept (\`loom undo ${run} --taken-back\`)`,
      ]
      : []),
    ...(left.length > 0 ? [`left ${counted(left.length, "path")} alone that somebody has changed since`] : []),
  ];
  return visible(`After a kill, a resume ${parts.join(" and ")}: \`loom changes ${run}\` lists them`);
}
