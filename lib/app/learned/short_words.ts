/** Words that say nothing of what a text is about. */
const EMPTY: ReadonlySet<string> = new Set(
  ("about above after again all and any are because been before being below between both but can cannot could did does " +
    "doing down during each few for from further had has have having her here him his how into its itself just let make " +
    "may more most must nor not now off once only other our out over own please same shall she should some such task tasks " +
    "than that the their them then there these they this those through too under until upon use using very was were what " +
    "when where which while who whom why will with would you your").split(" "),
);

/** Letters of a word that is kept: a longer one is more likely a name, a key or a path than a word. */
const SHORTEST = 3, LONGEST = 20;

/** A word: letters alone. What has digits in it is a number, a name or a secret. */
const WORD = /^\p{L}+$/u;

/**
 * The first words of a text that say what it is about, in lower case, each once and sorted: what may be kept of it beyond
 * its run. Nothing else of the text is in them.
 */
export function shortWords(text: string, most: number): readonly string[] {
  const words = text.slice(0, 4_000).toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const telling = words.filter((word) => {
    const length = [...word].length;
    return length >= SHORTEST && length <= LONGEST && WORD.test(word) && !EMPTY.has(word);
  });
  return [...new Set(telling)].slice(0, most).sort();
}

/** How alike two lists of words are, from 0 to 1: those that both have among all of them. */
export function likeness(some: readonly string[], others: readonly string[]): number {
  const known = new Set(others), shared = some.filter((word) => known.has(word)).length;
  const all = some.length + others.length - shared;
  return all === 0 ? 0 : shared / all;
}
