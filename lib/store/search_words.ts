/** One thing that a search looks for. */
export type Term =
  /** Words that follow one another; the last may be the beginning of one. */
  | { readonly find: "words"; readonly words: readonly string[] }
  /** A piece of text as it is: scripts without spaces have no words that could be told apart. */
  | { readonly find: "piece"; readonly piece: string };

/** Terms that a search looks for at most: each is a walk over the index. */
const MOST_TERMS = 32;
/** What words are made of; everything else stands between them. */
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u;

/** What a query looks for: it is words and nothing else, whatever it is made of. */
export function termsOf(query: string): readonly Term[] {
  const terms = query.split(/\s+/u).flatMap((part): readonly Term[] => {
    const words = part.match(WORD) ?? [];
    if (words.length === 0) return [];
    if (UNSPACED.test(part)) return words.map((piece) => ({ find: "piece", piece }));
    return [{ find: "words", words }];
  });
  const different = new Map(terms.map((term) => [JSON.stringify(term), term]));
  return [...different.values()].slice(0, MOST_TERMS);
}

/** The words of a text as they are compared: without capitals and accents. */
export function foldedWords(text: string): readonly string[] {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(WORD) ?? [];
}
