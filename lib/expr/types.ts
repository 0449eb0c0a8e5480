/**
 * The types expressions are checked with: plain data, so that a plan, a schema or a message can carry them.
 *
 * There is one number type. A value that may be missing has a `nullable` type; a field of such a type may be absent
 * from what a model or a script returns, and reads as null.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { unreachable } from "../base/unreachable.ts";

/** What a value can be. Bounds, `whole`, `of` and `format` say what to ask for and to accept; they do not make kinds of their own. */
export type Type =
  | { readonly kind: "any" }
  | { readonly kind: "null" }
  | { readonly kind: "bool" }
  | NumberType
  | StringType
  | { readonly kind: "list"; readonly of: Type }
  | { readonly kind: "map"; readonly of: Type }
  | { readonly kind: "object"; readonly fields: Fields }
  | { readonly kind: "nullable"; readonly of: Type };

/** Any finite number, within bounds that are themselves allowed. */
export interface NumberType {
  /** Tag of the union. */
  readonly kind: "number";
  /** The least value allowed; absent for no bound. */
  readonly min?: number;
  /** The greatest value allowed; absent for no bound. */
  readonly max?: number;
  /** Whether only whole numbers are allowed. */
  readonly whole?: true;
}

/** Any text, or one of a few. */
export interface StringType {
  /** Tag of the union. */
  readonly kind: "string";
  /** The texts allowed; absent for all. */
  readonly of?: readonly string[];
  /** `date` asks for a calendar day written as `2026-03-01`. */
  readonly format?: "date";
}

/** Fields of an object by name. Read with {@link fieldOf}: a name may be `__proto__`. */
export type Fields = Readonly<Record<string, Type>>;

/** Anything: what is read from it is checked when it is read. */
export const ANY: Type = { kind: "any" };
/** Nothing but null. */
export const NULL: Type = { kind: "null" };
/** True or false. */
export const BOOL: Type = { kind: "bool" };
/** Any number. */
export const NUMBER: Type = { kind: "number" };
/** Any text. */
export const STRING: Type = { kind: "string" };

/**
 * The items of a list that has none: `any` by itself, and giving way to the other where two types are joined, so that
 * `default(xs, [])` is a list of what `xs` holds. Told from `any` by identity alone.
 */
export const NOTHING: Type = { kind: "any" };

/** A list of items of one type. */
export function listOf(of: Type): Type {
  return { kind: "list", of };
}

/** A map from any text to values of one type. */
export function mapOf(of: Type): Type {
  return { kind: "map", of };
}

/** A map whose fields are known. A field of a nullable type may be absent. */
export function objectOf(fields: Fields): Type {
  return { kind: "object", fields };
}

/** One of these texts. */
export function enumOf(of: readonly string[]): Type {
  return { kind: "string", of };
}

/** The type, or null. */
export function nullable(type: Type): Type {
  return type.kind === "any" || type.kind === "null" || type.kind === "nullable"
    ? type
    : { kind: "nullable", of: type };
}

/** The type once null is ruled out. */
export function present(type: Type): Type {
  return type.kind === "nullable" ? type.of : type;
}

/** The type of a field, where the object has one of that name. */
export function fieldOf(fields: Fields, name: string): Type | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The spelling of a type that `parseShape` reads back: `list({name: string, note?: string})`. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case "any":
    case "null":
    case "bool":
      return type.kind;
    case "number":
      return (type.whole ? "int" : "number") + boundsName(type);
    case "string":
      return type.of ? enumName(type.of) : type.format ?? "string";
    case "list":
    case "map":
      return `${type.kind}(${typeName(type.of)})`;
    case "object":
      return `{${Object.entries(type.fields).map(([name, field]) => fieldName(name, field)).join(", ")}}`;
    case "nullable":
      return `${typeName(type.of)}${type.of.kind === "string" && type.of.of ? " | null" : "?"}`;
    default:
      return unreachable(type);
  }
}

function boundsName({ min, max }: NumberType): string {
  return min === undefined && max === undefined ? "" : `(${min ?? ""}..${max ?? ""})`;
}

/** A text alone reads as the name of a type, and so does one that looks like it: those are quoted. */
function enumName(of: readonly string[]): string {
  return of.map((text) => JSON.stringify(text)).join(" | ");
}

function fieldName(name: string, type: Type): string {
  const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
  return type.kind === "nullable" ? `${key}?: ${typeName(type.of)}` : `${key}: ${typeName(type)}`;
}

/** Types as a message lists them: `` `string`, `list` or `map` ``. */
export function oneOf(types: readonly Type[]): string {
  const names = [...new Set(types.map((type) => `\`${typeName(type).replace(/\(any\)$/, "")}\``))];
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** Values nested deeper than this are typed `any`. */
const DEEPEST = 50;

/** The narrowest type this language can say a value has. */
export function typeOf(value: Json, depth = 0): Type {
  if (value === null) return NULL;
  if (typeof value === "boolean") return BOOL;
  if (typeof value === "number") return NUMBER;
  if (typeof value === "string") return STRING;
  if (depth === DEEPEST) return ANY;
  if (isList(value)) return listOf(joinAll(value.map((item) => typeOf(item, depth + 1))));
  return objectOf(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, typeOf(item, depth + 1)])));
}

/** Whether a value is a list, in words the type system follows for readonly ones. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A type that accepts whatever one of these does; {@link NOTHING} of none. */
function joinAll(types: readonly Type[]): Type {
  return types.reduce(join, NOTHING);
}

/** The narrowest type that accepts what either does, which is `any` for unlike kinds. */
export function join(a: Type, b: Type): Type {
  if (a === b || b === NOTHING) return a;
  if (a === NOTHING) return b;
  if (a.kind === "null") return nullable(b);
  if (b.kind === "null") return nullable(a);
  if (a.kind === "nullable" || b.kind === "nullable") return nullable(join(present(a), present(b)));
  if (a.kind === "number" && b.kind === "number") return joinNumbers(a, b);
  if (a.kind === "string" && b.kind === "string") return joinStrings(a, b);
  if (a.kind === "list" && b.kind === "list") return listOf(join(a.of, b.of));
  if (a.kind === "object" && b.kind === "object") return joinObjects(a.fields, b.fields);
  if (isMapLike(a) && isMapLike(b)) return mapOf(join(valuesOf(a), valuesOf(b)));
  return a.kind === b.kind ? a : ANY;
}

function joinNumbers(a: NumberType, b: NumberType): Type {
  const min = a.min === undefined || b.min === undefined ? undefined : Math.min(a.min, b.min);
  const max = a.max === undefined || b.max === undefined ? undefined : Math.max(a.max, b.max);
  return {
    kind: "number",
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(a.whole && b.whole ? { whole: true as const } : {}),
  };
}

function joinStrings(a: StringType, b: StringType): Type {
  if (a.of && b.of) return enumOf([...new Set([...a.of, ...b.of])]);
  return !a.of && !b.of && a.format === b.format ? a : STRING;
}

/** Only what both have is sure to be there. */
function joinObjects(a: Fields, b: Fields): Type {
  const shared = Object.keys(a).filter((name) => Object.hasOwn(b, name));
  return objectOf(Object.fromEntries(shared.map((name) => [name, join(a[name]!, b[name]!)])));
}

/** Whether values of the type have keys. */
export function isMapLike(type: Type): type is Extract<Type, { kind: "map" | "object" }> {
  return type.kind === "map" || type.kind === "object";
}

/** The type of what a key not known beforehand leads to. */
export function valuesOf(type: Extract<Type, { kind: "map" | "object" }>): Type {
  return type.kind === "map" ? type.of : joinAll(Object.values(type.fields));
}

/**
 * Whether a value of type `from` may stand where `to` is wanted. What only a value can tell (bounds, a member of an
 * enum, anything about `any`) is let through here and seen by `conforms`.
 */
export function accepts(to: Type, from: Type): boolean {
  if (to.kind === "any" || from.kind === "any") return true;
  if (to.kind === "nullable") return from.kind === "null" || accepts(to.of, present(from));
  if (from.kind === "nullable") return false;
  if (to.kind === "list") return from.kind === "list" && accepts(to.of, from.of);
  if (to.kind === "map") return isMapLike(from) && everyValue(from).every((value) => accepts(to.of, value));
  if (to.kind === "object") return acceptsObject(to.fields, from);
  return to.kind === from.kind;
}

function everyValue(type: Extract<Type, { kind: "map" | "object" }>): readonly Type[] {
  return type.kind === "map" ? [type.of] : Object.values(type.fields);
}

function acceptsObject(wanted: Fields, from: Type): boolean {
  if (from.kind === "map") return from.of.kind === "any";
  if (from.kind !== "object") return false;
  return Object.entries(wanted).every(([name, type]) => {
    const given = fieldOf(from.fields, name);
    return given ? accepts(type, given) : type.kind === "nullable" || type.kind === "any";
  });
}
