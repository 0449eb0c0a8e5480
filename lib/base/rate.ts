import { parseDuration } from "./duration.ts";

/** At most `starts` within any stretch of `per` milliseconds. */
export interface Rate {
  /** The most that may start. */
  readonly starts: number;
  /** Milliseconds. */
  readonly per: number;
}

/** A rate written as `60/m` or `10/30s`: so many in such a stretch of time; undefined for anything else. */
export function parseRate(text: string): Rate | undefined {
  const found = /^(\d+)\s*\/\s*(.+)$/.exec(text.trim());
  if (!found) return undefined;
  const starts = Number(found[1]),
    stretch = found[2]!,
    per = parseDuration(/^\d/.test(stretch) ? stretch : `1${stretch}`);
  return Number.isSafeInteger(starts) && starts >= 1 && per !== undefined && per >= 1 ? { starts, per } : undefined;
}
