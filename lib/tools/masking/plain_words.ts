const WORD = /^\p{L}{1,20}$/u, NUMBER = /^v?\d{1,4}$/;
/** What stands between words: `us-east-1`, `en_US.UTF-8`, `owner/project`, `Hello, you!`. */
const BETWEEN = /[-_.,:;@/\s]{1,2}/;
/** All small, all large, or as a sentence or a name begins. */
const CASED = /^(?:\p{Lu}?\p{Ll}*|\p{Lu}+)$/u;
/** How keys begin that some services hand out; what follows may be letters alone. */
const ISSUED = /^(?:[spr]k[-_](?:live|test|ant|proj)|gh[opsru]_|github_pat_|glpat-|npm_|xox[a-z]-|AKIA|eyJ)/;

/** Whether a text is words, small numbers, versions and what is made of them: it stands in ordinary texts by itself. */
export function isPlainWords(text: string): boolean {
  const plain = text.trim().replace(/[.!?;]$/, "");
  return !ISSUED.test(plain) && plain.split(BETWEEN).every((part) => WORD.test(part) || NUMBER.test(part));
}

/** Whether a text is words alone, each written as words are: how it begins, ordinary texts begin as well. */
export function isWordsOnly(text: string): boolean {
  return isPlainWords(text) && !/\d/.test(text) && text.split(/\P{L}+/u).every((word) => CASED.test(word));
}
