/**
 * The grammar of shapes written as text, such as `list({name: string, note?: string})`.
 *
 * @module
 */
import { nearest } from "../base/near.ts";
import { ANY, BOOL, enumOf, listOf, mapOf, NULL, nullable, NUMBER, objectOf, STRING } from "./types.ts";
import type { Type } from "./types.ts";

/** A shape that cannot be read. */
export interface ShapeProblem {
  /** Tag of the union. */
  readonly ok: false;
  /** What is wrong with it, as a message says it. */
  readonly params: { readonly reason: string; readonly near?: string | undefined };
  /** Keys from the shape to the text at fault; empty when it is the shape itself. */
  readonly path: readonly string[];
  /** Where the fault starts in that text, in UTF-16 units. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
}

/** Leaves the depths of a shape; `parseShape` hands its problem out as a value. */
export class BadShape extends Error {
  /** What is wrong, and where. */
  readonly problem: ShapeProblem;

  /** Wraps the problem. */
  constructor(problem: Omit<ShapeProblem, "ok">) {
    super(problem.params.reason);
    this.problem = { ok: false, ...problem };
  }
}

/** How deep shapes may nest. */
export const DEEPEST = 50;

/** An enum of texts that differ; `bad` makes the problem where they do not. */
export function uniqueEnum(words: readonly string[], bad: (reason: string) => BadShape): Type {
  const twice = words.find((word, i) => words.indexOf(word) !== i);
  if (twice !== undefined) throw bad(`the choice ${JSON.stringify(twice)} is given twice`);
  return enumOf(words);
}

/** The problem of a whole text or map. */
export function whole(path: readonly string[], reason: string): BadShape {
  return new BadShape({ params: { reason }, path, start: 0, end: 0 });
}

/** Reads a shape written as text; `path` leads to that text. Throws {@link BadShape}. */
export function readShape(text: string, path: readonly string[]): Type {
  const reader: Reader = { text, path, at: 0, depth: path.length };
  const type = readChoice(reader);
  const rest = peek(reader);
  if (rest.text) throw unexpected(reader, rest, "the end of the shape");
  return type;
}

/** A text being read: where the reading is, and how deep in brackets. */
interface Reader {
  readonly text: string;
  readonly path: readonly string[];
  at: number;
  depth: number;
}

type Token = { readonly text: string; readonly start: number; readonly end: number };

function peek(reader: Reader): Token {
  const next = /\s*("(?:[^"\\]|\\.)*"|[A-Za-z_][\w-]*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\.|\S|$)/y;
  next.lastIndex = reader.at;
  const text = next.exec(reader.text)?.[1] ?? "";
  const end = text ? next.lastIndex : reader.text.length;
  return { text, start: end - text.length, end };
}

function take(reader: Reader): Token {
  const token = peek(reader);
  reader.at = token.end;
  return token;
}

function skip(reader: Reader, text: string): boolean {
  if (peek(reader).text !== text) return false;
  take(reader);
  return true;
}

function expect(reader: Reader, text: string): void {
  if (!skip(reader, text)) throw unexpected(reader, peek(reader), `\`${text}\``);
}

function bad(reader: Reader, { start, end }: Omit<Token, "text">, params: ShapeProblem["params"]): BadShape {
  return new BadShape({ params, path: reader.path, start, end });
}

function unexpected(reader: Reader, token: Token, wanted: string): BadShape {
  const found = token.text ? `found \`${token.text}\`` : "the shape ends";
  return bad(reader, token, { reason: `expected ${wanted}, but ${found}` });
}

/** One alternative of `a | b`: the name of a type stands for it, any other word for itself. */
type Alternative = { readonly token: Token } & ({ readonly type: Type } | { readonly word: string });

function readChoice(reader: Reader): Type {
  const start = peek(reader).start;
  const found = [readAlternative(reader)];
  while (skip(reader, "|")) found.push(readAlternative(reader));
  const end = reader.at;
  const orNull = found.some((one) => "type" in one && one.type.kind === "null");
  const rest = found.length > 1 ? found.filter((one) => !("type" in one && one.type.kind === "null")) : found;
  const type = chosen(reader, rest, { start, end });
  const asked = skip(reader, "?");
  return (orNull && found.length > 1) || asked ? nullable(type) : type;
}

function chosen(reader: Reader, found: readonly Alternative[], at: Omit<Token, "text">): Type {
  const [first] = found;
  if (!first) throw bad(reader, at, { reason: "expected a type beside `null`" });
  if (found.length === 1) return "type" in first ? first.type : onlyWord(reader, first);
  const words = found.map((one) => {
    if ("word" in one) return one.word;
    throw bad(reader, one.token, {
      reason: `\`|\` stands between choices, and \`${one.token.text}\` is a type; quote it if it is meant as a text`,
    });
  });
  return uniqueEnum(words, (reason) => bad(reader, at, { reason }));
}

/** A lone quoted text is an enum of one; a lone bare word is a type nobody knows. */
function onlyWord(reader: Reader, { token, word }: { readonly token: Token; readonly word: string }): Type {
  if (token.text.startsWith('"')) return enumOf([word]);
  const near = MEANT.get(word.toLowerCase()) ?? nearest(word, NAMES);
  throw bad(reader, token, { reason: `unknown type \`${word}\``, near });
}

const SIMPLE = new Map<string, Type>([
  ["any", ANY],
  ["null", NULL],
  ["bool", BOOL],
  ["string", STRING],
  ["text", STRING],
  ["date", { kind: "string", format: "date" }],
]);

const NAMES = [...SIMPLE.keys(), "number", "int", "list", "map"];

/** What people call our types elsewhere. */
const MEANT = new Map([
  ["boolean", "bool"],
  ["integer", "int"],
  ["float", "number"],
  ["double", "number"],
  ["decimal", "number"],
  ["str", "string"],
  ["array", "list"],
  ["object", "map"],
  ["dict", "map"],
]);

function readAlternative(reader: Reader): Alternative {
  const token = take(reader);
  const simple = SIMPLE.get(token.text);
  if (simple) return { token, type: simple };
  if (token.text === "number" || token.text === "int") return { token, type: readNumber(reader, token.text) };
  if (token.text === "list" || token.text === "map") return { token, type: readHolder(reader, token.text) };
  if (token.text === "{") return { token, type: nested(reader, () => readObject(reader)) };
  if (token.text.startsWith('"') && token.text.length > 1) return { token, word: unquote(reader, token) };
  if (/^[A-Za-z_]/.test(token.text)) return { token, word: token.text };
  throw unexpected(reader, token, "a type");
}

function unquote(reader: Reader, token: Token): string {
  try {
    return JSON.parse(token.text) as string;
  } catch {
    throw bad(reader, token, { reason: "cannot read the quoted text: escapes are those of JSON" });
  }
}

function nested<T>(reader: Reader, read: () => T): T {
  if (++reader.depth > DEEPEST) throw whole(reader.path, `a shape may be nested ${DEEPEST} levels deep at most`);
  const value = read();
  reader.depth--;
  return value;
}

function readHolder(reader: Reader, name: "list" | "map"): Type {
  const make = name === "list" ? listOf : mapOf;
  if (!skip(reader, "(")) return make(ANY);
  const of = nested(reader, () => readChoice(reader));
  expect(reader, ")");
  return make(of);
}

function readNumber(reader: Reader, name: "number" | "int"): Type {
  const kind = name === "int" ? { kind: "number", whole: true } as const : NUMBER;
  if (!skip(reader, "(")) return kind;
  const first = peek(reader);
  const min = readBound(reader);
  expect(reader, "..");
  const max = readBound(reader);
  const bounds = { start: first.start, end: reader.at };
  expect(reader, ")");
  if (min !== undefined && max !== undefined && min > max) {
    throw bad(reader, bounds, { reason: `the bounds ${min}..${max} leave no number` });
  }
  return { ...kind, kind: "number", ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function readBound(reader: Reader): number | undefined {
  if (!/^-?\d/.test(peek(reader).text)) return undefined;
  const token = take(reader), bound = Number(token.text);
  if (!Number.isFinite(bound)) throw bad(reader, token, { reason: `the bound \`${token.text}\` is too large` });
  return bound;
}

function readObject(reader: Reader): Type {
  const fields = new Map<string, Type>();
  while (!skip(reader, "}")) {
    const token = take(reader);
    const name = token.text.startsWith('"') && token.text.length > 1 ? unquote(reader, token) : token.text;
    if (!/^[A-Za-z_"]/.test(token.text)) throw unexpected(reader, token, "the name of a field or `}`");
    if (fields.has(name)) throw bad(reader, token, { reason: `the field \`${name}\` is given twice` });
    const optional = skip(reader, "?");
    expect(reader, ":");
    const type = readChoice(reader);
    fields.set(name, optional ? nullable(type) : type);
    if (!skip(reader, ",") && peek(reader).text !== "}") throw unexpected(reader, peek(reader), "`,` or `}`");
  }
  return objectOf(Object.fromEntries(fields));
}
