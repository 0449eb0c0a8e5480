import type { Span } from "../text/source.ts";

/** A text literal, or what is wrong with it. */
export type StringToken =
  & Span
  & (
    | { readonly kind: "string"; readonly value: string }
    | { readonly kind: "bad"; readonly reason: string }
  );

const OPENING = /([bBrR]{0,2})("""|'''|"|')/y;

/**
 * The text literal that starts at an offset, as CEL writes them: single, double and triple quotes, and `r` before them
 * for a raw one. Undefined where none starts.
 */
export function readString(text: string, start: number): StringToken | undefined {
  OPENING.lastIndex = start;
  const [opening, prefix, quote] = OPENING.exec(text) ?? [];
  if (opening === undefined || prefix === undefined || quote === undefined) return undefined;
  const raw = /^[rR]$/.test(prefix);
  const body = start + opening.length;
  const end = closing(text, body, { quote, raw });
  if (end === undefined) return unclosed(text, start, quote);
  if (prefix && !raw) {
    return { kind: "bad", reason: `\`${prefix}\` before a text has no meaning here`, start, end: end + quote.length };
  }
  const written = text.slice(body, end);
  return raw
    ? { kind: "string", value: written, start, end: end + quote.length }
    : unescape(written, body, { start, end: end + quote.length });
}

/** Where the closing quote starts. A backslash keeps the quote after it inside, except in raw texts. */
function closing(text: string, from: number, { quote, raw }: { quote: string; raw: boolean }): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\" && !raw) at++;
    else if (text.startsWith(quote, at)) return at;
    else if (quote.length === 1 && /[\r\n]/.test(text[at]!)) return undefined;
  }
  return undefined;
}

function unclosed(text: string, start: number, quote: string): StringToken {
  const line = quote.length === 1 ? text.slice(start).search(/[\r\n]/) : -1;
  const reason = line < 0
    ? `this text is never closed: expected ${quote}`
    : `this text is not closed before the end of the line: expected ${quote}, or write \`\\n\` for a line break`;
  return { kind: "bad", reason, start, end: line < 0 ? text.length : start + line };
}

const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|X([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-3][0-7]{2})|([^]?))/y;

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ...["\\", "?", '"', "'", "`"].map((char) => [char, char] as const),
]);

function unescape(written: string, offset: number, span: Span): StringToken {
  let value = "", at = 0;
  for (let next = written.indexOf("\\"); next >= 0; next = written.indexOf("\\", at)) {
    ESCAPE.lastIndex = next;
    const found = ESCAPE.exec(written)!;
    const char = escaped(found);
    if (char === undefined) {
      return {
        kind: "bad",
        reason: `unknown escape \`${found[0]}\` in a text: a backslash is written \`\\\\\``,
        start: offset + next,
        end: offset + next + found[0].length,
      };
    }
    value += written.slice(at, next) + char;
    at = next + found[0].length;
  }
  return { kind: "string", value: value + written.slice(at), ...span };
}

function escaped([, x, X, u, U, octal, simple]: RegExpExecArray): string | undefined {
  const hex = x ?? X ?? u ?? U;
  const code = hex ? parseInt(hex, 16) : octal ? parseInt(octal, 8) : undefined;
  if (code === undefined) return SIMPLE.get(simple!);
  const lone = code >= 0xd800 && code <= 0xdfff;
  return code > 0x10ffff || lone ? undefined : String.fromCodePoint(code);
}
