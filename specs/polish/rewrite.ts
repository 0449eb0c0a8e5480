/**
 * Rewrites a text by one rule of plain style at one place, both drawn by the seed. Some rules are bold and lose what should
 * stay: that is for the gates and the score to notice.
 *
 * @module
 */

/** What `propose` is given, as far as it is of use here. */
export interface Seen {
  /** The text to go on from. */
  readonly text: string;
  /** This candidate's place in the round. */
  readonly i: number;
  /** Candidates of a round. */
  readonly n: number;
  /** A number of this candidate's own, the same in every resume. */
  readonly seed: number;
}

/** What is looked for, and what is to stand there. */
interface Rule {
  readonly at: RegExp;
  readonly by: (found: readonly string[]) => string;
}

/** Long ways to say a short thing. */
const LONG: readonly (readonly [long: string, short: string])[] = [
  ["in order to", "to"],
  ["due to the fact that", "because"],
  ["in spite of the fact that", "although"],
  ["at this point in time", "today"],
  ["since that point in time", "since"],
  ["in that location", "there"],
  ["a large number of", "many"],
  ["has the ability to", "can"],
  ["on a regular basis", "regularly"],
  ["each and every", "every"],
  ["any kind of", "any"],
];

const RULES: readonly Rule[] = [
  ...LONG.map(([long, short]) => ({ at: new RegExp(`\\b${long}\\b`, "gi"), by: () => short })),
  { at: /\bto a depth of ([\w.]+ \w+)/g, by: ([, depth]) => `${depth} deep` },
  { at: /\bat a distance of ([\w.]+ \w+)/g, by: ([, distance]) => `${distance} away` },
  { at: /\b([\d.]+ \w+) in height\b/g, by: ([, height]) => `${height} high` },
  // Words that say nothing.
  { at: /\b(?:it is important to note that|more or less|basically|actually|really|quite|very|just) /gi, by: () => "" },
  // A long sentence becomes two.
  { at: /(?:, and|;) (?=(?:the|a|it|in|at|many|although) )/g, by: () => ". " },
  // Whoever does it stands first: "the lamp was lit by the keeper" becomes "the keeper lit the lamp".
  {
    at: /\b(the|a|many) ([\w ]+?) (?:was|were) (\w+ed|built|dug|lit) by the (harbour board|\w+)/gi,
    by: ([, article, what, did, who]) => `the ${who} ${did} ${article!.toLowerCase()} ${what}`,
  },
  // An aside goes, from its comma to the next.
  { at: /, [^,.;]+(?=[,.;])/g, by: () => "" },
];

/**
 * The last candidate of a round is the text as it stands: a round in which gates refuse all the others is then a flat one,
 * and enough of those are a plateau.
 */
export default function rewrite({ text, i, n, seed }: Seen): string {
  const rules = RULES.filter(({ at }) => text.search(at) >= 0), rule = rules[seed % rules.length];
  if (!rule || i === n - 1) return text;
  const places = [...text.matchAll(rule.at)], place = places[Math.floor(seed / rules.length) % places.length]!;
  const rewritten = text.slice(0, place.index) + rule.by(place) + text.slice(place.index + place[0].length);
  return rewritten.replaceAll(/(^|[.] )([a-z])/g, (_, before, first) => before + first.toUpperCase());
}
