import type { Json, JsonObject } from "../../base/json.ts";

/** Field that an answer which is no object is wrapped in, for hosts that answer with objects only. */
export const WRAPPER = "answer";

/** The schema of an object that holds an answer of this schema, and nothing else. */
export function wrapping(schema: JsonObject): JsonObject {
  return { type: "object", properties: { [WRAPPER]: schema }, required: [WRAPPER], additionalProperties: false };
}

/** The answer inside its wrapper, as JSON; what is no wrapper stays as it is. */
export function unwrapped(text: string, field: string): string {
  try {
    const value = JSON.parse(text) as Json;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return text;
    const inside = (value as JsonObject)[field];
    return inside === undefined ? text : JSON.stringify(inside);
  } catch {
    return text;
  }
}
