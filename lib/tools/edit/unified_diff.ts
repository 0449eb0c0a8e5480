import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from "diff";
import { grouped, shorten } from "../../base/shorten.ts";

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

/** Characters of a diff that is kept with its call; what a file held before and after is kept with the change. */
const MOST_KEPT = 100_000;
/** Characters of a line that is shown. */
const LINE = 500;

/** A diff as a result holds it, or a sentence that says why it does not. */
export interface KeptDiff {
  /** The diff, where it is not too long. */
  readonly diff?: string;
  /** Where it is. */
  readonly note?: string;
}

/** A diff that is not too long to be kept, or a sentence that says so; nothing where there is none. */
export function keptDiff(diff: string | undefined): KeptDiff {
  if (diff === undefined) return {};
  if (diff.length <= MOST_KEPT) return { diff };
  return { note: `The diff has ${grouped(diff.length)} characters and is left out` };
}

/** The first lines of a diff, none of them long, and how many are left out. */
export function boundedDiff(diff: string, most: number): string {
  const lines = diff.replace(/\n$/, "").split("\n").map((line) => shorten(line, LINE, { between: " " }));
  const more = lines.length - most;
  if (more <= 0) return lines.join("\n");
  const note = `… ${more} more ${more === 1 ? "line" : "lines"} of the diff ${more === 1 ? "is" : "are"} left out`;
  return [...lines.slice(0, most), note].join("\n");
}
