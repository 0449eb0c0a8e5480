/** What can be left out, and what stands for it. */
const EMPTY: readonly (readonly [RegExp, string])[] = [
  [/\bdue to\s+the\s+fact\s+that\b/, "because"],
  [/\bin order\s+to\b/i, "To"],
  [/\bat this\s+point\s+in\s+time\b/i, "Now"],
  [/,\s+as a\s+matter\s+of\s+fact,/, ""],
  [/\bwas of\s+the\s+opinion\b/, "thought"],
  [/\s+\b(?:very much|really|basically|actually|quite|simply|very)\b/, ""],
];

/** Leaves out one thing that says nothing: the first that there is, or for another candidate the next. */
export default function shorten({ text, i }: { readonly text: string; readonly i: number }): string {
  const found = EMPTY.filter(([pattern]) => pattern.test(text)), [pattern, words] = found[i] ?? found[0] ?? [/$^/, ""];
  return text.replace(pattern, words);
}
