import { boundedText } from "../bounded_text.ts";
import type { LookedAt } from "./look_at_file.ts";

/** A file as a judge is shown it. */
export interface ShownFile {
  /** Its path. */
  readonly path: string;
  /** What it holds, or both ends of that; for what is no text, what it is. */
  readonly text: string;
}

/** Files that are shown. */
const MOST_FILES = 40;
/** Characters that a file is shown with at least. */
const LEAST = 500;

/** Files within `room` characters in all: short ones whole, the others share what is left. */
export function shownFiles(files: readonly LookedAt[], room: number): readonly ShownFile[] {
  const there = files.filter(({ size }) => size > 0).slice(0, MOST_FILES);
  const byLength = there.toSorted((a, b) => (a.text?.length ?? 0) - (b.text?.length ?? 0));
  const shown = new Map<string, string>();
  let left = room;
  for (const [i, one] of byLength.entries()) {
    const share = Math.max(LEAST, Math.floor(left / (byLength.length - i))), text = textOf(one, share);
    if (text.length > left) break;
    left -= text.length;
    shown.set(one.path, text);
  }
  return there.flatMap(({ path }) => shown.has(path) ? [{ path, text: shown.get(path)! }] : []);
}

function textOf({ text, size }: LookedAt, most: number): string {
  if (text === undefined) return `(${size.toLocaleString("en-US")} bytes that are not shown)`;
  if (text.length <= most) return text.toWellFormed();
  // The line between both ends takes room as well.
  const bounded = boundedText(Math.max(1, most - 60));
  bounded.add(text);
  return bounded.read();
}
