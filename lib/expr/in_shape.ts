import type { Json } from "../base/json.ts";
import { complete, conforms } from "./conforms.ts";
import { parseShape } from "./parse_shape.ts";

/**
 * A value held to a shape, or a sentence that says where it is not of it. Fields that may be absent and are, become
 * null.
 */
export function inShape(shape: Json, value: Json): { readonly value: Json } | { readonly problem: string } {
  const parsed = parseShape(shape);
  if (!parsed.ok) return { problem: "the shape asked for is not one" };
  const wrong = conforms(parsed.type, value);
  return wrong
    ? { problem: `at ${wrong.path}: expected ${wrong.expected}, found ${wrong.found}` }
    : { value: complete(parsed.type, value) };
}
