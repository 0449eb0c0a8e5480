import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";

/** Lines taken away and put in, in all, beyond which two texts are not compared: it costs the square of that. */
const MOST_EDITS = 1_000;
/** Lines around a change. */
const AROUND = 3;

/** Two states of a file; `before` is undefined where it is new. */
export interface FileChange {
  /** Its path. */
  readonly path: string;
  /** Its text before. */
  readonly before: string | undefined;
  /** Its text now. */
  readonly after: string;
}

/** The change of a file as a unified diff; undefined where too much has changed to compare. */
export function unifiedDiff({ path, before, after }: FileChange): string | undefined {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const patch = structuredPatch(from, `b/${path}`, before ?? "", after, undefined, undefined, {
    context: AROUND,
    maxEditLength: MOST_EDITS,
  });
  return patch && formatPatch(patch, FILE_HEADERS_ONLY);
}

/** The first lines of a diff, and how many are left out. */
export function boundedDiff(diff: string, most: number): string {
  const lines = diff.replace(/\n$/, "").split("\n");
  const more = lines.length - most;
  if (more <= 0) return lines.join("\n");
  const note = `… ${more} more ${more === 1 ? "line" : "lines"} of the diff ${more === 1 ? "is" : "are"} left out`;
  return [...lines.slice(0, most), note].join("\n");
}
