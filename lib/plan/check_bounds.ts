import type { Json, JsonObject } from "../base/json.ts";
import { fine, named, unchecked, wrong } from "./checked.ts";
import type { Checked, Place } from "./checked.ts";
import { isObject } from "../base/is_object.ts";
import { shown } from "./describe_schema.ts";

/** UTF-16 code units of a text that patterns are looked for in. */
const LONGEST_MATCHED = 100_000;
/** Items that are compared with each other. */
const MOST_COMPARED = 1_000;

/** Checks how large a number, a text, a list or an object is, and what a text looks like. */
export function checkBounds(schema: JsonObject, value: Json, place: Place): Checked {
  const problems = problemsOf(schema, value, place);
  return problems.length === 0 ? fine(value) : wrong(value, ...problems);
}

function problemsOf(schema: JsonObject, value: Json, place: Place): readonly string[] {
  if (typeof value === "number") return numberProblems(schema, value, place);
  if (typeof value === "string") return textProblems(schema, value, place);
  if (Array.isArray(value)) return listProblems(schema, value, place);
  return isObject(value) ? countProblems(place, Object.keys(value).length, { ...PROPERTIES, schema }) : [];
}

function numberProblems(schema: JsonObject, value: number, { at }: Place): readonly string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema, problems: string[] = [];
  const is = `${named(at)} is ${shown(value)}: give`;
  if (typeof minimum === "number" && value < minimum) problems.push(`${is} ${minimum} or more`);
  if (typeof maximum === "number" && value > maximum) problems.push(`${is} ${maximum} or less`);
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum) {
    problems.push(`${is} more than ${exclusiveMinimum}`);
  }
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum) {
    problems.push(`${is} less than ${exclusiveMaximum}`);
  }
  if (typeof multipleOf === "number" && multipleOf > 0 && !isMultiple(value, multipleOf)) {
    problems.push(`${is} a multiple of ${multipleOf}`);
  }
  return problems;
}

function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Math.abs(times - Math.round(times)) <= 1e-9 * Math.max(1, Math.abs(times));
}

interface Counted {
  readonly least: string;
  readonly most: string;
  readonly what: string;
  readonly schema: JsonObject;
}

const PROPERTIES = { least: "minProperties", most: "maxProperties", what: "fields" };
const ITEMS = { least: "minItems", most: "maxItems", what: "items" };
const CHARACTERS = { least: "minLength", most: "maxLength", what: "characters" };

function countProblems({ at }: Place, count: number, { least, most, what, schema }: Counted): readonly string[] {
  const from = schema[least], to = schema[most], has = `${named(at)} has ${count} ${what}: give`;
  if (typeof from === "number" && count < from) return [`${has} ${from} or more`];
  return typeof to === "number" && count > to ? [`${has} ${to} or fewer`] : [];
}

function textProblems(schema: JsonObject, value: string, place: Place): readonly string[] {
  const problems = [...countProblems(place, lengthOf(value, schema, place), { ...CHARACTERS, schema })];
  const { pattern } = schema;
  if (typeof pattern !== "string") return problems;
  const found = value.length > LONGEST_MATCHED ? undefined : place.walk.matches?.(pattern, value);
  place.walk.steps.left -= value.length >> 4;
  if (found === undefined) place.walk.unchecked.add(unchecked("pattern", place.at));
  else if (!found) problems.push(`${named(place.at)} is ${shown(value)}: give a text that matches ${shown(pattern)}`);
  return problems;
}

/** Characters, counted only where their number is asked for. */
function lengthOf(value: string, { minLength, maxLength }: JsonObject, { walk }: Place): number {
  if (minLength === undefined && maxLength === undefined) return value.length;
  walk.steps.left -= value.length >> 6;
  let length = 0;
  for (const _ of value) length++;
  return length;
}

function listProblems(schema: JsonObject, value: readonly Json[], place: Place): readonly string[] {
  const problems = [...countProblems(place, value.length, { ...ITEMS, schema })];
  if (schema["uniqueItems"] !== true) return problems;
  if (value.length > MOST_COMPARED) place.walk.unchecked.add(unchecked("uniqueItems", place.at));
  else if (hasTwins(value, place)) problems.push(`${named(place.at)} has an item twice: give each once`);
  return problems;
}

function hasTwins(items: readonly Json[], { walk }: Place): boolean {
  walk.steps.left -= items.length;
  const seen = new Set<string>();
  return items.some((item) => {
    const text = ordered(item);
    return seen.has(text) || !seen.add(text);
  });
}

function ordered(value: Json): string {
  return JSON.stringify(value, (_, inside: Json) => {
    if (!isObject(inside)) return inside;
    return Object.fromEntries(Object.entries(inside).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Whether two values are the same, wherever their keys stand. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a), left = a as JsonObject, right = b as JsonObject;
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(left[key]!, right[key]!));
}
