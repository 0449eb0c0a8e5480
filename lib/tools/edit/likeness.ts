import { sharedHead, sharedTail } from "./flat_text.ts";

/** What is compared of a line: its words, without the indentation and in one form. */
export interface LineForm {
  /** Without blanks at both ends; blanks within are one space, typographic quotes and dashes are plain ones. */
  readonly spaced: string;
  /** The same without any blanks. */
  readonly bare: string;
  /** The numbers in it. */
  readonly numbers: string;
}

/** Work that comparing may still cost, in characters compared with each other. What is left goes down. */
export interface Effort {
  /** Below zero nothing is compared any more. */
  left: number;
}

/** Lines alike but for their inner blanks. */
const BUT_FOR_BLANKS = 0.95;
/** A word less alike than this is another one. */
const LEAST_WORD = 0.6;
/** What a comparison costs however short the lines are. */
const COMPARISON = 100;
/** Pairs of characters that one comparison of two lines may look at; longer ones are judged by their ends alone. */
const MOST_PAIRS = 4_000_000;

/** The form in which lines are compared. */
export function lineForm(line: string): LineForm {
  const plain = line.replace(/[‘’‚‛]/g, "'").replace(/[“”„‟]/g, '"').replace(/[‐‑–—−]/g, "-");
  const spaced = plain.replace(/\s+/g, " ").trim();
  return { spaced, bare: spaced.replaceAll(" ", ""), numbers: spaced.match(/\d+/g)?.join(" ") ?? "" };
}

/** What is not worth the effort. */
export interface LikenessLimits {
  /** What is less alike than this may come out as 0. */
  readonly least: number;
  /** What it takes its work from. */
  readonly effort: Effort;
}

/**
 * How much two lines say the same, from 0 to 1: their {@link resemblance}, but for lines of which a number is another
 * one, or a word is one that is hardly alike. They are not alike at all: `step 3` misspelled is not `step 4`, nor
 * `return a` misspelled `return b`.
 */
export function likeness(a: LineForm, b: LineForm, limits: LikenessLimits): number {
  if (a.numbers !== b.numbers) return 0;
  const found = resemblance(a, b, limits);
  return found === 0 || found === 1 || !hasOtherWord(a, b, limits.effort) ? found : 0;
}

/**
 * How much two lines look the same, from 0 to 1: twice the length of their longest common subsequence, divided by both
 * lengths, blanks left out. 1 is for lines that are the same but for the width of their blanks; an empty line resembles
 * none with words.
 *
 * Bounds that cost less come first, lengths and then the characters regardless of order; what they put below `least` is
 * 0 at once. Lines too long to compare count only what they have in common at both ends, which is never too much.
 */
export function resemblance(a: LineForm, b: LineForm, { least, effort }: LikenessLimits): number {
  if (a.spaced === b.spaced) return 1;
  const both = a.bare.length + b.bare.length;
  if (lengthBound(a, b) < least) return 0;
  if (a.bare === b.bare) return BUT_FOR_BLANKS;
  effort.left -= both + COMPARISON;
  if (effort.left < 0 || 2 * sharedCharacters(a.bare, b.bare) / both < least) return 0;
  return 2 * sharedInOrder(a.bare, b.bare, effort) / both;
}

/** Whether lines of as many words have two in the same place that are hardly alike. */
function hasOtherWord(a: LineForm, b: LineForm, effort: Effort): boolean {
  effort.left -= COMPARISON;
  const inA = wordsOf(a), inB = wordsOf(b);
  return inA.length === inB.length && inA.some((word, i) => {
    const other = inB[i]!;
    return word !== other && 2 * sharedInOrder(word, other, effort) / (word.length + other.length) < LEAST_WORD;
  });
}

function wordsOf({ spaced }: LineForm): readonly string[] {
  return spaced.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Length of the longest common subsequence, or of what both begin and end with where that would take too long. */
function sharedInOrder(a: string, b: string, effort: Effort): number {
  const head = sharedHead(a, b), tail = sharedTail(a, b, head);
  const inA = a.slice(head, a.length - tail), inB = b.slice(head, b.length - tail);
  const pairs = inA.length * inB.length;
  if (pairs > MOST_PAIRS) return head + tail;
  effort.left -= pairs;
  return effort.left < 0 ? 0 : head + tail + commonSubsequence(inA, inB);
}

/** No two lines of these lengths are more alike than this. */
export function lengthBound(a: LineForm, b: LineForm): number {
  const both = a.bare.length + b.bare.length;
  return both === 0 ? 1 : 2 * Math.min(a.bare.length, b.bare.length) / both;
}

const counts = new Int32Array(128);

/** Characters that both have, whatever their order; never fewer than those of a common subsequence. */
function sharedCharacters(a: string, b: string): number {
  counts.fill(0);
  for (let i = 0; i < a.length; i++) counts[a.charCodeAt(i) & 127]!++;
  let shared = 0;
  for (let i = 0; i < b.length; i++) if (counts[b.charCodeAt(i) & 127]!-- > 0) shared++;
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
