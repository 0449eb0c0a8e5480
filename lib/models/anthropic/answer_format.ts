import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { WRAPPER, wrapping } from "../remote/wrapper.ts";

/** How an answer in a given shape is asked for. */
export interface AnswerFormat {
  /** `output_config.format` of the request. */
  readonly format: JsonObject;
  /** Field that the answer is wrapped in, for answers that are no objects. */
  readonly wrapped?: string;
}

/** Keywords that the API takes as they are. */
const TAKEN: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "anyOf",
  "enum",
  "const",
  "title",
  "description",
]);

/** Keywords that the API refuses and a model can be told of. */
const SAID: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minItems",
  "maxItems",
]);

/**
 * Asks for an answer of this schema, closed where it leaves objects open: what fits the closed one fits it too. Undefined
 * where the API has no means for a schema.
 */
export function answerFormat(schema: JsonObject): AnswerFormat | undefined {
  const written = writtenSchema(schema);
  if (!written) return undefined;
  if (written["type"] === "object") return { format: formatOf(written) };
  return { format: formatOf(wrapping(written)), wrapped: WRAPPER };
}

function formatOf(schema: JsonObject): JsonObject {
  return { type: "json_schema", schema };
}

function writtenSchema(schema: Json | undefined): JsonObject | undefined {
  if (!isObject(schema) || Object.keys(schema).length === 0) return undefined;
  if (Object.keys(schema).some((keyword) => !TAKEN.has(keyword) && !SAID.has(keyword))) return undefined;
  const inside = insideOf(schema);
  if (!inside) return undefined;
  const taken = Object.entries(schema).filter(([keyword]) => TAKEN.has(keyword));
  return { ...Object.fromEntries(taken), ...inside, ...described(schema) };
}

/** The parts that hold schemas themselves. */
function insideOf({ type, properties, additionalProperties, items, anyOf }: JsonObject): JsonObject | undefined {
  if (Array.isArray(anyOf)) {
    const any = anyOf.map(writtenSchema);
    return any.every((one) => one !== undefined) ? { anyOf: any } : undefined;
  }
  if (type === "array") {
    const item = writtenSchema(items);
    return item && { items: item };
  }
  if (type !== "object") return {};
  if (!isObject(properties) || isObject(additionalProperties)) return undefined;
  const fields = Object.entries(properties).map(([name, field]) => [name, writtenSchema(field)] as const);
  if (fields.some(([, field]) => field === undefined)) return undefined;
  return { properties: Object.fromEntries(fields) as JsonObject, additionalProperties: false };
}

/** Bounds in words, where the API takes them in no other way. */
function described(schema: JsonObject): JsonObject {
  const said = Object.entries(schema).filter(([keyword]) => SAID.has(keyword))
    .map(([keyword, value]) => `${keyword}: ${JSON.stringify(value)}`).join(", ");
  if (said === "") return {};
  const { description } = schema;
  return { description: typeof description === "string" ? `${description} (${said})` : said };
}
