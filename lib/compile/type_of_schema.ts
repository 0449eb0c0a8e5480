/**
 * JSON Schemas as types: what can be said of arguments before a tool is called. What types cannot say is let through.
 *
 * @module
 */
import { isObject } from "../base/is_object.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Type } from "../expr/types.ts";
import { ANY, BOOL, enumOf, isList, listOf, mapOf, NULL, nullable, objectOf, STRING } from "../expr/types.ts";

/** Parameters of a tool. */
export interface Parameters {
  /** Those that are known, and whether each must be given. */
  readonly fields: ReadonlyMap<string, { readonly type: Type; readonly isNeeded: boolean }>;
  /** Whether it takes others as well. */
  readonly isOpen: boolean;
}

/** Schemas nested deeper than this are taken for anything. */
const DEEPEST = 20;

/** The parameters that the schema of a tool's arguments names. */
export function parametersOf(schema: JsonObject): Parameters {
  const { properties, required, additionalProperties } = schema, needed = new Set(isArray(required) ? required : []);
  const fields = Object.entries(isObject(properties) ? properties : {}).map(([name, one]) =>
    [name, { type: typeOfSchema(one), isNeeded: needed.has(name) }] as const
  );
  return {
    fields: new Map(fields),
    isOpen: additionalProperties === undefined ? !isObject(properties) : additionalProperties !== false,
  };
}

/** The type that a schema describes; anything where it says what no type can. */
export function typeOfSchema(schema: Json, depth = 0): Type {
  if (!isObject(schema) || depth > DEEPEST || "$ref" in schema || "allOf" in schema) return ANY;
  const { enum: among, const: only, anyOf, oneOf, type } = schema;
  if (only !== undefined) return typeof only === "string" ? enumOf([only]) : ANY;
  if (isArray(among)) return enumType(among);
  const branches = isArray(anyOf) ? anyOf : isArray(oneOf) ? oneOf : undefined;
  if (branches) return either(branches.map((one) => typeOfSchema(one, depth + 1)));
  if (isArray(type)) return either(type.map((one) => named(one, schema, depth)));
  return named(type, schema, depth);
}

function enumType(among: readonly Json[]): Type {
  const texts = among.filter((one) => typeof one === "string"), others = among.filter((one) => typeof one !== "string");
  if (texts.length === 0 || others.some((one) => one !== null)) return ANY;
  return others.length > 0 ? nullable(enumOf(texts)) : enumOf(texts);
}

/** One type, or that and null; of several nothing is known. */
function either(types: readonly Type[]): Type {
  const [first, ...rest] = types.filter(({ kind }) => kind !== "null");
  if (!first) return NULL;
  if (rest.length > 0) return ANY;
  return types.length > 1 ? nullable(first) : first;
}

function named(type: Json | undefined, schema: JsonObject, depth: number): Type {
  switch (type) {
    case "string":
      return schema["format"] === "date" ? { kind: "string", format: "date" } : STRING;
    case "boolean":
      return BOOL;
    case "null":
      return NULL;
    case "number":
    case "integer":
      return numberType(type === "integer", schema);
    case "array":
      return listOf(typeOfSchema(schema["items"] ?? {}, depth + 1));
    case "object":
      return objectType(schema, depth);
    default:
      return ANY;
  }
}

function numberType(whole: boolean, { minimum, maximum }: JsonObject): Type {
  return {
    kind: "number",
    ...(typeof minimum === "number" ? { min: minimum } : {}),
    ...(typeof maximum === "number" ? { max: maximum } : {}),
    ...(whole ? { whole: true as const } : {}),
  };
}

function objectType({ properties, required, additionalProperties }: JsonObject, depth: number): Type {
  if (!isObject(properties)) {
    return mapOf(isObject(additionalProperties) ? typeOfSchema(additionalProperties, depth + 1) : ANY);
  }
  const needed = new Set(isArray(required) ? required : []);
  const fields = Object.entries(properties).map(([name, one]): [string, Type] => {
    const type = typeOfSchema(one, depth + 1);
    return [name, needed.has(name) ? type : nullable(type)];
  });
  return objectOf(Object.fromEntries(fields));
}

function isArray(value: Json | undefined): value is readonly Json[] {
  return value !== undefined && isList(value);
}
