import { isCorrected, isDenied, plainAnswer, type Unread, unread } from "./answer.ts";

const NAMES = "option|answer|choice|completion|continuation|candidate|version|number|no\\.?|text|entry|#";

/** What stands before a label that is the answer. */
const BEFORE = new RegExp(
  `(?:^|\\n|:|\\b(?:is|be|choose|chose|pick|picked|select|selected|prefer|with|for)|(?:\\b|(?=#))(?:${NAMES}))[ (\\[]*$`,
  "i",
);

/** Characters before a label that are looked at: more than any of these takes. */
const LONGEST_BEFORE = 64;

/** What stands after it: the end, a pause, a reason, or praise. */
const AFTER = new RegExp(
  "^[)\\]}]*(?:$|[.,;:!\\n]|[ ]?-[ ]| (?:because|since|as|for|by|wins|stands out)\\b" +
    "| (?:is|was) (?:by far |clearly |definitely )?(?:the )?(?:best|most|strongest|better|winner|one|right)\\b)",
  "i",
);

/** Any of these, and a label that is named need not be the one that is meant. */
const DOUBT = /\b(?:not|never|neither|nor|none|except|worst|worse|least|either|unsure|unclear|cannot)\b|n't\b|\?/i;

interface Mention {
  readonly index: number;
  readonly isAnswer: boolean;
}

/**
 * Reads which of `labels` an answer names: the label alone, however dressed up (`**3**`, `"3"`, `Option 3`, `#3`), an
 * announced one (`Answer: 3`), or a sentence that names no other label and no other number. Everything else is a
 * problem; nothing is guessed.
 */
export function parseChoice(text: string, labels: readonly string[]): { readonly index: number } | Unread {
  const answer = plainAnswer(text).replace(new RegExp(`\\b(${NAMES})(?=\\d)`, "gi"), "$1 ");
  const alone = labels.findIndex((label) => sameWord(bare(answer), label));
  if (alone >= 0) return { index: alone };
  const mentions = mentionsIn(answer, labels), named = unique(mentions.map(({ index }) => index));
  const announced = unique(announcedIn(answer, labels));
  if (announced.length === 1 && !(named.length > 1 && isCorrected(answer))) return { index: announced[0]! };
  if (named.length === 0) return unread("a choice", answer, `it names none of ${labels.join(", ")}`);
  const names = named.map((index) => labels[index]!);
  if (named.length > 1) return unread("a choice", answer, `it names ${names.join(" and ")}`);
  if (hasOtherNumbers(answer, names[0]!)) return unread("a choice", answer, "it names other numbers as well");
  if (DOUBT.test(answer.replace(wordPattern(names[0]!, "gi"), "")) || !mentions.some(({ isAnswer }) => isAnswer)) {
    return unread("a choice", answer, `it names ${names[0]}, but not clearly as the choice`);
  }
  return { index: named[0]! };
}

function bare(answer: string): string {
  return answer.replace(new RegExp(`^(?:the )?(?:(?:${NAMES})[ :]*)*`, "i"), "").replace(/^[(\[#]+/, "")
    .replace(/(?<![)\].,;:!])[)\].,;:!]+$/, "").trim();
}

function announcedIn(answer: string, labels: readonly string[]): number[] {
  return labels.flatMap((label, index) => {
    const announced = new RegExp(
      `\\b(?:answer|choice|verdict|winner|selection|decision|pick)(?: is| would be|:| =)+[ (\\[]*` +
        `(?:the )?(?:(?:${NAMES}) ?)*[(\\[]*${
          wordPattern(label).source
        }[)\\]]*(?:$|[.;!\\n]| (?:because|since|as)\\b|,? -)`,
      "gi",
    );
    return [...answer.matchAll(announced)].flatMap((found) => isDenied(answer, found.index) ? [] : [index]);
  });
}

function mentionsIn(answer: string, labels: readonly string[]): Mention[] {
  return labels.flatMap((label, index) =>
    [...answer.matchAll(wordPattern(label, label.length === 1 ? "g" : "gi"))].map((found) => ({
      index,
      isAnswer: BEFORE.test(answer.slice(Math.max(0, found.index - LONGEST_BEFORE), found.index)) &&
        AFTER.test(answer.slice(found.index + found[0].length)),
    }))
  );
}

/** A label as a word of its own: not within a word, a decimal, a fraction or a negative number. */
function wordPattern(label: string, flags = ""): RegExp {
  const escaped = label.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}_]|\\p{N}[.,/]|-)${escaped}(?![\\p{L}\\p{N}_]|[.,/]\\p{N})`, `${flags}u`);
}

function hasOtherNumbers(answer: string, label: string): boolean {
  return (answer.match(/-?\d+(?:[.,/]\d+)*/g) ?? []).some((number) => number !== label);
}

function sameWord(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function unique(indices: readonly number[]): number[] {
  return [...new Set(indices)];
}
