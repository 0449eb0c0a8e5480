import type { TakenBack } from "./take_back.ts";

/** Paths that are named one by one. */
const NAMED = 8;

/** What a resume has taken back after a kill, in sentences; none where there was nothing. */
export function takenBackWords(run: string, { paths, kept, left, lost }: TakenBack): readonly string[] {
  const back = `\`loom undo ${run} --taken-back\` brings it back`;
  const whose = kept.length > 0 ? `: somebody else may have made ${named(kept)}` : "";
  return [
    ...(paths.length > 0
      ? [`what a kill had cut off was put back: ${named(paths)}`, `what was there is kept, ${back}${whose}`]
      : []),
    ...(left.length > 0 ? [`left as it is, changed since or not to be kept: ${pathsOf(left)}`] : []),
    ...(lost.length > 0 ? [`could not be put back: ${pathsOf(lost)}`] : []),
  ];
}

function pathsOf(all: readonly { readonly path: string }[]): string {
  return named([...new Set(all.map(({ path }) => path))]);
}

function named(paths: readonly string[]): string {
  const more = paths.length - NAMED, shown = paths.slice(0, NAMED).map((path) => `\`${path}\``).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
