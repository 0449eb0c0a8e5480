import type { JsonObject } from "../base/json.ts";

/** The JSON Schema of specs, as editors use it. */
export async function specSchema(): Promise<JsonObject> {
  const { jsonSchema } = await import("../spec/schema.ts");
  return jsonSchema();
}
