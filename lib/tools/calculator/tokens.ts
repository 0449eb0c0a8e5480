import { CalculatorTrouble } from "./trouble.ts";

/** A piece of an expression. `at` is where it begins, in UTF-16 code units from 0. */
export type Token =
  | { readonly is: "number"; readonly at: number; readonly text: string; readonly value: number }
  | { readonly is: "name" | "sign" | "end"; readonly at: number; readonly text: string };

/** Digits may be grouped by `_`; a letter or digit right behind is not part of any number. */
const NUMBER = /(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const SIGN = /\*\*|\/\/|[-+*/%()[\],]/y;

/** What somebody may have meant by a sign that has no place in an expression. */
const FOREIGN: readonly (readonly [RegExp, string])[] = [
  [/["'`]/y, "texts are not calculated with; give numbers"],
  [/\./y, "nothing has attributes; write a number or call a function such as `sqrt(2)`"],
  [/[<>=!]/y, "nothing is compared or assigned; write the numbers themselves"],
  [/\^/y, "a power is written `**`"],
  [/[×·]/y, "a product is written `*`"],
  [/÷/y, "a quotient is written `/`"],
  [/[$€£¥]/y, "currencies are left out; write the number alone"],
];

/** Takes an expression apart, piece by piece. @throws {CalculatorTrouble} on reaching a sign that belongs to none. */
export function* tokens(source: string): Generator<Token, Token> {
  let at = skipped(source, 0);
  while (at < source.length) {
    const token = tokenAt(source, at);
    yield token;
    at = skipped(source, at + token.text.length);
  }
  return { is: "end", at, text: "" };
}

function skipped(source: string, at: number): number {
  return at + taken(/\s*/y, source, at)!.length;
}

function taken(form: RegExp, source: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(source)?.[0];
}

function tokenAt(source: string, at: number): Token {
  const number = taken(NUMBER, source, at);
  if (number !== undefined) return { is: "number", at, text: number, value: valueOf(source, number, at) };
  const name = taken(NAME, source, at);
  if (name !== undefined) return { is: "name", at, text: name };
  const sign = taken(SIGN, source, at);
  if (sign !== undefined) return { is: "sign", at, text: sign };
  const [, why = "only numbers, functions and `+ - * / // % **` are calculated with"] =
    FOREIGN.find(([form]) => taken(form, source, at) !== undefined) ?? [];
  const letter = String.fromCodePoint(source.codePointAt(at)!).toWellFormed();
  throw new CalculatorTrouble(`\`${letter}\` is not known: ${why}`, at);
}

function valueOf(source: string, text: string, at: number): number {
  const behind = taken(/[\p{L}\p{N}_.]+/uy, source, at + text.length);
  if (behind !== undefined) {
    throw new CalculatorTrouble(`\`${text}${behind.slice(0, 20)}\` is no number: write one such as \`1500.25\``, at);
  }
  const value = Number(text.replaceAll("_", ""));
  if (Number.isFinite(value)) return value;
  throw new CalculatorTrouble(`\`${text.slice(0, 40)}\` is too large: numbers reach to 1.8e308`, at);
}
