import { sharedHead, sharedTail } from "./flat_text.ts";

/** What is compared of a line: its words, without the indentation and in one form. */
export interface LineForm {
  /** Without blanks at both ends; blanks within are one space, typographic quotes and dashes are plain ones. */
  readonly spaced: string;
  /** The same without any blanks. */
  readonly bare: string;
}

/** Work that comparing may still cost, in characters compared with each other. What is left goes down. */
export interface Effort {
  /** Below zero nothing is compared any more. */
  left: number;
}

/** Lines alike but for their inner blanks. */
const BUT_FOR_BLANKS = 0.95;
/** Pairs of characters that one comparison of two lines may look at; longer ones are judged by their ends alone. */
const MOST_PAIRS = 4_000_000;

/** The form in which lines are compared. */
export function lineForm(line: string): LineForm {
  const plain = line.replace(/[‘’‚‛]/g, "'").replace(/[“”„‟]/g, '"').replace(/[‐‑–—−]/g, "-");
  const spaced = plain.replace(/\s+/g, " ").trim();
  return { spaced, bare: spaced.replaceAll(" ", "") };
}

/**
 * How alike two lines are, from 0 to 1: twice the length of their longest common subsequence, divided by both lengths,
 * blanks left out. 1 is for lines that are the same but for the width of their blanks. Lines whose numbers differ
 * are not alike at all, and neither is an empty line and one with words: `step 3` misspelled is not `step 4`.
 *
 * Bounds that cost less come first, lengths and then the characters regardless of order; what they put below `least` is
 * 0 at once. Lines too long to compare count only what they have in common at both ends, which is never too much.
 */
export function likeness(a: LineForm, b: LineForm, { least, effort }: { least: number; effort: Effort }): number {
  if (a.spaced === b.spaced) return 1;
  const both = a.bare.length + b.bare.length;
  if (lengthBound(a, b) < least || numbers(a) !== numbers(b)) return 0;
  if (a.bare === b.bare) return BUT_FOR_BLANKS;
  effort.left -= both;
  if (effort.left < 0 || 2 * sharedCharacters(a.bare, b.bare) / both < least) return 0;
  const head = sharedHead(a.bare, b.bare), tail = sharedTail(a.bare, b.bare, head);
  const inA = a.bare.slice(head, a.bare.length - tail), inB = b.bare.slice(head, b.bare.length - tail);
  const pairs = inA.length * inB.length;
  if (pairs > MOST_PAIRS) return 2 * (head + tail) / both;
  effort.left -= pairs;
  return effort.left < 0 ? 0 : 2 * (head + tail + commonSubsequence(inA, inB)) / both;
}

/** No two lines of these lengths are more alike than this. */
export function lengthBound(a: LineForm, b: LineForm): number {
  const both = a.bare.length + b.bare.length;
  return both === 0 ? 1 : 2 * Math.min(a.bare.length, b.bare.length) / both;
}

function numbers({ spaced }: LineForm): string {
  return spaced.match(/\d+/g)?.join(" ") ?? "";
}

const counts = new Int32Array(128);

/** Characters that both have, whatever their order; never fewer than those of a common subsequence. */
function sharedCharacters(a: string, b: string): number {
  counts.fill(0);
  for (let i = 0; i < a.length; i++) counts[a.charCodeAt(i) & 127]!++;
  let shared = 0;
  for (let i = 0; i < b.length; i++) { if (counts[b.charCodeAt(i) & 127]!-- > 0) shared++; }
  return shared;
}

/** Length of the longest common subsequence. */
function commonSubsequence(a: string, b: string): number {
  const row = new Int32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const letter = a.charCodeAt(i);
    let diagonal = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!;
      if (letter === b.charCodeAt(j - 1)) row[j] = diagonal + 1;
      else if (row[j - 1]! > above) row[j] = row[j - 1]!;
      diagonal = above;
    }
  }
  return row[b.length]!;
}
