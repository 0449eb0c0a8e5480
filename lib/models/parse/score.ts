import { isCorrected, isDenied, plainAnswer, type Unread, unread } from "./answer.ts";

/** What a score may be, both ends included. */
export interface Scale {
  readonly min: number;
  readonly max: number;
}

const NUMBER =
  /(?<![\p{L}\p{N}_.,#])[-+]?\d+(?:[.,]\d+)*(?: ?(?:\/|out of|of) ?\d+(?:\.\d+)?| ?%)?(?![\p{L}\p{N}_]|[.,]\d)/gu;

const ANNOUNCED = new RegExp(
  `\\b(?:score|rating|grade|mark|verdict|answer|total)(?: is| would be|:| =)+ ?(${NUMBER.source})(?=$|[.,;!\\n]| (?:because|since|as|for|-))`,
  "giu",
);

/** Any of these, and a number that is named need not be the score. */
const DOUBT = /\b(?:not|never|below|under|above|over|less|more|least|most|between|to|or|unsure|cannot)\b|n't\b|\?/i;

/**
 * Reads a score: one number on the scale, an announced one (`Score: 8`), or a share of full marks (`8/10`, `8 out of
 * 10`, `80%`), which is taken as it is where full marks are the scale's own, and else scaled if the scale begins at 0.
 * Several numbers, ranges, decimal commas and what lies off the scale are problems; nothing is guessed.
 */
export function parseScore(text: string, scale: Scale): { readonly value: number } | Unread {
  const answer = plainAnswer(text), said = withoutScale(answer, scale);
  const announced = unique(announcedIn(said));
  const numbers = announced.length === 1 ? announced : unique(said.match(NUMBER) ?? []);
  if (numbers.length === 0) return unread("a score", answer, "it holds no number");
  if (numbers.length > 1) return unread("a score", answer, `it holds ${numbers.join(" and ")}`);
  if (announced.length === 0 && (DOUBT.test(said.replace(NUMBER, "")) || /\p{L}\d|#\d/u.test(said))) {
    return unread("a score", answer, `it holds ${numbers[0]}, but not clearly as the score`);
  }
  const value = valueOf(numbers[0]!, scale);
  if (value === undefined) return unread("a score", answer, `${numbers[0]} is no number on a scale of ${named(scale)}`);
  if (value >= scale.min && value <= scale.max) return { value };
  return unread("a score", answer, `${numbers[0]} is not from ${named(scale)}`);
}

/** Scores that are announced, unless the answer takes one back or announces another in other words. */
function announcedIn(said: string): readonly string[] {
  const found = [...said.matchAll(ANNOUNCED)];
  if (found.some(({ index }) => isDenied(said, index))) return [];
  const rest = said.replace(ANNOUNCED, " ");
  if (SAID.test(rest) || (isCorrected(rest) && rest.search(NUMBER) >= 0)) return [];
  return found.map((one) => one[1]!);
}

/** A number that something is said to be. */
const SAID = new RegExp(`[:=] ?${NUMBER.source}`, "u");

/** The answer without the scale it repeats, as in `on a scale of 0 to 10`. */
function withoutScale(answer: string, { min, max }: Scale): string {
  return answer.replace(
    new RegExp(`\\b(?:on|in|with) (?:a|the) (?:scale|range) (?:of|from) ${min} ?(?:to|-) ?${max}\\b,?`, "gi"),
    "",
  );
}

function valueOf(number: string, { min, max }: Scale): number | undefined {
  const found = /^([-+]?\d+(?:\.\d+)?)(?: ?(?:\/|out of|of) ?(\d+(?:\.\d+)?)| ?(%))?$/.exec(number);
  if (!found) return undefined;
  // A minus before 0 means nothing, and is not written where values are kept.
  const part = Number(found[1]) + 0, whole = found[3] ? 100 : found[2] === undefined ? undefined : Number(found[2]);
  if (whole === undefined || whole === max) return part;
  return min === 0 && whole > 0 ? part / whole * max : undefined;
}

function named({ min, max }: Scale): string {
  return `${min} to ${max}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
