import type { Json } from "../base/json.ts";
import { unreachable } from "../base/unreachable.ts";
import { describe } from "./describe.ts";
import { fieldOf, isList, typeName } from "./types.ts";
import type { NumberType, StringType, Type } from "./types.ts";

/** The first place where a value is not what its type says. */
export interface Misfit {
  /** Path from the value, written as `$.a[3].b`. */
  readonly path: string;
  /** The type wanted there, as `parseShape` reads it. */
  readonly expected: string;
  /** What is there instead, in a few words. */
  readonly found: string;
}

/**
 * Where and how a value fails its type; undefined when it is of the type. Keys an object type does not name are allowed,
 * and a field of a nullable type, or of type `any`, may be absent.
 */
export function conforms(type: Type, value: Json | undefined, path = "$"): Misfit | undefined {
  switch (type.kind) {
    case "any":
      return undefined;
    case "null":
      return value === null ? undefined : misfit(type, value, path);
    case "bool":
      return typeof value === "boolean" ? undefined : misfit(type, value, path);
    case "number":
      return isNumber(type, value) ? undefined : misfit(type, value, path);
    case "string":
      return isText(type, value) ? undefined : misfit(type, value, path);
    case "list":
      return conformsList(type, value, path);
    case "map":
    case "object":
      return conformsMap(type, value, path);
    case "nullable":
      return value === null || value === undefined ? undefined : conforms(type.of, value, path);
    default:
      return unreachable(type);
  }
}

function misfit(type: Type, value: Json | undefined, path: string): Misfit {
  return { path, expected: typeName(type), found: describe(value) };
}

function isNumber({ min = -Infinity, max = Infinity, whole }: NumberType, value: Json | undefined): boolean {
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  return value >= min && value <= max && (!whole || Number.isInteger(value));
}

function isText({ of, format }: StringType, value: Json | undefined): boolean {
  if (typeof value !== "string") return false;
  return (!of || of.includes(value)) && (!format || isDay(value));
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function conformsList(
  type: Extract<Type, { kind: "list" }>,
  value: Json | undefined,
  path: string,
): Misfit | undefined {
  if (value === undefined || !isList(value)) return misfit(type, value, path);
  if (type.of.kind === "any") return undefined;
  for (const [i, item] of value.entries()) {
    const found = conforms(type.of, item, `${path}[${i}]`);
    if (found) return found;
  }
  return undefined;
}

function conformsMap(
  type: Extract<Type, { kind: "map" | "object" }>,
  value: Json | undefined,
  path: string,
): Misfit | undefined {
  if (value === null || typeof value !== "object" || isList(value)) return misfit(type, value, path);
  if (type.kind === "map" && type.of.kind === "any") return undefined;
  const fields = type.kind === "object"
    ? Object.entries(type.fields)
    : Object.keys(value).map((key) => [key, type.of] as const);
  for (const [name, field] of fields) {
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    const found = conforms(field, item, `${path}.${name}`);
    if (found) return found;
  }
  return undefined;
}

/**
 * A value of the type as expressions see it: fields that may be absent and are, read as null. The value must conform.
 * Where nothing is missing the very same value is returned.
 */
export function complete(type: Type, value: Json): Json {
  if (value === null || typeof value !== "object") return value;
  if (type.kind === "nullable") return complete(type.of, value);
  if (type.kind === "list" && isList(value)) return same(value, value.map((item) => complete(type.of, item)));
  if (isList(value)) return value;
  if (type.kind === "map") {
    return sameMap(value, Object.entries(value).map(([name, item]) => [name, complete(type.of, item)]));
  }
  if (type.kind !== "object") return value;
  const given = Object.entries(value).map(([name, item]): [string, Json] => {
    const field = fieldOf(type.fields, name);
    return [name, field ? complete(field, item) : item];
  });
  const absent = Object.keys(type.fields).filter((name) => !Object.hasOwn(value, name));
  return sameMap(value, [...given, ...absent.map((name): [string, Json] => [name, null])]);
}

function same(before: readonly Json[], after: readonly Json[]): Json {
  return after.every((item, i) => item === before[i]) ? before : after;
}

function sameMap(before: Readonly<Record<string, Json>>, after: readonly (readonly [string, Json])[]): Json {
  const unchanged = after.every(([name, item]) => Object.hasOwn(before, name) && before[name] === item);
  return unchanged ? before : Object.fromEntries(after);
}
