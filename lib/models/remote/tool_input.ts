import type { Json, JsonObject } from "../../base/json.ts";

/**
 * Arguments of a call for a tool as the object that some protocols want. What a model wrote and is no object is kept
 * under the name `unreadable`, so that the model sees its mistake.
 */
export function toolInput(written: string): JsonObject {
  try {
    const value = JSON.parse(written) as Json;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // Kept below as it is.
  }
  return written.trim() === "" ? {} : { unreadable: written };
}
