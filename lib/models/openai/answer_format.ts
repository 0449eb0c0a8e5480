import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { WRAPPER, wrapping } from "../remote/wrapper.ts";
import type { Host } from "./options.ts";

/** How an answer in a given shape is asked for. */
export interface AnswerFormat {
  /** `response_format` of the request. */
  readonly format: JsonObject;
  /** Field that the answer is wrapped in, for hosts that answer with objects only. */
  readonly wrapped?: string;
}

/** Keywords that every host with a strict mode takes. */
const STRICT: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "anyOf",
  "enum",
  "const",
  "format",
  "pattern",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "title",
  "description",
]);

/**
 * Asks for an answer of this schema. Local servers make a grammar of any schema. The official API and those who pass
 * requests on to it want objects at the top, every field required, and nothing left open: what may be made so is, and
 * a schema that may not is asked for without the promise.
 */
export function answerFormat(schema: JsonObject, host: Host): AnswerFormat {
  if (host !== "openai" && host !== "openrouter") return { format: formatOf(schema, true) };
  const isObject = schema["type"] === "object" && schema["anyOf"] === undefined;
  const whole = isObject ? schema : wrapping(schema);
  const strict = strictly(whole);
  return { format: formatOf(strict ?? whole, strict !== undefined), ...(isObject ? {} : { wrapped: WRAPPER }) };
}

function formatOf(schema: JsonObject, strict: boolean): JsonObject {
  return { type: "json_schema", json_schema: { name: "answer", strict, schema } };
}

/** The same schema with every field required; undefined where that would change what it means. */
function strictly(schema: Json | undefined): JsonObject | undefined {
  if (!isObject(schema) || Object.keys(schema).length === 0) return undefined;
  if (Object.keys(schema).some((keyword) => !STRICT.has(keyword))) return undefined;
  const { properties, items, anyOf } = schema;
  if (schema["type"] === "object") return isObject(properties) ? closed(schema, properties) : undefined;
  if (Array.isArray(anyOf)) {
    const any = anyOf.map(strictly);
    return any.every((one) => one !== undefined) ? { ...schema, anyOf: any } : undefined;
  }
  if (schema["type"] !== "array") return schema;
  const inside = strictly(items);
  return inside && { ...schema, items: inside };
}

function closed(schema: JsonObject, properties: JsonObject): JsonObject | undefined {
  if (schema["additionalProperties"] !== false) return undefined;
  const { required } = schema, names = Object.keys(properties);
  const optional = names.filter((name) => !Array.isArray(required) || !required.includes(name));
  if (!optional.every((name) => mayBeNull(properties[name]))) return undefined;
  const fields = names.map((name) => [name, strictly(properties[name])] as const);
  if (fields.some(([, field]) => field === undefined)) return undefined;
  return { ...schema, properties: Object.fromEntries(fields) as JsonObject, required: names };
}

function mayBeNull(schema: Json | undefined): boolean {
  if (!isObject(schema)) return false;
  const { type, anyOf } = schema;
  return type === "null" || (Array.isArray(type) && type.includes("null")) ||
    (Array.isArray(anyOf) && anyOf.some(mayBeNull));
}
