import { parseTemplate } from "../expr/parse_template.ts";
import { checkedTemplate } from "./check_text.ts";
import { savePathProblem } from "./save_path.ts";
import type { Scope } from "../expr/scope.ts";
import type { Part } from "./stand_in.ts";
import type { PlacedText } from "./unit.ts";
import { placedAt } from "./unit.ts";

/** The template of the path that the text is saved to, if nothing is wrong with it. What holes give is held to the same rules when it is used. */
export function lowerSave({ value, unit, at }: Part<string>, scope: Scope): string | undefined {
  const placed = value === undefined ? undefined : placedAt(unit, at);
  if (!placed) return undefined;
  const reason = reasonAgainst(placed);
  if (reason) unit.report("bad-save-path", placed.span(0, placed.text.length), { reason });
  const path = checkedTemplate(unit, placed, scope);
  return reason ? undefined : path;
}

/** What stands for a hole: a letter that has no meaning in paths. */
const HOLE = "x";

function reasonAgainst({ text }: PlacedText): string | undefined {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return undefined;
  return savePathProblem(parsed.template.parts.map((part) => part.kind === "hole" ? HOLE : part.text).join(""));
}
