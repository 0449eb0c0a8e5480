import type { Json } from "../../base/json.ts";
import { checkArguments } from "../../plan/check_arguments.ts";
import type { CheckedArguments } from "../../plan/check_arguments.ts";
import type { ToolFacts } from "../../plan/tool_facts.ts";
import { lineMatcher } from "../files/line_matcher.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";

/** UTF-16 code units of a text that a pattern is looked for in. */
const LONGEST = 10_000;

/** Checks what a tool is called with against its parameters, patterns included where they can be matched in linear time. */
export function checkInput(facts: Pick<ToolFacts, "parameters">, input: Json): CheckedArguments {
  return checkArguments(facts.parameters, input, { matches });
}

/** Whether a pattern is found in a text; undefined for patterns and texts that would take too long. */
function matches(pattern: string, text: string): boolean | undefined {
  if (text.length > LONGEST || /[\n\r]/.test(text)) return undefined;
  try {
    return lineMatcher(pattern, { ignoreCase: false }).test(text);
  } catch (error) {
    if (error instanceof WorkspaceTrouble) return undefined;
    throw error;
  }
}
