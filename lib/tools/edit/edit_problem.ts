import { grouped } from "../../base/shorten.ts";
import { unreachable } from "../../base/unreachable.ts";

/** Why an edit of a text cannot be made. Lines are counted from 1. */
export type EditProblem =
  | { readonly is: "no-edits" }
  /** The old text is empty, the text is not. */
  | { readonly is: "empty" }
  /** Old and new text are the same. */
  | { readonly is: "same" }
  /** Half of a character, which no file can hold. */
  | { readonly is: "ill-formed"; readonly which: "old" | "new" }
  /** The old text stands in several places; `isMore` where there are more than were looked for. */
  | { readonly is: "several"; readonly lines: readonly number[]; readonly isMore: boolean }
  /** Several blocks of lines are like the old text, and none is it. */
  | { readonly is: "ambiguous"; readonly lines: readonly number[] }
  /** Too many lines are like those of the old text to find out which are meant. */
  | { readonly is: "costly" }
  /** The text would become longer than any may be: its characters then. */
  | { readonly is: "too-long"; readonly characters: number; readonly most: number }
  /** All places are to be replaced, and there are more than this. */
  | { readonly is: "too-many"; readonly most: number }
  | {
    readonly is: "missing";
    /** Where the text comes closest, as numbered lines. */
    readonly closest?: string;
    /** The edit before it, counted from 1, that changed what it looks for. */
    readonly changedBy?: number;
    /** Whether the new text stands there already. */
    readonly isDone: boolean;
  };

/** Lines of several that a message names. */
const MOST_NAMED = 10;

/** What is wrong with an edit and what to do, as the end of a sentence that names the file and the edit. */
export function sayEditProblem(problem: EditProblem): string {
  switch (problem.is) {
    case "no-edits":
      return "no edits were given: give `old_str` and `new_str`, or a list `edits` of such pairs";
    case "empty":
      return "`old_str` is empty, and that is only allowed for a file that is new or empty: " +
        "give the text that `new_str` replaces";
    case "same":
      return "`old_str` and `new_str` are the same: give the text as it should become in `new_str`";
    case "ill-formed":
      return `\`${problem.which}_str\` holds half of a surrogate pair: write the whole character`;
    case "several":
      return `\`old_str\` stands there ${problem.isMore ? "more than " : ""}${problem.lines.length} times, ` +
        `in lines ${named(problem.lines)}: give more of the lines around the one that is meant, or \`all: true\``;
    case "ambiguous":
      return "`old_str` does not stand there as it was given, and the lines from " +
        `${named(problem.lines)} on are all like it: copy the text from the file, with more of the lines around it`;
    case "costly":
      return "`old_str` does not stand there as it was given, and too many lines are like it: " +
        "copy the text from the file, every character of it";
    case "too-long":
      return `it would make a text of ${grouped(problem.characters)} characters, ${
        grouped(problem.most)
      } are allowed: ` +
        "give a shorter `new_str`, or change fewer places";
    case "too-many":
      return `\`old_str\` stands there more than ${
        grouped(problem.most)
      } times: give more of what stands around the places ` +
        "that are meant";
    case "missing":
      return sayMissing(problem);
    default:
      return unreachable(problem);
  }
}

function sayMissing({ closest, changedBy, isDone }: EditProblem & { is: "missing" }): string {
  const hints = [
    changedBy === undefined ? "" : `; it did before edit ${changedBy} changed it: give it as it is after that edit`,
    isDone ? "; the text of `new_str` does, so the edit may have been made before" : "",
  ];
  const what = `\`old_str\` does not stand there, nor anything like it${hints.join("")}`;
  if (closest === undefined) return `${what}; read the file and copy the text from it`;
  return `${what}; copy the text from the file, where these lines come closest:\n${closest}`;
}

function named(lines: readonly number[]): string {
  const shown = lines.slice(0, MOST_NAMED).map(String);
  if (lines.length > MOST_NAMED) return `${shown.join(", ")}, …`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
