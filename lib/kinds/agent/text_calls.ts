/**
 * Calls of tools that a model writes as text, because it has no form of its own for them or has forgotten it.
 *
 * @module
 */
import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import type { Piece, Values } from "./pieces.ts";
import { readValues } from "./pieces.ts";
import { readWholeJson } from "./read_json.ts";

/** A call as a model wrote it. */
export interface WrittenCall {
  /** The tool. */
  readonly name: string;
  /** Its arguments: an object, or a text that is to hold one. */
  readonly given: JsonObject | string;
}

/** What of an answer asks for tools. */
export type Written =
  /** Nothing does. */
  | { readonly is: "none" }
  | {
    readonly is: "calls";
    /** What is said beside them. */
    readonly words: string;
    readonly calls: readonly WrittenCall[];
    /** Whether one of them is marked as a call or names a tool; else they may be an answer that looks like one. */
    readonly isSure: boolean;
  }
  /** Something is meant to, and cannot be read: what is wrong, each. */
  | { readonly is: "broken"; readonly problems: readonly string[] }
  /** Something may, and may as well be a quotation: `results` where it stands in what a tool has returned. */
  | { readonly is: "doubt"; readonly of: "words" | "results" };

/** Who is read. */
export interface WrittenBy {
  /** Whether it was told to write calls as text; others are only understood where nothing else is said. */
  readonly asText: boolean;
  /** Whether there is a tool of that name. */
  readonly isTool: (name: string) => boolean;
  /** Whether a text stands in what tools have returned: that is quoted, and never run. */
  readonly isQuoted: (source: string) => boolean;
  /** Whether the answer is whole. */
  readonly whole: boolean;
}

/** A piece that asks for tools. */
interface Asking {
  readonly calls: readonly WrittenCall[];
  readonly marked: boolean;
  readonly source: string;
}

/** Calls in an answer. */
export function callsIn(pieces: readonly Piece[], by: WrittenBy): Written {
  const all = withBareCalls(pieces, by), problems = all.flatMap(problemsOf);
  if (problems.length > 0) return { is: "broken", problems };
  const read = all.map((piece) => ({ piece, asking: askingOf(piece, by) }));
  const asking = read.flatMap(({ asking }) => asking ?? []), calls = asking.flatMap(({ calls }) => calls);
  if (asking.length === 0) return { is: "none" };
  if (asking.some(({ source }) => by.isQuoted(source))) return { is: "doubt", of: "results" };
  const said = read.map(({ piece, asking }) => asking ? "" : wordsOf(piece));
  const isLast = (i: number) => said.slice(i).every((words) => words === "");
  const isMeant = by.asText ? read.every(({ asking }, i) => !asking || asking.marked || isLast(i)) : isLast(0);
  if (!isMeant) return { is: "doubt", of: "words" };
  const isSure = asking.some(({ marked }) => marked) || calls.some(({ name }) => by.isTool(name));
  return { is: "calls", words: said.filter((words) => words !== "").join("\n\n"), calls, isSure };
}

/** Tags that stand around others are no words. */
const TAGS = /<\|?\/?\|?(?:tools?|tool_calls?|tool_use|function_calls?)\|?>/gi;

function wordsOf({ text }: Piece): string {
  return text.replace(TAGS, "").trim();
}

function problemsOf(piece: Piece): readonly string[] {
  if (piece.is === "broken") return [piece.problem];
  const isNone = piece.is === "json" && piece.marked && !callsOf(piece.values);
  return isNone ? ["it names no tool: write an object with `tool` and `arguments`"] : [];
}

function askingOf(piece: Piece, { asText, isTool }: WrittenBy): Asking | undefined {
  const calls = piece.is === "json" ? callsOf(piece.values) : undefined;
  if (piece.is !== "json" || !calls) return undefined;
  const { marked, source, values } = piece;
  const isOne = marked || (asText && values.every(namesTool)) || calls.every(({ name }) => isTool(name));
  return isOne ? { calls, marked, source } : undefined;
}

/** The field that nothing but a call in the form asked for has. */
function namesTool(value: Json): boolean {
  return isObject(value) && typeof fieldOf(value, ["tool"]) === "string";
}

const NAMES = ["tool", "name", "tool_name", "function"];
const ARGUMENTS = ["arguments", "args", "parameters", "params", "input", "tool_input"];
/** What models put beside a call. */
const BESIDE = ["id", "type", "index", "reason", "thought"];

/** Calls that a value is; undefined where it is none. */
function callsOf(value: Json): readonly WrittenCall[] | undefined {
  if (Array.isArray(value)) {
    const calls = (value as readonly Json[]).map(callsOf);
    return calls.length > 0 && calls.every((call) => call !== undefined) ? calls.flat() : undefined;
  }
  if (!isObject(value)) return undefined;
  const many = fieldOf(value, ["tool_calls"]), inner = fieldOf(value, ["function"]);
  if (Array.isArray(many)) return callsOf(many);
  if (isObject(inner)) return callsOf(inner);
  const name = fieldOf(value, NAMES);
  if (typeof name !== "string") return undefined;
  const given = givenIn(value);
  return given === undefined ? undefined : [{ name: name.trim(), given }];
}

/** Arguments by any of their names; beside `tool`, fields without one around them are arguments as well. */
function givenIn(value: JsonObject): JsonObject | string | undefined {
  const found = ARGUMENTS.find((name) => Object.hasOwn(value, name)), given = found && value[found];
  const rest = Object.entries(value).filter(([name]) => ![...NAMES, ...BESIDE, found].includes(name));
  if (found === undefined) return rest.length === 0 || namesTool(value) ? Object.fromEntries(rest) : undefined;
  if (rest.length > 0 && !namesTool(value)) return undefined;
  if (given === null || given === undefined) return {};
  return typeof given === "string" || isObject(given) ? given : JSON.stringify(given);
}

function fieldOf(value: JsonObject, names: readonly string[]): Json | undefined {
  const found = names.find((name) => Object.hasOwn(value, name));
  return found === undefined ? undefined : value[found];
}

/** Places at which calls are looked for that nothing makes stand out. */
const MOST_PLACES = 50;

/** Where a line begins with JSON; one that is indented like code is only shown. */
const BARE = /^ {0,3}(?=[[{])/gm;

/** Calls that begin a line of words without a fence stand out as well. */
function withBareCalls(pieces: readonly Piece[], { whole }: WrittenBy): readonly Piece[] {
  return pieces.flatMap((piece, i) =>
    piece.is === "words" ? bareIn(piece.text, whole && i === pieces.length - 1) : [piece]
  );
}

/** Words and the calls among them; the last may lack what closes it, where nothing follows that could. */
function bareIn(text: string, closing: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { index, 0: blank } of [...text.matchAll(BARE)].slice(0, MOST_PLACES)) {
    const start = index + blank.length, read = start < at ? undefined : bareAt(text, start, closing);
    if (!read) continue;
    const { json, end } = read;
    if (start > at) pieces.push({ is: "words", text: text.slice(at, start) });
    pieces.push({ is: "json", marked: false, text: text.slice(start, end), ...json });
    at = end;
  }
  return at === text.length ? pieces : [...pieces, { is: "words", text: text.slice(at) }];
}

function bareAt(text: string, start: number, closing: boolean): Values | undefined {
  const read = readValues(text, start) ?? (closing ? openValue(text.slice(start).trimEnd(), start) : undefined);
  if (!read || !callsOf(read.json.values)) return undefined;
  const rest = /^[ \t;,]*(?=\n|$)/.exec(text.slice(read.end))?.[0];
  return rest === undefined ? undefined : { ...read, end: read.end + rest.length };
}

function openValue(source: string, start: number): Values | undefined {
  const reading = readWholeJson(source, { closing: true });
  return reading.ok ? { json: { values: [reading.value], source }, end: start + source.length } : undefined;
}
