import { diffArrays } from "diff";
import type { AlikeBlock } from "./find_alike.ts";
import { flatten, type Splice } from "./flat_text.ts";
import { type IndentFit, reindent } from "./indentation.ts";
import { lineEndNear, type TextLine, textLines } from "./text_lines.ts";

/** Lines of old and new text that may differ, in all, before they are no longer told apart one by one. */
const MOST_EDITS = 1_000;

interface Written {
  readonly text: string;
  /** Empty for that of the surroundings. */
  readonly end: string;
}

/** A text, its lines, and a block of them. */
export interface BlockPlace {
  /** The text. */
  readonly text: string;
  /** Its lines. */
  readonly lines: readonly TextLine[];
  /** The block. */
  readonly block: AlikeBlock;
}

/**
 * How a block of lines becomes the new text. Lines that the new text leaves as they are in the old one stay as they are
 * in the file, whatever the old text made of them; others are indented as the file is. The line end of the last line
 * stays, whether or not the texts end with one, except where nothing is left of the block.
 */
export function spliceAlike({ text, lines, block }: BlockPlace, edit: { from: string; to: string }): Splice {
  const last = lines[block.first + block.count - 1]!, from = lines[block.first]!.start;
  if (edit.to === "") return { from, to: edit.from.endsWith("\n") ? last.next : last.end, put: "" };
  const lineEnd = lineEndNear(text, lines, block.first) ?? (edit.to.includes("\r\n") ? "\r\n" : "\n");
  const kept = lines.slice(block.first, block.first + block.count).map((line): Written => ({
    text: text.slice(line.start, line.end),
    end: text.slice(line.end, line.next),
  }));
  const put = newLines(kept, block.fit, { from: linesOf(edit.from), to: linesOf(edit.to) });
  const closed = put.slice(0, -1).map((line) => line.text + (line.end || lineEnd));
  return { from, to: last.end, put: closed.join("") + (put.at(-1)?.text ?? "") };
}

function linesOf(text: string): string[] {
  const flat = flatten(text);
  return textLines(flat).map(({ start, end }) => flat.slice(start, end));
}

function newLines(
  kept: readonly Written[],
  fit: IndentFit,
  { from, to }: { readonly from: string[]; readonly to: string[] },
): readonly Written[] {
  const changes = diffArrays(from, to, { maxEditLength: MOST_EDITS });
  if (changes === undefined) return to.map((line) => ({ text: reindent(line, fit), end: "" }));
  const out: Written[] = [];
  let at = 0, replaced: readonly Written[] = [];
  for (const { added, removed, count, value } of changes) {
    if (added) {
      value.forEach((line, i) => out.push({ text: reindent(line, fit), end: replaced[i]?.end ?? "" }));
      continue;
    }
    const lines = kept.slice(at, at + count);
    at += count;
    replaced = removed ? lines : [];
    if (!removed) out.push(...lines);
  }
  return out;
}
