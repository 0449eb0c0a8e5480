import { isObject } from "../base/is_object.ts";
import type { Json, JsonObject } from "../base/json.ts";

/** Names that are told of many. */
const MOST_NAMES = 20;
/** UTF-16 code units of a value in a message. */
const MOST_SHOWN = 60;
/** How deep a description looks into a schema. */
const MOST_DEEP = 3;

const WORDS: { readonly [type: string]: string } = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "an object",
  null: "`null`",
};
const PLURALS: { readonly [type: string]: string } = {
  string: "texts",
  number: "numbers",
  integer: "whole numbers",
  array: "lists",
  object: "objects",
};

/** Finds the schema that another one points to. */
export type Resolve = (schema: Json | undefined) => Json | undefined;

/** The types that a schema names; none: any. */
export function typesOf(schema: JsonObject): readonly string[] {
  const { type } = schema;
  const named = Array.isArray(type) ? type : [type];
  return named.filter((one) => typeof one === "string" && Object.hasOwn(WORDS, one)) as readonly string[];
}

/** What a schema takes, in the words that follow "give". */
export function wanted(schema: Json | undefined, resolve: Resolve, deep: number = 0): string {
  const found = resolve(schema);
  if (!isObject(found) || deep > MOST_DEEP) return "a value";
  const { enum: among, const: only } = found;
  if (only !== undefined) return shown(only);
  if (Array.isArray(among)) return oneOf(among);
  const branches = [found["anyOf"], found["oneOf"]].find(Array.isArray) as readonly Json[] | undefined;
  const words = typesOf(found).map((type) => ofType(type, found, { resolve, deep }));
  if (words.length === 0 && branches) {
    words.push(...branches.slice(0, MOST_NAMES).map((branch) => wanted(branch, resolve, deep + 1)));
  }
  return [...new Set(words)].join(" or ") || "a value";
}

function ofType(
  type: string,
  schema: JsonObject,
  { resolve, deep }: { readonly resolve: Resolve; readonly deep: number },
): string {
  switch (type) {
    case "number":
    case "integer":
      return `${WORDS[type]}${range(schema)}`;
    case "array":
      return `a list${listOf(resolve(schema["items"]), resolve, deep)}`;
    case "object":
      return `an object${withNames(schema)}`;
    default:
      return WORDS[type] ?? "a value";
  }
}

function range({ minimum, maximum }: JsonObject): string {
  const from = typeof minimum === "number" ? ` from ${minimum}` : "";
  return typeof maximum === "number" ? `${from}${from ? " to" : " up to"} ${maximum}` : from;
}

function listOf(items: Json | undefined, resolve: Resolve, deep: number): string {
  if (!isObject(items)) return "";
  const [type, ...more] = typesOf(items);
  if (type === undefined || more.length > 0) return "";
  if (items["enum"] !== undefined) return ` whose items are ${wanted(items, resolve, deep + 1)}`;
  return Object.hasOwn(PLURALS, type) ? ` of ${PLURALS[type]}` : "";
}

function withNames({ properties }: JsonObject): string {
  const names = isObject(properties) ? Object.keys(properties) : [];
  return names.length > 0 && names.length <= 5 ? ` with ${names.map(quoted).join(", ")}` : "";
}

function oneOf(values: readonly Json[]): string {
  const told = values.slice(0, MOST_NAMES).map(shown), left = values.length - told.length;
  return told.length === 1 && left === 0 ? told[0]! : `one of ${told.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

/** Names for a message, not without end. */
export function names(all: readonly string[]): string {
  const told = all.slice(0, MOST_NAMES).map(quoted), left = all.length - told.length;
  return `${told.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

/** A value for a message: texts and other small ones as they are, the rest by what they are. */
export function shown(value: Json): string {
  if (typeof value === "string") {
    return value.trim() === "" ? JSON.stringify(value).slice(0, MOST_SHOWN) : quoted(value);
  }
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) {
    const keys = Object.keys(value);
    return keys.length === 0 ? "an empty object" : `an object with ${names(keys.slice(0, 5))}`;
  }
  return `\`${value}\``;
}

/** A name or a text in backticks, cut where it is long. */
export function quoted(text: string): string {
  const cut = text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  return `\`${cut.replaceAll("`", "'").replaceAll("\n", " ").toWellFormed()}\``;
}
