/**
 * What the grammar stands on: one token of sight, and faults that leave it from any depth.
 *
 * @module
 */
import type { Span } from "../text/source.ts";
import { nextToken } from "./lex.ts";
import type { Token } from "./lex.ts";
import type { Problem } from "./problem.ts";

/** How deep expressions may nest. Checking and evaluating recurse once a level; this leaves the stack far from its end. */
export const DEEPEST = 250;

/** Where the parser is. */
export interface Cursor {
  /** The whole text. */
  readonly text: string;
  /** The token it looks at. */
  token: Token;
  /** The one it took last. */
  before: Token | undefined;
  /** How many expressions are open around it. */
  depth: number;
}

/** Thrown inside the grammar for the first problem; `parse` hands it out as a value. */
export class Fault extends Error {
  /** What is wrong, and where. */
  readonly problem: Problem;

  /** Wraps the problem. */
  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** The fault of a text that is no expression. */
export function syntax({ start, end }: Span, reason: string): Fault {
  return new Fault({ code: "expression-syntax", params: { reason }, start, end });
}

/** The fault of an expression that passes a limit; `how` follows "the expression". */
export function tooLarge({ start, end }: Span, how: string): Fault {
  return new Fault({ code: "expression-too-large", params: { reason: `the expression ${how}` }, start, end });
}

/** A cursor before the first token. */
export function cursorAt(text: string): Cursor {
  return { text, token: nextToken(text, 0), before: undefined, depth: 0 };
}

/** Whether nothing is left. */
export function atEnd({ token }: Cursor): boolean {
  return token.kind === "end";
}

/** Takes the token and looks at the next. */
export function advance(cursor: Cursor): Token {
  const token = cursor.before = cursor.token;
  cursor.token = nextToken(cursor.text, token.end);
  return token;
}

/** Whether the token is this sign. */
export function at(cursor: Cursor, sign: string): boolean {
  return cursor.token.kind === "punct" && cursor.token.text === sign;
}

/** Takes the token if it is this sign. */
export function skip(cursor: Cursor, sign: string): boolean {
  if (!at(cursor, sign)) return false;
  advance(cursor);
  return true;
}

/** Takes this sign or fails; `why` says what it is there for. */
export function expect(cursor: Cursor, sign: string, why: string): Token {
  if (!at(cursor, sign)) throw unexpected(cursor, `\`${sign}\` ${why}`);
  return advance(cursor);
}

/** The fault of a token that stands where `wanted` should. */
export function unexpected({ text, token }: Cursor, wanted: string): Fault {
  if (token.kind === "bad") return syntax(token, token.reason);
  const found = token.kind === "end" ? "the expression ends" : `found \`${text.slice(token.start, token.end)}\``;
  return syntax(token, `expected ${wanted}, but ${found}`);
}

/** The fault of a missing value: what comes before says best where it is missing. */
export function noValue(cursor: Cursor): Fault {
  const { text, before } = cursor;
  return unexpected(cursor, before ? `a value after \`${text.slice(before.start, before.end)}\`` : "a value");
}

/** Reads something one level further down. */
export function deeper<T>(cursor: Cursor, read: () => T): T {
  if (++cursor.depth > DEEPEST) throw tooLarge(cursor.token, `is nested more than ${DEEPEST} levels deep`);
  const value = read();
  cursor.depth--;
  return value;
}
