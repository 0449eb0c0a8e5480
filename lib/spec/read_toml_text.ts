import type { Piece } from "./read_pieces.ts";
import { letters } from "./read_pieces.ts";

/** The ways in which TOML writes a text: in double or single quotes, on one line or, in three quotes, on several. */
export type TomlStyle = "toml-basic" | "toml-basic-lines" | "toml-literal" | "toml-literal-lines";

/** What each part of a TOML text means; `raw` is all of it, quotes included. Line ends mean line feeds. */
export function tomlPieces(raw: string, style: TomlStyle): Piece[] {
  switch (style) {
    case "toml-literal":
      return [letters(raw, 1, raw.length - 1)];
    case "toml-basic":
      return parts(raw, 1, BASIC);
    case "toml-literal-lines":
      return parts(raw, opening(raw), LITERAL);
    case "toml-basic-lines":
      return parts(raw, opening(raw), BASIC);
  }
}

/** How a TOML text that starts at `at` is written, and where it ends; the document is known to be sound. */
export function tomlTextAt(source: string, at: number): { readonly style: TomlStyle; readonly end: number } {
  const quote = source[at]!, basic = quote === '"';
  if (!source.startsWith(quote.repeat(3), at)) {
    return { style: basic ? "toml-basic" : "toml-literal", end: closing(source, at + 1, { quote, basic }) + 1 };
  }
  let end = closing(source, at + 3, { quote: quote.repeat(3), basic }) + 3;
  for (let more = 0; more < 2 && source[end] === quote; more++) end++;
  return { style: basic ? "toml-basic-lines" : "toml-literal-lines", end };
}

function closing(source: string, from: number, { quote, basic }: { quote: string; basic: boolean }): number {
  let at = from;
  for (;;) {
    const end = source.indexOf(quote, at);
    if (end === -1) return source.length;
    const escape = basic ? source.slice(at, end).indexOf("\\") : -1;
    if (escape === -1) return end;
    at += escape + 2;
  }
}

/** Past the three quotes, and the line end right after them, which is not part of the text. */
function opening(raw: string): number {
  return raw.startsWith("\r\n", 3) ? 5 : raw.startsWith("\n", 3) ? 4 : 3;
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", e: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** In this order: an escaped line end and the white space after it, a coded letter, an escape, a line end, letters. */
const BASIC = /\\[ \t]*\r?\n[ \t\r\n]*|\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))|\\([^])|\r\n|[^\\\r]+/g;
const LITERAL = /\r\n|[^\r]+/g;

function parts(raw: string, from: number, part: RegExp): Piece[] {
  const inside = raw.slice(0, raw.length - (from > 1 ? 3 : 1));
  const pieces: Piece[] = [];
  part.lastIndex = from;
  for (let found = part.exec(inside); found; found = part.exec(inside)) {
    const [all, x, u, U, letter] = found;
    const code = x || u || U;
    const text = code
      ? String.fromCodePoint(parseInt(code, 16))
      : letter
      ? ESCAPES[letter] ?? letter
      : plainly(all, part);
    pieces.push({ text, start: found.index, end: found.index + all.length });
  }
  return pieces;
}

function plainly(all: string, part: RegExp): string {
  if (all === "\r\n") return "\n";
  return part === BASIC && all.startsWith("\\") ? "" : all;
}
