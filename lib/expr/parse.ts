import { unreachable } from "../base/unreachable.ts";
import { advance, at, atEnd, cursorAt, deeper, DEEPEST, expect, Fault, noValue, skip, syntax } from "./cursor.ts";
import { tooLarge, unexpected } from "./cursor.ts";
import type { Cursor } from "./cursor.ts";
import { children } from "./expr.ts";
import type { BinaryOp, CallExpr, Expr, MapEntry } from "./expr.ts";
import type { Token } from "./lex.ts";
import type { Problem } from "./problem.ts";

/** An expression that could be read. */
export interface Expression {
  /** Its text, as the user wrote it. */
  readonly text: string;
  /** What it says. */
  readonly root: Expr;
}

/** An expression, or the first place where its text stops being one. */
export type Parsed = { readonly ok: true; readonly expr: Expression } | {
  readonly ok: false;
  readonly problem: Problem;
};

const LONGEST = 100_000;
const MOST_NODES = 5_000;

/** Expressions remembered, and the longest of them: a few megabytes at most. */
const REMEMBERED = 1_000, WORTH_IT = 2_000;
const memory = new Map<string, Parsed>();

/**
 * Parses an expression: the syntax of CEL without message literals and byte strings, comparisons not chained. What was
 * parsed lately is remembered by its text, so that a loop may ask every round.
 */
export function parse(text: string): Parsed {
  const known = memory.get(text);
  if (known) return known;
  const parsed = parseNew(text);
  if (text.length > WORTH_IT) return parsed;
  if (memory.size === REMEMBERED) memory.delete(memory.keys().next().value!);
  memory.set(text, parsed);
  return parsed;
}

function parseNew(text: string): Parsed {
  try {
    if (text.length > LONGEST) throw tooLarge({ start: 0, end: text.length }, `is longer than ${LONGEST} characters`);
    const cursor = cursorAt(text);
    if (atEnd(cursor)) throw syntax(cursor.token, "the expression is empty");
    const root = parseExpr(cursor);
    if (!atEnd(cursor)) throw leftover(cursor);
    if (text.length > DEEPEST) measure(root);
    return { ok: true, expr: { text, root } };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** Every level and every part takes a character at least: short texts need no measuring. */
function measure(root: Expr): void {
  const open: (readonly [Expr, number])[] = [[root, 1]];
  for (let nodes = 1, next = open.pop(); next; next = open.pop(), nodes++) {
    const [expr, height] = next;
    if (nodes > MOST_NODES) throw tooLarge(root, `has more than ${MOST_NODES} parts`);
    if (height > DEEPEST) throw tooLarge(root, `is nested more than ${DEEPEST} levels deep`);
    for (const child of children(expr)) open.push([child, height + 1]);
  }
}

/** Words of other languages that people put between two values. */
const OPERATOR_WORDS = new Map([["and", "&&"], ["or", "||"], ["is", "=="], ["eq", "=="], ["mod", "%"]]);

function leftover(cursor: Cursor): Fault {
  const { token } = cursor;
  const meant = token.kind === "word" ? OPERATOR_WORDS.get(token.text.toLowerCase()) : undefined;
  if (meant && token.kind === "word") return syntax(token, `write \`${meant}\` for \`${token.text}\``);
  return unexpected(cursor, "an operator or the end");
}

function parseExpr(cursor: Cursor): Expr {
  return deeper(cursor, () => {
    const test = parseBinary(cursor, 1);
    if (!skip(cursor, "?")) return test;
    const yes = parseExpr(cursor);
    expect(cursor, ":", "and the value for when the condition is false");
    const no = parseExpr(cursor);
    return { kind: "choice", test, yes, no, start: test.start, end: no.end };
  });
}

const COMPARISON = 3;

/** How tightly an operator binds; all of them group from the left. */
const POWERS: Readonly<Record<BinaryOp, number>> = {
  "||": 1,
  "&&": 2,
  "==": COMPARISON,
  "!=": COMPARISON,
  "<": COMPARISON,
  "<=": COMPARISON,
  ">": COMPARISON,
  ">=": COMPARISON,
  "in": COMPARISON,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
};

function operatorAt({ token }: Cursor): BinaryOp | undefined {
  if (token.kind !== "punct" && token.kind !== "word") return undefined;
  return Object.hasOwn(POWERS, token.text) ? token.text as BinaryOp : undefined;
}

function parseBinary(cursor: Cursor, least: number): Expr {
  let left = parseUnary(cursor), compared = false;
  for (let op = operatorAt(cursor); op && POWERS[op] >= least; op = operatorAt(cursor)) {
    const power = POWERS[op];
    if (compared && power === COMPARISON) throw chained(cursor);
    advance(cursor);
    const right = parseBinary(cursor, power + 1);
    left = { kind: "binary", op, left, right, start: left.start, end: right.end };
    compared = power === COMPARISON;
  }
  return left;
}

/** CEL and most languages disagree on what `0 < x < 1` means; none of the readings is what people want. */
function chained({ token }: Cursor): Fault {
  return syntax(token, "compare two values at a time: write `0 < x && x < 1`, or use brackets");
}

function parseUnary(cursor: Cursor): Expr {
  if (!at(cursor, "!") && !at(cursor, "-")) return parsePostfix(cursor);
  const op = at(cursor, "!") ? "!" : "-";
  const { start } = advance(cursor);
  const of = deeper(cursor, () => parseUnary(cursor));
  return { kind: "unary", op, of, start, end: of.end };
}

function parsePostfix(cursor: Cursor): Expr {
  let expr = parsePrimary(cursor);
  while (true) {
    if (skip(cursor, ".")) expr = parseMember(cursor, expr);
    else if (skip(cursor, "[")) expr = parseIndex(cursor, expr);
    else return expr;
  }
}

function parseMember(cursor: Cursor, of: Expr): Expr {
  if (cursor.token.kind !== "word") throw unexpected(cursor, "a name after `.`");
  const { text: name } = cursor.token;
  const { start, end } = advance(cursor);
  if (!at(cursor, "(")) return { kind: "field", of, name, nameSpan: { start, end }, start: of.start, end };
  return parseCall(cursor, { kind: "call", form: "method", name, nameSpan: { start, end }, args: [of] }, of.start);
}

function parseIndex(cursor: Cursor, of: Expr): Expr {
  const place = parseExpr(cursor);
  const { end } = expect(cursor, "]", "to close the `[`");
  return { kind: "index", of, at: place, start: of.start, end };
}

function parseCall(cursor: Cursor, call: CallExpr, start: number): Expr {
  const { items, end } = parseItems(cursor, ")", () => parseExpr(cursor));
  return { ...call, args: [...call.args, ...items], start, end };
}

/** What stands between an opening bracket, which is next, and its closing one, separated by commas. */
function parseItems<T>(cursor: Cursor, close: string, read: () => T): { readonly items: readonly T[]; end: number } {
  const open = advance(cursor), items: T[] = [];
  while (!at(cursor, close)) {
    items.push(read());
    if (!skip(cursor, ",")) break;
  }
  const { end } = expect(cursor, close, `to close the \`${cursor.text[open.start]}\``);
  return { items, end };
}

function parsePrimary(cursor: Cursor): Expr {
  const { token } = cursor;
  switch (token.kind) {
    case "number":
    case "string": {
      const { value, start, end } = token;
      advance(cursor);
      return { kind: "literal", value, start, end };
    }
    case "word":
      return parseWord(cursor, token);
    case "punct":
      return parseBracket(cursor);
    case "bad":
    case "end":
      throw noValue(cursor);
    default:
      return unreachable(token);
  }
}

const CONSTANTS: ReadonlyMap<string, null | boolean> = new Map([["true", true], ["false", false], ["null", null]]);

function parseWord(cursor: Cursor, { text: name, start, end }: Extract<Token, { kind: "word" }>): Expr {
  if (name === "in") throw noValue(cursor);
  advance(cursor);
  const value = CONSTANTS.get(name);
  if (value !== undefined) return { kind: "literal", value, start, end };
  if (name === "not" && cursor.token.kind !== "punct") throw syntax({ start, end }, "write `!` for `not`");
  if (!at(cursor, "(")) return { kind: "name", name, start, end };
  return parseCall(cursor, { kind: "call", form: "function", name, nameSpan: { start, end }, args: [] }, start);
}

function parseBracket(cursor: Cursor): Expr {
  const { start } = cursor.token;
  if (at(cursor, "(")) return parseGroup(cursor);
  if (at(cursor, "[")) return { kind: "list", start, ...parseItems(cursor, "]", () => parseExpr(cursor)) };
  if (!at(cursor, "{")) throw noValue(cursor);
  const { items: entries, end } = parseItems(cursor, "}", () => parseEntry(cursor));
  return { kind: "map", entries, start, end };
}

function parseGroup(cursor: Cursor): Expr {
  const { start } = advance(cursor);
  const expr = parseExpr(cursor);
  const { end } = expect(cursor, ")", "to close the `(`");
  return { ...expr, start, end };
}

function parseEntry(cursor: Cursor): MapEntry {
  const key = parseExpr(cursor);
  expect(cursor, ":", "after the key");
  return { key, value: parseExpr(cursor) };
}
