/** Characters that steer a terminal, break a line, change the direction of letters, or are not to be seen at all. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A text in one line that holds nothing but what is seen: what cannot be is written as an escape, so that a question to a
 * person cannot be made to look like another one.
 */
export function plainly(text: string): string {
  return text.replace(HIDDEN, (hidden) => NAMED.get(hidden) ?? `\\u{${hidden.codePointAt(0)!.toString(16)}}`);
}

const NAMED = new Map([["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]]);
