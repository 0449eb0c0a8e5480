import type { Json } from "../base/json.ts";
import { isNestedDeeper, MAX_NESTING } from "../base/nesting.ts";
import { unreachable } from "../base/unreachable.ts";
import { parseChoice, parseJson, parseScore } from "../models/parse.ts";
import type { Returns } from "../plan/mod.ts";
import { inShape } from "../expr/in_shape.ts";

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
    case "json": {
      const parsed = parseJson(text);
      if ("problem" in parsed) return parsed;
      if (isNestedDeeper(parsed.value)) return { problem: `it is nested more than ${MAX_NESTING} deep` };
      return inShape(returns.shape, parsed.value);
    }
    default:
      return unreachable(returns);
  }
}
