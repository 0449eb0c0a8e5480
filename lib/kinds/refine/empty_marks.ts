import type { Json } from "../../base/json.ts";
import { unreachable } from "../../base/unreachable.ts";
import { parseShape } from "../../expr/parse_shape.ts";
import type { Type } from "../../expr/types.ts";
import type { Scoring } from "../../plan/mod.ts";
import type { Marks } from "./state.ts";

/** What scorers would have said of a text that nobody scores: values of their types that say as little as can be. */
export function emptyMarks({ script, command, judge, compare }: Scoring): Marks {
  return {
    ...(script ? { script: emptyOf(script.returns) } : {}),
    ...(command ? { command: 0, code: 0, stdout: "", stderr: "" } : {}),
    ...(judge ? { judge: emptyOf(judge.returns) } : {}),
    ...(compare ? { compare: 0 } : {}),
  };
}

function emptyOf(shape: Json): Json {
  const parsed = parseShape(shape);
  return parsed.ok ? emptyValue(parsed.type) : null;
}

function emptyValue(type: Type): Json {
  switch (type.kind) {
    case "any":
    case "null":
    case "nullable":
      return null;
    case "bool":
      return false;
    case "number":
      return Math.min(Math.max(0, type.min ?? 0), type.max ?? Infinity);
    case "string":
      return type.of?.[0] ?? "";
    case "list":
      return [];
    case "map":
      return {};
    case "object":
      return Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, emptyValue(field)]));
    default:
      return unreachable(type);
  }
}
