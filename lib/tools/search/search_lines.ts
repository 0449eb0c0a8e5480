import type { LineMatcher } from "../files/line_matcher.ts";
import { listedPath } from "../files/listed_path.ts";

/** How lines are searched and shown. */
export interface LineSearch {
  /** What is looked for. */
  readonly matcher: LineMatcher;
  /** Lines that are shown before and behind each match. */
  readonly around: number;
  /** Steps of the matcher after which a search ends early. */
  readonly mostSteps: number;
}

/** Characters of a line that are searched, and that are shown. */
const SEARCHED = 10_000, SHOWN = 300;

/** The lines of a text, without their ends; what stands behind the last line end is a line only if there is something. */
export function linesOf(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** Places of lines that match, from 0, `most` of them at most. */
export function matchingLines(lines: readonly string[], search: LineSearch, most: number): readonly number[] {
  const matches: number[] = [];
  for (let index = 0; index < lines.length && matches.length < most; index++) {
    if (search.matcher.steps > search.mostSteps) break;
    if (search.matcher.test(lines[index]!.slice(0, SEARCHED))) matches.push(index);
  }
  return matches;
}

/** Matches as `path:line: text` and lines around them as `path-line- text`, with `--` between groups. */
export function shownMatches(path: string, lines: readonly string[], { matches, around }: {
  readonly matches: readonly number[];
  readonly around: number;
}): readonly string[] {
  const hits = new Set(matches), listed = listedPath(path), shown: string[] = [];
  let next = -1;
  for (const at of matches) {
    const from = Math.max(next, at - around, 0);
    if (around > 0 && next >= 0 && from > next) shown.push("--");
    for (let index = from; index <= Math.min(lines.length - 1, at + around); index++) {
      const sign = hits.has(index) ? ":" : "-";
      shown.push(`${listed}${sign}${index + 1}${sign} ${clipped(lines[index]!)}`);
      next = index + 1;
    }
  }
  return shown;
}

function clipped(line: string): string {
  return line.length > SHOWN ? `${line.slice(0, SHOWN).toWellFormed()} … cut` : line;
}
