/**
 * What a model's answer is made of: words, quotations, thoughts, and JSON that stands out by a fence or a tag.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import type { ReadArguments } from "./read_arguments.ts";
import { readArguments, wordsFor } from "./read_arguments.ts";
import { readJson, readWholeJson } from "./read_json.ts";

/** A piece of an answer; `text` is as it was written. */
export type Piece =
  | { readonly is: "words"; readonly text: string }
  /** What is only shown: fenced text that is no JSON, echoes of results. */
  | { readonly is: "quote"; readonly text: string }
  /** JSON that stands out. */
  | {
    readonly is: "json";
    readonly text: string;
    /** Whether what it stands in says that it is a call of a tool. */
    readonly marked: boolean;
    readonly values: readonly Json[];
    /** The JSON alone. */
    readonly source: string;
  }
  /** What says that it is a call of a tool, and cannot be read. */
  | { readonly is: "broken"; readonly text: string; readonly problem: string };

/** How an answer is taken apart. */
export interface PieceOptions {
  /** Whether the answer is whole; one that was cut off at the token limit is not. */
  readonly whole: boolean;
}

const THOUGHTS = "think|thinking|thought|reasoning";
const FENCE = "^ {0,3}(`{3,}|~{3,})[ \\t]*([\\w.-]*)[^\\n`]*(?:\\n|$)";
const TAG =
  "<\\|?(?:tools?|tool_calls?|tool_use|function_calls?|tool_call_begin)\\|?>|\\[TOOL_CALLS\\]|<\\|python_tag\\|>";

/** What something that is not words begins with. */
const OPENER = new RegExp(
  `(?<fence>${FENCE})|<(?<thought>${THOUGHTS})>|(?<echo>^<result\\b[^>\\n]*>)|<function=(?<named>[\\w.-]+)>|(?<tag>${TAG})`,
  "gim",
);

/** Labels of fences that say that a call stands in them. */
const CALL_LABEL = /^(?:tools?|tool_calls?|tool_use|function_calls?)$/i;

/** An answer without its thoughts, piece by piece. Fences are read as in Markdown, but JSON in them may hold fences. */
export function piecesOf(answer: string, options: PieceOptions): readonly Piece[] {
  const text = withoutFirstThoughts(answer), pieces: Piece[] = [];
  let at = 0;
  const add = (piece: Piece) => {
    if (piece.is !== "words" || piece.text !== "") pieces.push(piece);
  };
  OPENER.lastIndex = 0;
  for (let found = OPENER.exec(text); found; found = OPENER.exec(text)) {
    const opened = readOpened(text, found, options);
    if (opened === undefined) continue;
    add({ is: "words", text: text.slice(at, found.index) });
    if (opened.piece) add(opened.piece);
    at = opened.end;
    OPENER.lastIndex = at;
    if (at >= text.length) break;
  }
  add({ is: "words", text: text.slice(at) });
  return pieces;
}

const FIRST = new RegExp(`^\\s*<(${THOUGHTS})>`, "i"), CLOSER = new RegExp(`</(?:${THOUGHTS})>`, "i");
const ANY = new RegExp(`<(?:${THOUGHTS})>`, "i");
/** A closing tag that is not only spoken of: it begins or ends its line. */
const LONE = new RegExp(`^[ \\t]*</(?:${THOUGHTS})>|</(?:${THOUGHTS})>[ \\t]*$`, "im");

/** Thoughts at the beginning go, also those that began in the prompt: they have a closing tag alone. */
function withoutFirstThoughts(answer: string): string {
  let text = answer;
  for (;;) {
    const isFirst = FIRST.test(text), closer = (isFirst ? CLOSER : LONE).exec(text);
    if (!closer) return isFirst ? "" : text;
    if (!isFirst && ANY.test(text.slice(0, closer.index))) return text;
    text = text.slice(closer.index + closer[0].length);
  }
}

interface Opened {
  /** Absent: it is left out. */
  readonly piece?: Piece;
  readonly end: number;
}

/** What was opened; undefined where the opener means nothing. */
function readOpened(text: string, found: RegExpExecArray, options: PieceOptions): Opened | undefined {
  const { fence, thought, echo, named, tag } = found.groups!, start = found.index, after = start + found[0].length;
  if (fence !== undefined) return readFence(text, found, options);
  if (thought !== undefined) return { end: closeOf(text, new RegExp(`</${thought}>`, "gi"), after).end };
  if (echo !== undefined) {
    const { end } = closeOf(text, /^<\/result\b[^>\n]*>/gim, after);
    return { end, piece: { is: "quote", text: text.slice(start, end) } };
  }
  if (named !== undefined) return readNamed(text, { start, after, name: named }, options);
  return tag === undefined ? undefined : readTagged(text, { start, after }, options);
}

interface Close {
  /** Where what is closed ends. */
  readonly at: number;
  /** Where what closes it ends. */
  readonly end: number;
  /** Whether anything closes it. */
  readonly isThere: boolean;
}

/** Where something is closed; the end of the text where it never is. */
function closeOf(text: string, closer: RegExp, from: number): Close {
  closer.lastIndex = from;
  const found = closer.exec(text), { length } = text;
  return found
    ? { at: found.index, end: found.index + found[0].length, isThere: true }
    : { at: length, end: length, isThere: false };
}

/** What may stand between JSON and the line that closes its fence; some forget to begin that line. */
const AFTER_JSON = /^[\s,;`]*$/;

/** JSON is read first: texts in it may have lines that would close the fence. */
function readFence(text: string, found: RegExpExecArray, { whole }: PieceOptions): Opened {
  const [, , mark = "", label = ""] = found, after = found.index + found[0].length, marked = CALL_LABEL.test(label);
  const closer = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*(?:\\n|$)`, "gm");
  const read = readValues(text, after);
  if (read) {
    const close = closeOf(text, closer, read.end);
    if (AFTER_JSON.test(text.slice(read.end, close.at)) && (close.isThere || whole)) {
      const shown = text.slice(found.index, close.end);
      return { end: close.end, piece: { is: "json", marked, text: shown, ...read.json } };
    }
  }
  const close = closeOf(text, closer, after), shown = text.slice(found.index, close.end);
  if (!marked) return { end: close.end, piece: { is: "quote", text: shown } };
  const body = text.slice(after, close.at);
  return { end: close.end, piece: callIn(body, { text: shown, whole: close.isThere || whole }) };
}

/** A call whose JSON only lacks what closes it, or one that cannot be read. */
function callIn(body: string, { text, whole }: { readonly text: string; readonly whole: boolean }): Piece {
  const reading = readWholeJson(body, { closing: whole });
  if (reading.ok) return { is: "json", marked: true, text, values: [reading.value], source: body.trim() };
  return { is: "broken", text, problem: wordsFor(body, reading) };
}

/** JSON, and where it ends. */
export interface Values {
  /** What it says, and its text. */
  readonly json: { readonly values: readonly Json[]; readonly source: string };
  /** Where it ends. */
  readonly end: number;
}

/** Objects and lists that stand one after the other; undefined where one of them cannot be read. */
export function readValues(text: string, from: number): Values | undefined {
  const values: Json[] = [];
  let end = from;
  for (;;) {
    const start = skip(text, end, /[\s,;]*/y);
    if (text[start] !== "{" && text[start] !== "[") break;
    const reading = readJson(text, { from: start });
    if (!reading.ok) return undefined;
    values.push(reading.value);
    end = reading.end;
  }
  if (values.length === 0) return undefined;
  return { json: { values, source: text.slice(from, end).trim() }, end };
}

function skip(text: string, from: number, pattern: RegExp): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}

interface Tagged {
  readonly start: number;
  readonly after: number;
}

/** What closes a tag; several may stand in a row. */
const CLOSER_TAG = /<[|/]{1,2}[a-z_]+\|?>/gi, CLOSER_TAGS = /(?:\s*<[|/]{1,2}[a-z_]+\|?>)*/iy;

function readTagged(text: string, { start, after }: Tagged, { whole }: PieceOptions): Opened | undefined {
  const first = skip(text, after, /\s*/y);
  if (text[first] !== "{" && text[first] !== "[") return undefined;
  const read = readValues(text, first);
  if (read) {
    const end = skip(text, read.end, CLOSER_TAGS);
    return { end, piece: { is: "json", marked: true, text: text.slice(start, end), ...read.json } };
  }
  const close = closeOf(text, CLOSER_TAG, first), shown = text.slice(start, close.end);
  return { end: close.end, piece: callIn(text.slice(first, close.at), { text: shown, whole: close.isThere || whole }) };
}

/** `<function=NAME>` with JSON in it, or with a tag for each argument. */
function readNamed(
  text: string,
  { start, after, name }: Tagged & { readonly name: string },
  { whole }: PieceOptions,
): Opened {
  const close = closeOf(text, /<\/function>/gi, after), end = skip(text, close.end, CLOSER_TAGS);
  const shown = text.slice(start, end), read = argumentsIn(text.slice(after, close.at), close.isThere || whole);
  if (!read.ok) return { end, piece: { is: "broken", text: shown, problem: read.problem } };
  const values = [{ tool: name, arguments: read.input }];
  return { end, piece: { is: "json", marked: true, text: shown, values, source: shown } };
}

function argumentsIn(body: string, whole: boolean): ReadArguments {
  const given: [string, string][] = [], opener = /<parameter=([\w.-]+)>\n?/gi;
  for (let found = opener.exec(body); found; found = opener.exec(body)) {
    const close = closeOf(body, /\n?<\/parameter>/gi, opener.lastIndex);
    if (!close.isThere) return { ok: false, problem: `the parameter \`${found[1]}\` is not closed` };
    given.push([found[1]!, body.slice(opener.lastIndex, close.at)]);
    opener.lastIndex = close.end;
  }
  return given.length === 0 ? readArguments(body, { whole }) : { ok: true, input: Object.fromEntries(given) };
}
