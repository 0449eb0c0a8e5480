import type { Json } from "../base/json.ts";
import { Failure } from "./failure.ts";
import { spendText } from "./meter.ts";
import type { Meter } from "./meter.ts";
import * as search from "./text_search.ts";
import { fn, number, text } from "./signature.ts";
import type { Fn, Functions } from "./signature.ts";
import { textOf } from "./text_of.ts";
import { countLines, countWords, novelty, repetition, similarity } from "./text_measures.ts";
import { BOOL, listOf, NUMBER, STRING } from "./types.ts";
import type { Type } from "./types.ts";

/** Cutting a text into many pieces or words costs far more than reading its characters once. */
const SLOW = 8;

/** Reading a text counts characters as people do, so that no place falls inside one: Unicode code points. */
const SURROGATE = /[\uD800-\uDFFF]/;

/** How many characters a text has: Unicode code points. */
export function length(value: string): number {
  if (!SURROGATE.test(value)) return value.length;
  let found = 0;
  for (const _ of value) found++;
  return found;
}

/** From one character to before another; places outside the text are moved to its ends. */
function cut(value: string, start: number, end: number): string {
  const from = Math.max(0, Math.floor(start)), to = Math.max(0, Math.floor(end));
  return SURROGATE.test(value) ? [...value].slice(from, to).join("") : value.slice(from, Math.max(from, to));
}

function find(value: string, part: string, from: number): number {
  if (!SURROGATE.test(value)) return search.indexOf(value, part, from);
  const skipped = cut(value, 0, from).length;
  const found = search.indexOf(value, part, skipped);
  return found < 0 ? -1 : length(value.slice(0, found));
}

function findLast(value: string, part: string): number {
  const found = search.lastIndexOf(value, part);
  return found < 0 ? -1 : length(value.slice(0, found));
}

/** The first `limit - 1` pieces and the rest; all pieces for a negative limit, as CEL has it. */
function split(value: string, separator: string, limit: number): readonly string[] {
  if (limit === 0) return [];
  const pieces = separator === "" ? [...value] : search.split(value, separator);
  if (limit < 0 || pieces.length <= limit) return pieces;
  return [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)];
}

function splitPaid([value, separator, limit = -1]: [string, string, number?], meter: Meter): readonly string[] {
  spendText(meter, value.length * SLOW);
  return split(value, separator, Math.floor(limit));
}

function replace([value, part, by, limit = -1]: [string, string, string, number?], meter: Meter): string {
  if (part === "") throw new Failure("the part to replace is empty");
  const pieces = splitPaid([value, part, limit < 0 ? -1 : limit + 1], meter);
  spendText(meter, value.length + by.length * pieces.length);
  return pieces.join(by);
}

function join([items, separator = ""]: [readonly Json[], string?], meter: Meter): string {
  const pieces = items.map((item) => textOf(item, meter));
  spendText(meter, pieces.reduce((sum, piece) => sum + piece.length + separator.length, 0));
  return pieces.join(separator);
}

function test(about: string, example: string, holds: (value: string, part: string) => boolean): Fn {
  const params = [text("text"), text("part")];
  return fn<[string, string]>({ about, example, params, returns: BOOL }, ([value, part]) => holds(value, part));
}

function change(about: string, example: string, make: (value: string) => string): Fn {
  return fn<[string]>({ about, example, params: [text("text")], returns: STRING }, ([value]) => make(value));
}

function measure(about: string, example: string, take: (value: string) => number): Fn {
  return fn<[string]>({ about, example, params: [text("text")], returns: NUMBER }, ([value], meter) => {
    spendText(meter, value.length * SLOW);
    return take(value);
  });
}

const TEXTS: Type = listOf(STRING);

/** The functions of texts. */
export const TEXT_FUNCTIONS: Functions = {
  contains: test(
    "whether a text holds another",
    "'abc'.contains('b')",
    (value, part) => search.indexOf(value, part) >= 0,
  ),
  startsWith: test(
    "whether a text starts with another",
    "'abc'.startsWith('a')",
    (value, part) => value.startsWith(part),
  ),
  endsWith: test("whether a text ends with another", "'abc'.endsWith('c')", (value, part) => value.endsWith(part)),
  trim: change("the text without white space at its ends", "' a '.trim() == 'a'", (value) => value.trim()),
  lowerAscii: change(
    "the text with A-Z in lower case",
    "'AbC'.lowerAscii() == 'abc'",
    (value) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  ),
  upperAscii: change(
    "the text with a-z in upper case",
    "'AbC'.upperAscii() == 'ABC'",
    (value) => value.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  ),
  split: fn<[string, string, number?]>({
    about: "the pieces of a text between separators, at most `limit` of them",
    example: "'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c']",
    params: [text("text"), text("separator"), number("limit")],
    required: 2,
    returns: TEXTS,
  }, splitPaid),
  join: fn<[readonly Json[], string?]>({
    about: "the items of a list in one text, with a separator between them",
    example: "['a', 'b'].join(', ') == 'a, b' && [1, 2].join() == '12'",
    params: [{ name: "list", accepts: [TEXTS, listOf(NUMBER), listOf(BOOL)] }, text("separator")],
    required: 1,
    returns: STRING,
  }, join),
  replace: fn<[string, string, string, number?]>({
    about: "the text with one part replaced by another, everywhere or at most `limit` times",
    example: "'a-b-c'.replace('-', '+') == 'a+b+c' && 'a-b-c'.replace('-', '+', 1) == 'a+b-c'",
    params: [text("text"), text("part"), text("by"), number("limit")],
    required: 3,
    returns: STRING,
  }, replace),
  substring: fn<[string, number, number?]>({
    about: "the characters from `start` to before `end`, or to the end; places outside the text are moved to its ends",
    example: "'abcde'.substring(1, 3) == 'bc' && 'abc'.substring(1, 99) == 'bc'",
    params: [text("text"), number("start"), number("end")],
    required: 2,
    returns: STRING,
  }, ([value, start, end = Infinity]) => cut(value, start, end)),
  indexOf: fn<[string, string, number?]>({
    about: "the place of the first occurrence of a part at or after `from`, or -1",
    example: "'abcb'.indexOf('b') == 1 && 'abcb'.indexOf('b', 2) == 3 && 'a'.indexOf('z') == -1",
    params: [text("text"), text("part"), number("from")],
    required: 2,
    returns: NUMBER,
  }, ([value, part, from = 0]) => find(value, part, from)),
  lastIndexOf: fn<[string, string]>({
    about: "the place of the last occurrence of a part, or -1",
    example: "'abcb'.lastIndexOf('b') == 3",
    params: [text("text"), text("part")],
    returns: NUMBER,
  }, ([value, part]) => findLast(value, part)),
  words: measure("how many words a text has", "words('one two, three') == 3", countWords),
  lines: measure("how many lines a text has", "lines('a\\nb') == 2", countLines),
  repetition: measure(
    "the share of a text's phrases of three words that it has said before, from 0 to 1",
    "repetition('tick tock tick tock tick') == 1/3",
    repetition,
  ),
  similarity: fn<[string, string]>({
    about: "how many phrases of three words two texts share, from 0 to 1",
    example: "similarity('The end of it', 'the end of it!') == 1 && similarity('a b c', 'x y z') == 0",
    params: [text("a"), text("b")],
    returns: NUMBER,
  }, ([a, b], meter) => {
    spendText(meter, (a.length + b.length) * SLOW);
    return similarity(a, b);
  }),
  novelty: fn<[string, (string | readonly string[])?]>({
    about:
      "the share of a text's words that are neither in `against` (a text or a list of them) nor earlier in it, from 0 to 1",
    example: "novelty('a rose is a rose') == 3/5 && novelty('new dawn', 'a new day') == 1/2",
    params: [text("text"), { name: "against", accepts: [STRING, TEXTS] }],
    required: 1,
    returns: NUMBER,
  }, ([value, against = []], meter) => {
    const others = typeof against === "string" ? [against] : against;
    spendText(meter, [value, ...others].reduce((sum, one) => sum + one.length, 0) * SLOW);
    return novelty(value, others);
  }),
};
