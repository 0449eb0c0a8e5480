/**
 * JSON as models write it: keys without quotation marks, single ones around texts, line breaks and backslashes as they
 * come, a comma too many. What could be meant in two ways is not read.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import { MAX_NESTING } from "../../base/nesting.ts";

/** A value and where it ends, or where it cannot be read and what should stand there. */
export type JsonReading =
  | { readonly ok: true; readonly value: Json; readonly end: number }
  | { readonly ok: false; readonly at: number; readonly expected: string };

/** How JSON is read. */
export interface JsonOptions {
  /** Where it begins. Default 0. */
  readonly from?: number;
  /** Whether brackets that the text leaves open are closed at its end. A text that was cut off must not be closed. */
  readonly closing?: boolean;
}

/** Reads the value that begins at a place, blank space before it aside. All valid JSON of finite numbers is read as it is. */
export function readJson(text: string, { from = 0, closing = false }: JsonOptions = {}): JsonReading {
  const reader: Reader = { text, at: from, closing, depth: 0 };
  try {
    const value = readValue(reader);
    return { ok: true, value, end: reader.at };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, at: error.at, expected: error.expected };
    throw error;
  }
}

/** Reads a text that is one value and nothing else. */
export function readWholeJson(text: string, options: JsonOptions = {}): JsonReading {
  const reading = readJson(text, options);
  if (!reading.ok || text.slice(reading.end).trim() === "") return reading;
  return { ok: false, at: reading.end, expected: "nothing more" };
}

/** Leaves the depths of a text that cannot be read; {@link readJson} hands it out as a value. */
class Unreadable extends Error {
  readonly at: number;
  readonly expected: string;

  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

interface Reader {
  readonly text: string;
  readonly closing: boolean;
  at: number;
  depth: number;
}

function readValue(reader: Reader): Json {
  skipBlank(reader);
  switch (reader.text[reader.at]) {
    case "{":
      return nested(reader, readObject);
    case "[":
      return nested(reader, readList);
    case '"':
    case "'":
      return readText(reader);
    default:
      return readWord(reader);
  }
}

function nested<T>(reader: Reader, read: (reader: Reader) => T): T {
  if (++reader.depth > MAX_NESTING) throw new Unreadable(reader.at, `at most ${MAX_NESTING} brackets in each other`);
  reader.at++;
  const value = read(reader);
  reader.depth--;
  return value;
}

function readObject(reader: Reader): Json {
  const fields: [string, Json][] = [];
  for (;;) {
    if (isClosed(reader, "}")) return Object.fromEntries(fields);
    if (fields.length > 0) {
      take(reader, ",", "`,` or `}`");
      if (isClosed(reader, "}")) return Object.fromEntries(fields);
    }
    const name = readName(reader);
    skipBlank(reader);
    take(reader, ":", "`:`");
    fields.push([name, readValue(reader)]);
  }
}

function readList(reader: Reader): Json {
  const items: Json[] = [];
  for (;;) {
    if (isClosed(reader, "]")) return items;
    if (items.length > 0) {
      take(reader, ",", "`,` or `]`");
      if (isClosed(reader, "]")) return items;
    }
    items.push(readValue(reader));
  }
}

/** Whether a bracket closes here, or the text ends and may. */
function isClosed(reader: Reader, bracket: string): boolean {
  skipBlank(reader);
  if (reader.at >= reader.text.length && reader.closing) return true;
  if (reader.text[reader.at] !== bracket) return false;
  reader.at++;
  return true;
}

function take(reader: Reader, mark: string, expected: string): void {
  if (reader.text[reader.at] !== mark) throw new Unreadable(reader.at, expected);
  reader.at++;
}

function readName(reader: Reader): string {
  const mark = reader.text[reader.at];
  if (mark === '"' || mark === "'") return readText(reader);
  const name = match(reader, /[A-Za-z_$][\w$-]*/y);
  if (name === undefined) throw new Unreadable(reader.at, "the name of a field in double quotation marks");
  return name;
}

const INSIDE: { readonly [mark: string]: RegExp } = { '"': /[^"\\]+/y, "'": /[^'\\]+/y };

function readText(reader: Reader): string {
  const mark = reader.text[reader.at]!, inside = INSIDE[mark]!;
  let read = "";
  reader.at++;
  for (;;) {
    read += match(reader, inside) ?? "";
    const next = reader.text[reader.at];
    if (next === undefined) throw new Unreadable(reader.at, `the closing \`${mark}\` of a text`);
    reader.at++;
    if (next === mark) return read;
    read += readEscape(reader);
  }
}

const ESCAPES = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["b", "\b"],
  ["f", "\f"],
  ["/", "/"],
  ["\\", "\\"],
  ['"', '"'],
  ["'", "'"],
]);

/** What a backslash and the characters behind it stand for; those that JSON does not know, as in `\d`, for themselves. */
function readEscape(reader: Reader): string {
  const code = match(reader, /u[0-9a-fA-F]{4}/y);
  if (code !== undefined) return String.fromCharCode(parseInt(code.slice(1), 16));
  const known = ESCAPES.get(reader.text[reader.at] ?? "");
  if (known === undefined) return "\\";
  reader.at++;
  return known;
}

const WORDS = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["True", true],
  ["False", false],
  ["None", null],
]);

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function readWord(reader: Reader): Json {
  const start = reader.at, word = match(reader, /[\w.+-]+/y) ?? "", known = WORDS.get(word);
  if (known !== undefined) return known;
  const number = NUMBER.test(word) ? Number(word) : NaN;
  if (Number.isFinite(number)) return number;
  throw new Unreadable(start, "a value");
}

function skipBlank(reader: Reader): void {
  match(reader, /\s+/y);
}

/** What stands here of a pattern; undefined: nothing does. */
function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  reader.at += found?.length ?? 0;
  return found;
}
