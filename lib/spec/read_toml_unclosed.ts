import { tomlTextAt } from "./read_toml_text.ts";

/** What was opened before a place in TOML, and is still open there. */
export interface Opened {
  /** What it is. */
  readonly kind: "text" | "list" | "map" | "table name";
  /** Offset of its quote or bracket. */
  readonly at: number;
}

/**
 * What is open at a place of a faulty document, found by walking the text up to there: the quote of a text, or the
 * innermost bracket.
 */
export function openedBefore(text: string, place: number): Opened | undefined {
  const open: Opened[] = [];
  let fresh = true;
  for (let at = 0; at < place;) {
    const letter = text[at]!;
    if (letter === '"' || letter === "'") {
      const { end } = tomlTextAt(text, at);
      if (end > place || !isSound(text, at, end)) return { kind: "text", at };
      at = end;
      continue;
    }
    if (letter === "#") at = endOfLine(text, at);
    else if (letter === "[") open.push({ kind: fresh && open.length === 0 ? "table name" : "list", at });
    else if (letter === "{") open.push({ kind: "map", at });
    else if (letter === "]" || letter === "}") open.pop();
    if (text[at] === "\n") fresh = open.length === 0;
    else if (!/[ \t\r[]/.test(letter)) fresh = false;
    at++;
  }
  return open.at(-1);
}

/** Whether a text ends where it should: one in single or double quotes on the line it starts on. */
function isSound(text: string, start: number, end: number): boolean {
  const raw = text.slice(start, end), quote = raw[0]!;
  if (raw.startsWith(quote.repeat(3))) return raw.length >= 6 && raw.endsWith(quote.repeat(3));
  return raw.length > 1 && raw.endsWith(quote) && !raw.includes("\n");
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
