/**
 * Both ends of a text that is longer than `most` characters, a line between them that says what is missing; a shorter
 * one as it is. Two thirds are its beginning: that says what it is.
 */
export function extractEnds(text: string, most: number): string {
  if (text.length <= most) return text.toWellFormed();
  const head = Math.ceil(most * 2 / 3), tail = most - head;
  const missing = (text.length - most).toLocaleString("en-US");
  const end = tail > 0 ? text.slice(-tail) : "";
  return `${text.slice(0, head).toWellFormed()}\n… ${missing} characters left out …\n${end.toWellFormed()}`;
}
