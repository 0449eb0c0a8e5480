import type { TomlError } from "smol-toml";
import { ParseError, parseTOML } from "toml-eslint-parser";
import type { Report } from "../text/diagnostic.ts";
import { lineNumberAt, lineSpan } from "../text/line_index.ts";
import type { Source, Span } from "../text/source.ts";
import { MAX_DEPTH } from "./read_limits.ts";
import { escapeAt } from "./read_pieces.ts";
import type { Opened } from "./read_toml_unclosed.ts";
import { openedBefore } from "./read_toml_unclosed.ts";

/**
 * Reports why a text is not TOML. `smol-toml` found that it is not, but names places loosely; `toml-eslint-parser` reads
 * it once more to place the fault. Both stop at the first one.
 */
export function reportTomlError(source: Source, error: TomlError, report: Report): void {
  const at = Math.min(lineSpan(source, error.line).start + error.column - 1, source.text.length);
  if (/excessively nested/.test(error.message)) return report("too-deep", wordAt(source, at), { limit: MAX_DEPTH });
  const fault = placedFault(source) ?? { message: firstLine(error.message), at };
  const word = wordAt(source, fault.at), said = source.text.slice(word.start, word.end);
  if (/multiple times|redefine/.test(fault.message)) {
    return report("duplicate-key", word, { key: said.replace(/^["']|["']$/g, "") });
  }
  const opened = openedBefore(source.text, fault.at);
  if (opened && (opened.kind === "text" ? /string|line/.test(fault.message) : staysOpen(source, opened, fault.at))) {
    return unclosed(source, opened, report);
  }
  if (/escape|code point/.test(fault.message)) return badEscape(source, fault.at, report);
  if (valueMissing(source, fault.at, report) || unquoted(source, word, report)) return;
  const key = keyWithoutEquals(source, fault);
  if (key) return report("missing-equals", key.span, key);
  report("syntax", literalAround(source, word), { reason: reasonFor(source, fault.message, word) });
}

interface Fault {
  readonly message: string;
  readonly at: number;
}

function placedFault(source: Source): Fault | undefined {
  try {
    parseTOML(source.text);
    return undefined;
  } catch (error) {
    // A text too long for that parser makes it run out of stack: the place of the first parser must do.
    return error instanceof ParseError ? { message: error.message, at: error.index } : undefined;
  }
}

/** The parser's message without its picture of the line. */
function firstLine(message: string): string {
  return message.split("\n")[0]!.replace(/^Invalid TOML document: /, "");
}

/** Whether what is open at a place is left open there: at the end, and where a line starts that is no part of it. */
function staysOpen(source: Source, { kind }: Opened, at: number): boolean {
  const { start, end } = lineAround(source, at), rest = source.text.slice(at);
  if (at >= end && (kind === "table name" || rest.trim() === "")) return true;
  if (source.text.slice(start, at).trim() !== "") return false;
  return kind === "list" ? /^(?:[\w."'-]+\s*=|$)/.test(rest) : !/^[^[\]]*\}/.test(rest);
}

function unclosed({ text }: Source, { kind, at }: Opened, report: Report): void {
  if (kind !== "text") {
    const closer = kind === "map" ? "}" : text.startsWith("[[", at - 1) && kind === "table name" ? "]]" : "]";
    return report("unclosed", { start: at, end: at + 1 }, { what: kind, closer: `close it with \`${closer}\`` });
  }
  const quote = text[at]!, lines = text.startsWith(quote.repeat(3), at);
  const closer = lines
    ? `close it with \`${quote.repeat(3)}\``
    : `close it with \`${quote}\` on its line; a text of several lines stands in three quotes`;
  const what = `text in ${quote === '"' ? "double" : "single"} quotes`;
  report("unclosed", { start: at, end: at + (lines ? 3 : 1) }, { what, closer });
}

function badEscape({ text }: Source, at: number, report: Report): void {
  const start = Math.max(0, text.lastIndexOf("\\", at)), escape = escapeAt(text, start);
  report("bad-escape", { start, end: start + escape.length }, { escape });
}

function valueMissing({ text }: Source, at: number, report: Report): boolean {
  const before = text.slice(0, at).trimEnd();
  if (!before.endsWith("=") || (at < text.length && !text.slice(before.length, at).includes("\n"))) return false;
  report("syntax", { start: before.length - 1, end: before.length }, { reason: "a value is missing after this `=`" });
  return true;
}

/** Reports a text that stands where a value is expected, without its quotes. */
function unquoted(source: Source, word: Span, report: Report): boolean {
  const line = lineAround(source, word.start), before = source.text.slice(line.start, word.start);
  const found = /([=[,])\s*([\w.+-]*)$/.exec(before);
  if (!found || !/[\w$*@'"-]/.test(source.text[word.start] ?? "")) return false;
  const start = word.start - found[2]!.length;
  const rest = source.text.slice(start, line.end).replace(/\s#.*$/, "").trimEnd();
  const text = /^\$\{\{.*?\}\}/.exec(rest)?.[0] ?? (found[1] === "=" ? rest : /^[^,\]}]*/.exec(rest)![0].trimEnd());
  if (/^[-+.]?\d|^["']/.test(text) || text === "") return false;
  report("needs-quotes", { start, end: start + text.length }, { text, why: "TOML has no texts without them" });
  return true;
}

/** The first word of a line that should go on with `=` and does not, and whether a `:` follows it. */
function keyWithoutEquals(
  source: Source,
  { message, at }: Fault,
): { readonly key: string; readonly colon: boolean; readonly span: Span } | undefined {
  const line = lineAround(source, /equal/.test(message) ? lastLetterBefore(source, at) : at);
  const found = /^(\s*)([^\s:=[\]{}]+)\s*(:?)(?!\s*[=.])/.exec(source.text.slice(line.start, line.end));
  if (!found || !(found[3] === ":" || /equal/.test(message))) return undefined;
  const start = line.start + found[1]!.length, key = found[2]!;
  return { key, colon: found[3] === ":", span: { start, end: start + key.length } };
}

function lastLetterBefore({ text }: Source, at: number): number {
  return Math.max(0, text.slice(0, at).trimEnd().length - 1);
}

const REASONS: readonly (readonly [RegExp, (word: string) => string])[] = [
  [/newline|same line/i, (word) => `\`${word}\` must start on a line of its own`],
  [/comma/i, (word) => `a \`,\` is missing before \`${word}\``],
  [/consecutive dots|with a dot/i, () => "a dotted key has a dot too many"],
  [/bare key/i, () => "a key is missing"],
  [/leading zero/i, (word) => `number \`${word}\` starts with a zero: write it without, or in quotes`],
  [/underscore/i, (word) => `in number \`${word}\`, an underscore may stand between two digits only`],
  [/date/i, (word) => `\`${word}\` is no date`],
  [/time/i, (word) => `\`${word}\` is no time of day`],
];

function reasonFor(source: Source, message: string, word: Span): string {
  const said = source.text.slice(word.start, word.end);
  if (said === "") return "the document ends too early";
  if (said === "=") return "a key is missing before this `=`";
  if (source.text.startsWith("//", word.start)) return "a comment starts with `#`";
  const literal = literalAround(source, word);
  const known = REASONS.find(([pattern]) => pattern.test(message));
  return known ? known[1](source.text.slice(literal.start, literal.end)) : `\`${said}\` cannot stand here`;
}

function lineAround(source: Source, at: number): Span {
  return lineSpan(source, lineNumberAt(source, at));
}

/** The word that starts at a place, or the one character there. */
function wordAt({ text }: Source, at: number): Span {
  const word = /^(?:"[^"\n]*"|'[^'\n]*'|[\w$:+-]+|[^\s])/u.exec(text.slice(at, at + 100))?.[0] ?? "";
  return { start: at, end: at + word.length };
}

/** All of the number or date that a word is the end of. */
function literalAround(source: Source, { start, end }: Span): Span {
  const before = source.text.slice(lineAround(source, start).start, start);
  const head = /\d[\w.:+-]*$/.exec(before)?.[0] ?? "";
  return /^[\w.:+-]/.test(source.text.slice(start)) ? { start: start - head.length, end } : { start, end };
}
