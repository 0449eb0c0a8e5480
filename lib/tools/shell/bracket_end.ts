/**
 * Where a set of characters in a pattern ends, such as `[^]a-z[:digit:]]`: the place behind its bracket; undefined when it
 * does not end on its line.
 *
 * @param escapes Whether a backslash in it takes the next character's meaning away.
 */
export function bracketEnd(
  text: string,
  begin: number,
  { escapes }: { readonly escapes: boolean },
): number | undefined {
  let at = begin + 1;
  if (text[at] === "^") at++;
  if (text[at] === "]") at++;
  for (; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === "]") return at + 1;
    if (escapes && text[at] === "\\") at++;
    const kind = text[at] === "[" ? text[at + 1] : undefined;
    if (kind === undefined || !":.=".includes(kind)) continue;
    const end = text.indexOf(`${kind}]`, at + 2), line = text.indexOf("\n", at);
    if (end >= 0 && end - at < LONGEST_CLASS && (line < 0 || end < line)) at = end + 1;
  }
  return undefined;
}

/** Characters of the longest name of a class, such as `[:xdigit:]`. */
const LONGEST_CLASS = 40;
