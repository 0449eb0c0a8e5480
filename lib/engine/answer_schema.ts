import type { JsonObject } from "../base/json.ts";
import { unreachable } from "../base/unreachable.ts";
import { parseShape } from "../expr/parse_shape.ts";
import { toJsonSchema } from "../expr/to_json_schema.ts";
import type { Returns } from "../plan/mod.ts";

/** The JSON Schema of an answer that is read so; undefined where there is none. */
export function answerSchema(returns: Returns): JsonObject | undefined {
  switch (returns.as) {
    case "choice":
      return { type: "string", enum: returns.labels };
    case "score":
      return { type: "number", minimum: returns.min, maximum: returns.max };
    case "json": {
      const shape = parseShape(returns.shape);
      return shape.ok ? toJsonSchema(shape.type) : undefined;
    }
    default:
      return unreachable(returns);
  }
}
