import { type Effort, resemblance } from "./likeness.ts";
import { type LineTable, tellingLine } from "./line_table.ts";

/** A line less like the old text's longest one is of no help. */
const LEAST_RESEMBLANCE = 0.4;
/** Steps that it may take. */
const MOST_WORK = 20_000_000;
/** Lines shown before and behind. */
const AROUND = 3;
/** Lines shown in all. */
const MOST_LINES = 24;
/** Characters shown of a line. */
const MOST_OF_LINE = 200;

/** The lines of the file that come closest to the old text, numbered, or undefined where nothing is near to it. */
export function closestLines(file: LineTable, old: LineTable): string | undefined {
  if (old.sizes.at(-1) === 0) return undefined;
  const effort: Effort = { left: MOST_WORK }, pivot = tellingLine(old), wanted = old.form(pivot);
  let best = LEAST_RESEMBLANCE, found = -1;
  for (let i = 0; i < file.lines.length && best < 1; i++) {
    const alike = resemblance(wanted, file.form(i), { least: best, effort });
    if (alike > best) best = alike, found = i;
  }
  if (found < 0) return undefined;
  const first = found - pivot, whole = Math.max(0, first - AROUND);
  // Of a long old text only the lines around its longest one are shown.
  const from = found - whole < MOST_LINES ? whole : found - AROUND;
  return numbered(file, from, Math.min(file.lines.length, first + old.lines.length + AROUND));
}

function numbered(file: LineTable, from: number, to: number): string {
  const end = Math.min(to, from + MOST_LINES), width = String(end).length;
  const lines = Array.from({ length: end - from }, (_, i) => {
    const line = file.line(from + i);
    const shown = line.length > MOST_OF_LINE ? `${line.slice(0, MOST_OF_LINE).toWellFormed()}…` : line;
    return `${String(from + i + 1).padStart(width)}| ${shown}`;
  });
  return lines.join("\n");
}
