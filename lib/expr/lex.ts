/**
 * Reads an expression's text token by token. A fault is a token too (`bad`), so that whoever looks for the end of a hole
 * and whoever parses can each decide what it means.
 *
 * @module
 */
import type { Span } from "../text/source.ts";
import { readString } from "./read_string.ts";

/** A piece of an expression. */
export type Token =
  & Span
  & (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "word"; readonly text: string }
    | { readonly kind: "punct"; readonly text: string }
    | { readonly kind: "bad"; readonly reason: string }
    | { readonly kind: "end" }
  );

const BLANK = /\s*(?:\/\/[^\n]*\s*)*/y;
/** In a hole a comment ends where the hole does. */
const BLANK_IN_HOLE = /\s*(?:\/\/(?:(?!\}\})[^\n])*\s*)*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9A-Fa-f]*|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PUNCT = /==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()[\]{}]/y;

/** The token at or after an offset; `end` past the last one. */
export function nextToken(text: string, from: number): Token {
  return tokenAt(text, from + (match(BLANK, text, from)?.length ?? 0));
}

/** The same inside a hole whose end is still to be found. */
export function nextTokenInHole(text: string, from: number): Token {
  return tokenAt(text, from + (match(BLANK_IN_HOLE, text, from)?.length ?? 0));
}

function tokenAt(text: string, start: number): Token {
  if (start >= text.length) return { kind: "end", start: text.length, end: text.length };
  const string = readString(text, start);
  if (string) return string;
  const number = match(NUMBER, text, start);
  if (number) return readNumber(text, start, number);
  const word = match(WORD, text, start);
  if (word) return { kind: "word", text: word, start, end: start + word.length };
  const mistake = match(MISTAKE, text, start);
  if (mistake) return bad(INSTEAD[mistake]!, start, start + mistake.length);
  const punct = match(PUNCT, text, start);
  if (punct) return { kind: "punct", text: punct, start, end: start + punct.length };
  return strange(text, start);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? text.slice(at, pattern.lastIndex) : undefined;
}

function bad(reason: string, start: number, end: number): Token {
  return { kind: "bad", reason, start, end };
}

const WORD_END = /[A-Za-z0-9_]*/y;

function readNumber(text: string, start: number, digits: string): Token {
  const more = match(WORD_END, text, start + digits.length) ?? "";
  const written = digits + more, end = start + written.length;
  if (/^[uU]$/.test(more)) return bad(`there is one number type: write \`${digits}\` for \`${written}\``, start, end);
  if (more || /^0[xX]$/.test(digits)) return bad(`cannot read the number \`${written}\``, start, end);
  const value = Number(digits);
  const whole = /^(?:0[xX].*|[0-9]+)$/.test(digits);
  if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
    return bad(`the number \`${written}\` is too large to be exact`, start, end);
  }
  return { kind: "number", value, start, end };
}

/** What people write out of habit from other languages. */
const MISTAKE = /\$\{\{|=>|===|=(?!=)|!==|<>|\*\*|\^|\?\?|\?\.(?!\d)|&(?!&)|\|(?!\|)|\.(?=\d)|[“”„‘’`−–—≤≥≠×÷;]/y;

const QUOTES = "write texts in straight quotes: `\"` or `'`";
const MINUS = "write the minus sign as `-`";
const ASCII = "write operators in ASCII: `<=` `>=` `!=` `*` `/`";

/** What to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  "${{": "this is an expression already: write it without `${{` and `}}`",
  "=>": "there are no arrow functions: write `xs.map(x, …)`",
  "===": "write `==` to compare",
  "=": "write `==` to compare",
  "!==": "write `!=` to compare",
  "<>": "write `!=` to compare",
  "**": "write `pow(x, y)` for a power",
  "^": "write `pow(x, y)` for a power",
  "??": "write `default(x, y)` for a value that may be null",
  "?.": "write `has(x.y)` to ask for a field that may be missing",
  "&": "write `&&` for and",
  "|": "write `||` for or",
  ".": "write a number as `0.5`, and an item of a list as `xs[0]`",
  ";": "an expression is one value: `;` has no meaning",
  ...Object.fromEntries([..."“”„‘’`"].map((char) => [char, QUOTES])),
  ...Object.fromEntries([..."−–—"].map((char) => [char, MINUS])),
  ...Object.fromEntries([..."≤≥≠×÷"].map((char) => [char, ASCII])),
};

function strange(text: string, start: number): Token {
  const char = String.fromCodePoint(text.codePointAt(start)!);
  const reason = /\p{L}/u.test(char)
    ? `\`${char}\` cannot be part of a name: names are written with a-z, 0-9 and \`_\`, and texts in quotes`
    : `unexpected character ${/[\p{C}\p{Z}]/u.test(char) ? codePoint(char) : `\`${char}\``}`;
  return bad(reason, start, start + char.length);
}

function codePoint(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}
