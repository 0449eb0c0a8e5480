import { MOST_BYTES } from "../workspace/read_file.ts";
import { closestLines } from "./closest_lines.ts";
import type { EditProblem } from "./edit_problem.ts";
import { type AlikeLimits, findAlike } from "./find_alike.ts";
import { findEvery, findExact } from "./find_exact.ts";
import { flatten, type FlatText, flatText, type Splice, splice, spliceAt } from "./flat_text.ts";
import { type Forms, lineTable } from "./line_table.ts";
import { spliceAlike } from "./splice_alike.ts";
import { lineIndexAt, textLines } from "./text_lines.ts";

/** One replacement in a text. */
export interface Edit {
  /** The text that is replaced; empty only where the whole text is. */
  readonly from: string;
  /** What takes its place. */
  readonly to: string;
  /** Whether it is replaced wherever it stands, exactly as given; otherwise it has to stand in one place. */
  readonly all?: boolean;
}

/** What an edit did. */
export interface AppliedEdit {
  /** Line that its first place began in when it was made, from 1. */
  readonly line: number;
  /** How many places it changed. */
  readonly places: number;
  /** Lines that the old text has in each. */
  readonly removed: number;
  /** Lines that the new text has in each. */
  readonly added: number;
  /** 1 where the old text stood there as it was given, line ends aside, and no more than that for lines like it. */
  readonly similarity: number;
  /** Whether lines were taken that are only like the old text. */
  readonly isFuzzy: boolean;
}

/** A text after its edits, or the first edit, counted from 1, that cannot be made. */
export type Edited =
  | { readonly ok: true; readonly text: string; readonly applied: readonly AppliedEdit[] }
  | { readonly ok: false; readonly edit: number; readonly problem: EditProblem };

/** What counts as alike unless told otherwise. */
export const ALIKE: AlikeLimits = { threshold: 0.85, margin: 0.05 };

/** Places that one edit changes. */
const MOST_PLACES = 1_000_000;

/** A new text shorter than this may stand in a file by chance. */
const LEAST_DONE = 10;

/**
 * Makes all edits of a text, each on what the ones before have left, or none.
 *
 * An old text that stands in one place is replaced there; the kind of line ends does not matter to finding it. One that
 * stands nowhere is looked for once more as a block of whole lines that are like it: {@link findAlike}. Whatever stands
 * outside of the place keeps every character; what is put in has the line ends found there, and where only a like block
 * was found, its indentation too.
 */
export function applyEdits(text: string, edits: readonly Edit[], options: AlikeLimits = ALIKE): Edited {
  if (edits.length === 0) return { ok: false, edit: 1, problem: { is: "no-edits" } };
  for (const [i, edit] of edits.entries()) {
    const problem = writtenProblem(edit, { isFirst: i === 0, isBlank: isBlank(text) });
    if (problem) return { ok: false, edit: i + 1, problem };
  }
  const applied: AppliedEdit[] = [], states = [text];
  for (const [i, edit] of edits.entries()) {
    const made = applyOne(states, edit, options);
    if ("is" in made) return { ok: false, edit: i + 1, problem: made };
    applied.push(made.applied);
    states.push(made.text);
  }
  return { ok: true, text: states.at(-1)!, applied };
}

/** Nothing, or a byte order mark and nothing. */
function isBlank(text: string): boolean {
  return text === "" || text === "\ufeff";
}

/** What is wrong with an edit whatever the text is: seen before any is made. */
function writtenProblem(
  edit: Edit,
  { isFirst, isBlank }: { isFirst: boolean; isBlank: boolean },
): EditProblem | undefined {
  if (!edit.from.isWellFormed()) return { is: "ill-formed", which: "old" };
  if (!edit.to.isWellFormed()) return { is: "ill-formed", which: "new" };
  if (edit.from === "" && !(isFirst && isBlank)) return { is: "empty" };
  if (flatten(edit.from) === flatten(edit.to)) return { is: "same" };
  return undefined;
}

type Made = { readonly text: string; readonly applied: AppliedEdit } | EditProblem;

/** Makes one edit of the last state; the ones before it are what the edits before it found. */
function applyOne(states: readonly string[], edit: Edit, options: AlikeLimits): Made {
  const text = states.at(-1)!;
  if (edit.from === "") return made(text, edit, { splices: [{ from: text.length, to: text.length, put: edit.to }] });
  const flat = flatText(text), from = flatten(edit.from);
  const places = edit.all ? findEvery(flat.flat, from, MOST_PLACES + 1) : findExact(flat.flat, from);
  if (places.length === 0) {
    // Looking for something alike would find what an edit before this one has just put in its place.
    const changedBy = states.findLastIndex((before) => flatten(before).includes(from)) + 1;
    return changedBy > 0 ? { is: "missing", isDone: false, changedBy } : applyAlike(flat, edit, options);
  }
  if (places.length > 1 && !edit.all) return several(flat, places, from);
  // Told before any of it is made: a new text many times over may be more than there is memory for.
  const characters = text.length + places.length * (edit.to.length - from.length);
  if (characters > Math.max(MOST_BYTES, text.length)) return { is: "too-long", characters, most: MOST_BYTES };
  if (places.length > MOST_PLACES) return { is: "too-many", most: MOST_PLACES };
  return made(text, edit, { splices: places.map((at) => spliceAt(flat, at, edit)), line: lineOf(flat, places[0]!) });
}

function several(text: FlatText, places: readonly number[], from: string): EditProblem {
  const isMore = text.flat.indexOf(from, places.at(-1)! + 1) >= 0;
  return { is: "several", lines: places.map((at) => lineOf(text, at)), isMore };
}

function lineOf(text: FlatText, at: number): number {
  return lineIndexAt(text.lines, text.offset(at)) + 1;
}

function applyAlike({ original, flat }: FlatText, edit: Edit, options: AlikeLimits): Made {
  const forms: Forms = new Map(), file = lineTable(original, forms), old = lineTable(edit.from, forms);
  // How often a text stands there that is only alike is anybody's guess.
  const search = edit.all ? { is: "none" as const } : findAlike(file, old, { ...options, to: edit.to });
  switch (search.is) {
    case "found": {
      const { first, similarity } = search.block;
      const put = spliceAlike({ text: original, lines: file.lines, block: search.block }, edit);
      return made(original, edit, { splices: [put], line: first + 1, similarity });
    }
    case "several":
      return { is: "ambiguous", lines: search.firsts.map((first) => first + 1) };
    case "costly":
      return { is: "costly" };
    case "none": {
      const closest = closestLines(file, old),
        isDone = edit.to.trim().length >= LEAST_DONE && flat.includes(flatten(edit.to));
      return closest === undefined ? { is: "missing", isDone } : { is: "missing", isDone, closest };
    }
  }
}

function made(
  text: string,
  edit: Edit,
  { splices, line = 1, similarity }: { splices: readonly Splice[]; line?: number; similarity?: number },
): Made {
  const applied: AppliedEdit = {
    line,
    places: splices.length,
    removed: textLines(edit.from).length,
    added: textLines(edit.to).length,
    similarity: similarity ?? 1,
    isFuzzy: similarity !== undefined,
  };
  return { text: splice(text, splices), applied };
}
