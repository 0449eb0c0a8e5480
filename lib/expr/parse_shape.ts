import type { Json } from "../base/json.ts";
import { BadShape, DEEPEST, readShape, uniqueEnum, whole } from "./read_shape.ts";
import type { ShapeProblem } from "./read_shape.ts";
import { isList, nullable, objectOf } from "./types.ts";
import type { Type } from "./types.ts";

export type { ShapeProblem } from "./read_shape.ts";

/** What a shape says, or where it is wrong. */
export type ParsedShape = { readonly ok: true; readonly type: Type } | ShapeProblem;

/**
 * Reads a shape, as `returns` fields, inputs and script results write it.
 *
 * - text: `string`, `text` (the same), `date`, `number`, `number(0..10)`, `int(1..)`, `bool`, `null`, `any`, `list`,
 *   `list(string)`, `map(number)`, `{name: string, note?: string}`, `yes | no`, `"very good" | bad`, `string?` (or null)
 * - a map: an object with those fields; a `?` at the end of a name says the field may be absent
 * - a list of texts: one of them
 */
export function parseShape(shape: Json): ParsedShape {
  try {
    return { ok: true, type: shapeOf(shape, []) };
  } catch (error) {
    if (error instanceof BadShape) return error.problem;
    throw error;
  }
}

function shapeOf(shape: Json, path: readonly string[]): Type {
  if (path.length > DEEPEST) throw whole(path, `a shape may be nested ${DEEPEST} levels deep at most`);
  if (typeof shape === "string") return readShape(shape, path);
  if (shape === null || typeof shape !== "object") {
    throw whole(path, `a shape is a text such as \`string\`, a map of fields or a list of texts, not ${String(shape)}`);
  }
  if (isList(shape)) return enumShape(shape, path);
  const fields = Object.entries(shape).map(([key, field]): [string, Type] => {
    const type = shapeOf(field, [...path, key]);
    return key.endsWith("?") ? [key.slice(0, -1), nullable(type)] : [key, type];
  });
  const names = fields.map(([name]) => name);
  const twice = names.find((name, i) => name === "" || names.indexOf(name) !== i);
  if (twice !== undefined) throw whole(path, twice ? `the field \`${twice}\` is given twice` : "a field needs a name");
  return objectOf(Object.fromEntries(fields));
}

function enumShape(shape: readonly Json[], path: readonly string[]): Type {
  const words = shape.filter((word) => typeof word === "string");
  if (words.length < shape.length || words.length === 0) {
    throw whole(path, "a list of choices holds texts, at least one");
  }
  return uniqueEnum(words, (reason) => whole(path, reason));
}
