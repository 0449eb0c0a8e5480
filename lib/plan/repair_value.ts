import type { Json } from "../base/json.ts";
import { isNestedDeeper } from "../base/nesting.ts";
import { isObject } from "../base/is_object.ts";

/** A value that was mended, and in which words that is told after "`name`". */
export interface Repair {
  /** What it is read as. */
  readonly value: Json;
  /** Such as "was a text: read as the number it spells". */
  readonly how: string;
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;
/** UTF-16 code units of a number or a truth that was written as text. */
const LONGEST_WORD = 40;

/** What a value was plainly meant to be where one of these types is wanted; undefined when it is not plain. */
export function repairValue(value: Json, types: readonly string[]): Repair | undefined {
  const text = typeof value === "string" ? value.trim() : undefined;
  for (const type of types) {
    const read = text === undefined ? undefined : readAs(type, text);
    if (read !== undefined) return read;
  }
  if (!types.includes("array") || Array.isArray(value) || value === null) return undefined;
  return { value: [value], how: "was a single value: read as a list of one" };
}

function readAs(type: string, text: string): Repair | undefined {
  switch (type) {
    case "number":
    case "integer":
      return asNumber(text, type);
    case "boolean":
      return asTruth(text);
    case "array":
    case "object":
      return asJson(text, type);
    default:
      return undefined;
  }
}

function asNumber(text: string, type: string): Repair | undefined {
  const value = text.length <= LONGEST_WORD && NUMBER.test(text) ? Number(text) : NaN;
  const fits = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
  return fits ? { value, how: `was a text: read as the number ${value}` } : undefined;
}

function asTruth(text: string): Repair | undefined {
  const word = text.length <= LONGEST_WORD ? text.toLowerCase() : "";
  if (word !== "true" && word !== "false") return undefined;
  return { value: word === "true", how: `was a text: read as \`${word}\`` };
}

function asJson(text: string, type: "array" | "object"): Repair | undefined {
  if (!text.startsWith(type === "array" ? "[" : "{")) return undefined;
  const value = parsed(text);
  const fits = value !== undefined && (type === "array" ? Array.isArray(value) : isObject(value));
  if (!fits || isNestedDeeper(value)) return undefined;
  return { value, how: `was a text: read as the JSON ${type === "array" ? "list" : "object"} that it holds` };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
