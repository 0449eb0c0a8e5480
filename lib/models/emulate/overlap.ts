import { type Folded, folded } from "./folded.ts";

/** How far back in a text its repetition is looked for, in characters. */
const REACH = 600;

/** Letters of a last word that is never begun again by chance. */
const LONG_WORD = 4;

/** How much of an answer's beginning repeats the end of the text. */
export type Overlap =
  | { readonly found: "open" }
  | { readonly found: "some"; readonly length: number }
  | { readonly found: "none" };

/**
 * The longest beginning of the answer that is the end of the text, as far as that can be no chance: it begins with a word
 * of the text, and ends with one or with the beginning of a long one. `open` while the answer may still come to the
 * text's end. The work is linear in both, and both are bounded.
 */
export function overlapOf(stem: string, answer: string, isWhole: boolean): Overlap {
  const end = folded(stem.slice(-REACH)), begin = folded(answer.slice(0, REACH + 1));
  if (begin.text === "") return { found: isWhole ? "none" : "open" };
  const borders = prefixFunction(`${begin.text}\u0000${end.text}`), first = begin.text.length;
  if (!isWhole && borders.includes(first, first + 1)) return { found: "open" };
  for (let length = borders.at(-1)!; length > 0; length = borders[length - 1]!) {
    if (isRepeat(end.text, begin.text, length)) return { found: "some", length: rawEnd(begin, length) };
  }
  return { found: "none" };
}

function rawEnd({ ends }: Folded, length: number): number {
  return ends[length - 1]!;
}

function isRepeat(end: string, begin: string, length: number): boolean {
  const from = end.length - length, same = begin.slice(0, length), next = begin[length] ?? "";
  if (!/[\p{L}\p{N}]/u.test(same)) return same === '"' && isOpen(end);
  if (isLetter(end[from - 1] ?? "") && isLetter(same[0]!)) return false;
  if (!isLetter(next) || !isLetter(same.at(-1)!)) return true;
  const last = /[\p{L}\p{M}\p{N}']+$/u.exec(same)?.[0] ?? "";
  return last.length >= LONG_WORD || last.length < same.length;
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{M}\p{N}]/u.test(character);
}

/** Whether the last quotation mark of a text, of the sort that looks the same at both ends, opens. */
export function isOpen(text: string): boolean {
  return text.slice(text.lastIndexOf("\n") + 1).split('"').length % 2 === 0;
}

/** For each place, the length of the longest beginning of the text that ends there without being all of it. */
function prefixFunction(text: string): number[] {
  const borders = [0];
  for (let i = 1; i < text.length; i++) {
    let length = borders[i - 1]!;
    while (length > 0 && text[i] !== text[length]) length = borders[length - 1]!;
    borders.push(text[i] === text[length] ? length + 1 : 0);
  }
  return borders;
}
