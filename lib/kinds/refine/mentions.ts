import { parse } from "../../expr/parse.ts";
import { parseTemplate } from "../../expr/parse_template.ts";
import { referencesOf } from "../../expr/references.ts";

/** Whether a hole of a template reads a name from outside. */
export function speaksOf(template: string, name: string): boolean {
  const parsed = parseTemplate(template);
  if (!parsed.ok) return false;
  return parsed.template.parts.some((part) => part.kind === "hole" && reads(part.hole, name));
}

function reads(expression: string, name: string): boolean {
  const parsed = parse(expression);
  return parsed.ok && referencesOf(parsed.expr.root).some(({ path }) => path[0] === name);
}
