import { isOpen } from "./overlap.ts";

/** Scripts and signs that are written without spaces. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3000-\u303F\uFF00-\uFFEF]/u;

/** What belongs between a text and an answer that begins anew, both without white space where they meet. */
export function jointOf(stem: string, next: string): "" | " " {
  const left = Array.from(stem.slice(-2)).at(-1) ?? "", [right = ""] = next;
  if (left === "" || right === "" || UNSPACED.test(left + right)) return "";
  if (/\d[.,:]?$/.test(stem) && /\d/.test(right)) return "";
  return endsWord(stem, left) && beginsWord(stem, right) ? " " : "";
}

function endsWord(stem: string, left: string): boolean {
  return left === '"' ? !isOpen(stem) : /[\p{L}\p{M}\p{N}.,;:!?…%)\]}”’»]/u.test(left);
}

function beginsWord(stem: string, right: string): boolean {
  return right === '"' ? !isOpen(stem) : /[\p{L}\p{N}“‘„«([]/u.test(right);
}

/**
 * How much of the white space an answer begins with stands in the text already. The text ends with `gap`, which the
 * model did not see there, or has written again; a model that goes on in the same line where the text has begun a new
 * one writes a space that has no place.
 */
export function gapIn(answer: string, gap: string): number {
  if (gap === "") return 0;
  const lead = /^\s*/u.exec(answer)![0];
  let same = 0;
  while (same < gap.length && lead[same] === gap[same]) same++;
  return same === gap.length || lead.includes("\n", same) ? same : lead.length;
}
