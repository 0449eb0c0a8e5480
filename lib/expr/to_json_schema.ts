import type { JsonObject } from "../base/json.ts";
import { unreachable } from "../base/unreachable.ts";
import type { Fields, NumberType, StringType, Type } from "./types.ts";

/**
 * The JSON Schema (2020-12, and the subset providers take for structured answers) of a type. Objects are closed; a
 * field that may be absent may also be null and is not required.
 */
export function toJsonSchema(type: Type): JsonObject {
  switch (type.kind) {
    case "any":
      return {};
    case "null":
      return { type: "null" };
    case "bool":
      return { type: "boolean" };
    case "number":
      return numberSchema(type);
    case "string":
      return stringSchema(type);
    case "list":
      return { type: "array", items: toJsonSchema(type.of) };
    case "map":
      return { type: "object", additionalProperties: toJsonSchema(type.of) };
    case "object":
      return objectSchema(type.fields);
    case "nullable":
      return { anyOf: [toJsonSchema(type.of), { type: "null" }] };
    default:
      return unreachable(type);
  }
}

function numberSchema({ min, max, whole }: NumberType): JsonObject {
  return {
    type: whole ? "integer" : "number",
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}

function stringSchema({ of, format }: StringType): JsonObject {
  return { type: "string", ...(of ? { enum: of } : {}), ...(format ? { format } : {}) };
}

function objectSchema(fields: Fields): JsonObject {
  const entries = Object.entries(fields);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, type]) => [name, toJsonSchema(type)])),
    required: entries.filter(([, type]) => type.kind !== "nullable").map(([name]) => name),
    additionalProperties: false,
  };
}
