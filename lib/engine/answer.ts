import type { Json } from "../base/json.ts";
import { unreachable } from "../base/unreachable.ts";
import { complete, conforms } from "../expr/conforms.ts";
import { parseShape } from "../expr/parse_shape.ts";
import { parseChoice, parseJson, parseScore } from "../models/parse.ts";
import type { Returns } from "../plan/mod.ts";

/** An answer as it was asked for, or a sentence that says why it is not. Never a guess. */
export function readAnswer(text: string, returns: Returns): { readonly value: Json } | { readonly problem: string } {
  switch (returns.as) {
    case "choice": {
      const choice = parseChoice(text, returns.labels);
      return "index" in choice ? { value: choice.index } : choice;
    }
    case "score": {
      const score = parseScore(text, returns);
      return "value" in score ? { value: score.value } : score;
    }
    case "json":
      return readJson(text, returns.shape);
    default:
      return unreachable(returns);
  }
}

function readJson(text: string, shape: Json): { readonly value: Json } | { readonly problem: string } {
  const parsed = parseJson(text), type = parseShape(shape);
  if ("problem" in parsed) return parsed;
  if (!type.ok) return { problem: "the shape asked for is not one" };
  const wrong = conforms(type.type, parsed.value);
  return wrong
    ? { problem: `at ${wrong.path}: expected ${wrong.expected}, found ${wrong.found}` }
    : { value: complete(type.type, parsed.value) };
}
