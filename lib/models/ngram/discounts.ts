/** What modified Kneser–Ney takes off a count of 1, of 2, and of 3 or more, to give to what was never seen. */
export type Discounts = readonly [one: number, two: number, more: number];

/**
 * How much of the suggested discounts is taken, by length of the n-gram. All of it predicts best, but a corpus this
 * small then leaves so much to single words that what is drawn does not hold together; little of it, and long
 * stretches are recited. Long n-grams pay in full, which breaks recitals; short ones little, which keeps grammar.
 */
const SHARES: readonly number[] = [1, 1, 0.1, 0.3, 0.6];

/**
 * The discounts of n-grams of one length, from how many of them have a count of 1, 2, 3 and 4 (Chen and Goodman 1998).
 * Held to bounds, as the counts of a small corpus may suggest nonsense: something is always taken, so that every
 * word stays possible, and never more than there is.
 */
export function discountsOf(counts: Int32Array, length: number): Discounts {
  const having = [0, 0, 0, 0, 0];
  for (const count of counts) if (count >= 1 && count <= 4) having[count]!++;
  const [, ones, twos, threes, fours] = having as [number, number, number, number, number];
  const once = ones / (ones + 2 * twos), share = SHARES[length] ?? 1;
  return [
    share * within(1 - 2 * once * (twos / ones), 0.2, 0.95),
    share * within(2 - 3 * once * (threes / twos), 0.4, 1.8),
    share * within(3 - 4 * once * (fours / threes), 0.6, 2.6),
  ];
}

/** What is taken off one count. */
export function discount([one, two, more]: Discounts, count: number): number {
  return count === 0 ? 0 : count === 1 ? one : count === 2 ? two : more;
}

function within(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, least), most) : (least + most) / 2;
}
