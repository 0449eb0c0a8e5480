import { structuredPatch } from "diff";

/** A stretch of two texts that differs, with a few lines around it, as unified diffs have it. */
export interface Hunk {
  /** Line of the first text that it begins with, from 1. */
  readonly from: number;
  /** Lines of the first text. */
  readonly lines: number;
  /** Line of the second text that it begins with, from 1. */
  readonly to: number;
  /** Lines of the second text. */
  readonly newLines: number;
  /** Each begins with a space, `-` or `+`; one that begins with a backslash says that no line end follows the one before. */
  readonly body: readonly string[];
}

/** How two texts differ. */
export type TextDiff =
  | { readonly is: "same" }
  /** Lines that only one of them has, where they stand. */
  | { readonly is: "changed"; readonly removed: number; readonly added: number; readonly hunks: readonly Hunk[] }
  /** So different that they were not compared line by line; how many lines each has. */
  | { readonly is: "other"; readonly before: number; readonly after: number };

/** Lines that may be taken away and put in, in all: the time it takes grows with the square of that. */
const MOST_EDITS = 2_000;
/** Lines around a change. */
const AROUND = 3;
const NO_LINE_END = "\\ No newline at end of file";

/** A line, and whether a line end follows it. */
interface Line {
  readonly text: string;
  readonly isOpen: boolean;
}

/** How two texts differ, line by line. However long they are, it comes to an end soon. */
export function textDiff(before: string, after: string): TextDiff {
  if (before === after) return { is: "same" };
  const numbers = new Map<string, number>(), known: Line[] = [];
  // Lines stand for themselves by a number, so that comparing two costs nothing, however long they are.
  const coded = (lines: readonly Line[]) =>
    lines.map((line) => {
      const name = `${line.isOpen ? "open" : "line"} ${line.text}`, number = numbers.get(name) ?? known.push(line) - 1;
      numbers.set(name, number);
      return `${number}\n`;
    }).join("");
  const old = linesOf(before), young = linesOf(after);
  const patch = structuredPatch("", "", coded(old), coded(young), undefined, undefined, {
    context: AROUND,
    maxEditLength: MOST_EDITS,
  });
  if (!patch) return { is: "other", before: old.length, after: young.length };
  const hunks = patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }): Hunk => ({
    from: oldStart,
    lines: oldLines,
    to: newStart,
    newLines,
    body: lines.flatMap((line) => {
      const { text, isOpen } = known[Number(line.slice(1))]!;
      return isOpen ? [line[0]! + text, NO_LINE_END] : [line[0]! + text];
    }),
  }));
  const count = (sign: string) => hunks.flatMap(({ body }) => body).filter((line) => line.startsWith(sign)).length;
  return { is: "changed", removed: count("-"), added: count("+"), hunks };
}

function linesOf(text: string): readonly Line[] {
  if (text === "") return [];
  const lines = text.split("\n"), last = lines.pop()!;
  const closed = lines.map((text): Line => ({ text, isOpen: false }));
  return last === "" ? closed : [...closed, { text: last, isOpen: true }];
}
