import type { Json } from "../base/json.ts";
import { parseShape } from "../expr/parse_shape.ts";
import type { Type } from "../expr/types.ts";
import type { Path } from "../spec/located.ts";
import { find, spanInText } from "../spec/located.ts";
import type { Unit } from "./unit.ts";

/** The type that a shape says; one that is wrong is reported at the piece of it that is. */
export function shapeAt(unit: Unit, at: Path, shape: Json): Type | undefined {
  const parsed = parseShape(shape);
  if (parsed.ok) return parsed.type;
  const { value } = find(unit.located, [...at, ...parsed.path]);
  const inside = value.kind === "text" && parsed.end > parsed.start;
  const span = inside ? spanInText(value, parsed.start, parsed.end) : value.span;
  return void unit.report("bad-shape", span, parsed.params);
}
