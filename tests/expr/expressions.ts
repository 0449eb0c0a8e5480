/**
 * Well-typed expressions over a fixed scope, for property tests.
 *
 * @module
 */
import fc from "../properties.ts";
import type { Json } from "../../lib/base/json.ts";
import { BOOL, enumOf, listOf, mapOf, nullable, NUMBER, objectOf, STRING } from "../../lib/expr/types.ts";
import type { Type } from "../../lib/expr/types.ts";
import { valuesOf } from "./arbitraries.ts";

const WORK = objectOf({ text: STRING, note: nullable(STRING), score: { kind: "number", min: 0, max: 10 } });

/** The names the expressions speak of. */
export const SCOPE: Readonly<Record<string, Type>> = {
  x: NUMBER,
  n: { kind: "number", whole: true, min: 1, max: 9 },
  s: STRING,
  ok: BOOL,
  xs: listOf(NUMBER),
  best: WORK,
  works: listOf(WORK),
  grades: mapOf(NUMBER),
  maybe: nullable(NUMBER),
  last: nullable(WORK),
  answer: enumOf(["yes", "no"]),
};

/** Values for {@link SCOPE}. */
export const scopeValues: fc.Arbitrary<Readonly<Record<string, Json>>> = valuesOf(objectOf(SCOPE))
  .map((value) => value as Readonly<Record<string, Json>>);

type Kind = "number" | "string" | "bool" | "numbers" | "strings";

const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  number: ["0", "1", "2.5", "1e2", "0x1F", "x", "n", "best.score", "best['score']", "default(maybe, 1)"],
  string: [
    '"a"',
    "'b c'",
    '"\\n😀"',
    'r"\\d"',
    "''",
    '"the end"',
    "s",
    "best.text",
    'default(best.note, "-")',
    "default(last.text, s)",
  ],
  bool: ["true", "false", "ok", "has(best.note)", "has(last.note)", "maybe == null", "answer == 'yes'", "last != null"],
  numbers: ["xs", "[]", "[1, x]", "works.map(w, w.score)", "range(n)"],
  strings: [
    "['a', s]",
    "works.map(w, w.text)",
    "s.split(' ')",
    "works.map(w, has(w.note), w.note)",
    "grades.map(k, k)",
  ],
};

type Rule = readonly [shape: string, ...parts: readonly Kind[]];

const pairs = (operators: readonly string[], kind: Kind): readonly Rule[] =>
  operators.map((op): Rule => [`(#0 ${op} #1)`, kind, kind]);
const each = (shape: string, kinds: readonly Kind[]): readonly Rule[] => kinds.map((kind): Rule => [shape, kind]);

/** How expressions of a kind are made from smaller ones: `#0` stands for the first part. */
const RULES: Readonly<Record<Kind, readonly Rule[]>> = {
  number: [
    ...pairs(["+", "-", "*", "/", "%"], "number"),
    ...each("size(#0)", ["string", "numbers", "strings"]),
    ["-(#0)", "number"],
    ["(#0).sum()", "numbers"],
    ["default((#0)[n], 0)", "numbers"],
    ["default(grades[#0], #1)", "string", "number"],
    ["lerp(#0, #1, clamp(#2, 0, 1))", "number", "number", "number"],
    ["max(#0, #1)", "number", "numbers"],
    ["similarity(#0, #1)", "string", "string"],
    ["novelty(#0, #1)", "string", "strings"],
    ["(maybe == null ? #0 : maybe)", "number"],
    ["round(#0, 2)", "number"],
  ],
  string: [
    ...each("string(#0)", ["number", "bool", "numbers", "strings"]),
    ...each("#0.join(', ')", ["strings", "numbers"]),
    ...each("type(#0)", ["number", "numbers", "string"]),
    ["(#0 + #1)", "string", "string"],
    ["(#0).substring(#1, 9)", "string", "number"],
    ["(#0).replace('a', #1)", "string", "string"],
    ["(#0).upperAscii().trim()", "string"],
    ["json({'k': #0, #1: #2})", "number", "string", "bool"],
  ],
  bool: [
    ...pairs(["&&", "||"], "bool"),
    ...pairs(["<", "<=", ">", ">=", "==", "!="], "number"),
    ["!(#0)", "bool"],
    ["(#0 == #1)", "strings", "strings"],
    ["(#0 in #1)", "number", "numbers"],
    ["(#0 in grades)", "string"],
    ["(#0).contains(#1)", "string", "string"],
    ["(#0).all(v, v > #1)", "numbers", "number"],
    ["(#0).exists_one(v, v + '' == #1)", "strings", "string"],
    ["(has(last.note) && last.note.size() > #0)", "number"],
  ],
  numbers: [
    ["(#0 + #1)", "numbers", "numbers"],
    ["[#0, #1]", "number", "number"],
    ["(#0).map(v, v * #1)", "numbers", "number"],
    ["(#0).filter(v, v < #1).reverse()", "numbers", "number"],
    ["sort(#0).slice(0, #1)", "numbers", "number"],
  ],
  strings: [
    ["(#0).map(v, v + #1)", "strings", "string"],
    ["(#0).filter(v, v + '' != #1)", "strings", "string"],
    ["works.filter(w, has(w.note)).map(w, w.note + #0)", "string"],
    ["[#0, #1]", "string", "string"],
  ],
};

const KINDS: readonly Kind[] = ["number", "string", "bool", "numbers", "strings"];

/** Well-typed expressions of one kind, as text. */
export function expressionsOf(kind: Kind, depth: number): fc.Arbitrary<string> {
  const leaves = fc.constantFrom(...LEAVES[kind]);
  if (depth === 0) return leaves;
  const choice: Rule = ["(#0 ? #1 : #2)", "bool", kind, kind];
  return fc.oneof(leaves, ...[choice, ...RULES[kind]].map((rule) => fill(rule, depth - 1)));
}

function fill([shape, ...kinds]: Rule, depth: number): fc.Arbitrary<string> {
  return fc.tuple(...kinds.map((kind) => expressionsOf(kind, depth)))
    .map((parts) => shape.replace(/#(\d)/g, (_, i: string) => parts[Number(i)]!));
}

/** Well-typed expressions of any kind. */
export const expressions: fc.Arbitrary<string> = fc.oneof(...KINDS.map((kind) => expressionsOf(kind, 2)));
