import type { Json } from "../base/json.ts";
import { describe, quote } from "./describe.ts";
import { Failure } from "./failure.ts";
import { ANY_LIST, ANY_MAP, anything, fn } from "./signature.ts";
import type { Functions, Param } from "./signature.ts";
import { jsonOf, textOf } from "./text_of.ts";
import { ANY, BOOL, isList, NUMBER, STRING } from "./types.ts";

const SCALAR: Param = { name: "value", accepts: [NUMBER, STRING, BOOL] };

/** What `type` calls a value. */
function kindOf(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "object") return isList(value) ? "list" : "map";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function toNumber(value: number | string | boolean): number {
  if (typeof value !== "string") return Number(value);
  const text = value.trim(), number = Number(text);
  if (text === "" || !/^[-+.\deE]+$/.test(text) || !Number.isFinite(number)) {
    throw new Failure(`cannot read the text ${quote(value)} as a number`);
  }
  return number;
}

/** A text must hold a whole number; a number loses its fraction, as in CEL. */
function toInt(value: number | string | boolean): number {
  const number = toNumber(value);
  if (typeof value === "string" && !Number.isInteger(number)) {
    throw new Failure(`cannot read the text ${quote(value)} as a whole number`);
  }
  return Math.trunc(number);
}

function toUint(value: number | string | boolean): number {
  const number = toInt(value);
  if (number < 0) throw new Failure(`${number} is below zero`);
  return number;
}

function toBool(value: boolean | string): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new Failure(`cannot read ${describe(value)} as a bool: expected \`true\` or \`false\``);
}

/** Turning a value into one of another type. */
export const CONVERSIONS: Functions = {
  string: fn<[Json]>({
    about: "the value as it stands in a text: numbers in their shortest form, lists and maps as canonical JSON",
    example: "string(1.50) == '1.5' && string(['a']) == '[\"a\"]'",
    params: [{ name: "value", accepts: [...SCALAR.accepts, ANY_LIST, ANY_MAP] }],
    returns: STRING,
  }, ([value], meter) => textOf(value, meter)),
  json: fn<[Json]>({
    about: "the value as canonical JSON: keys sorted, no white space",
    example: "json({'b': 1, 'a': null}) == '{\"a\":null,\"b\":1}'",
    params: [anything("value")],
    returns: STRING,
  }, ([value], meter) => jsonOf(value, meter)),
  number: fn<[number | string | boolean]>({
    about: "the number a text holds; 1 and 0 for true and false",
    example: "number('1.5') == 1.5",
    params: [SCALAR],
    returns: NUMBER,
  }, ([value]) => toNumber(value)),
  double: fn<[number | string | boolean]>({
    about: "the same as `number`: there is one number type",
    example: "double('1.5') == 1.5",
    params: [SCALAR],
    returns: NUMBER,
  }, ([value]) => toNumber(value)),
  int: fn<[number | string | boolean]>({
    about: "the whole part of a number, or the whole number a text holds",
    example: "int(-1.9) == -1 && int('12') == 12",
    params: [SCALAR],
    returns: NUMBER,
  }, ([value]) => toInt(value)),
  uint: fn<[number | string | boolean]>({
    about: "the same as `int`, and an error below zero",
    example: "uint(1.9) == 1",
    params: [SCALAR],
    returns: NUMBER,
  }, ([value]) => toUint(value)),
  bool: fn<[boolean | string]>({
    about: "the bool a text holds: `true` or `false`",
    example: "bool('true')",
    params: [{ name: "value", accepts: [BOOL, STRING] }],
    returns: BOOL,
  }, ([value]) => toBool(value)),
  type: fn<[Json]>({
    about: "the kind of a value: `null`, `bool`, `number`, `string`, `list` or `map`",
    example: "type(1) == 'number'",
    params: [anything("value")],
    returns: { kind: "string", of: ["null", "bool", "number", "string", "list", "map"] },
  }, ([value]) => kindOf(value)),
  dyn: fn<[Json]>({
    about: "the value with its type forgotten: it is checked when it is used",
    example: "[dyn(1), dyn('a')].size() == 2",
    params: [anything("value")],
    returns: ANY,
  }, ([value]) => value),
};
