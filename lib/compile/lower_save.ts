import { parseTemplate } from "../expr/parse_template.ts";
import { checkedTemplate } from "./check_text.ts";
import type { AutoloomScopes } from "./scopes.ts";
import type { PlacedText, Unit } from "./unit.ts";
import { placedAt } from "./unit.ts";

/** The template of the path that the text is saved to, if nothing is wrong with it. What holes give is seen when it is used. */
export function lowerSave(unit: Unit, scopes: AutoloomScopes): string | undefined {
  const placed = unit.spec.save === undefined ? undefined : placedAt(unit, ["save"]);
  if (!placed) return undefined;
  const reason = reasonAgainst(placed);
  if (reason) unit.report("bad-save-path", placed.span(0, placed.text.length), { reason });
  const path = checkedTemplate(unit, placed, scopes.text);
  return reason ? undefined : path;
}

/** What stands for a hole: a letter that has no meaning in paths. */
const HOLE = "x";

function reasonAgainst({ text }: PlacedText): string | undefined {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return undefined;
  const path = parsed.template.parts.map((part) => part.kind === "hole" ? HOLE : part.text).join("");
  if (path.trim() === "") return "the path is empty";
  if (/\p{Cc}/u.test(path)) return "the path holds a control character";
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(path)) return "the path is absolute";
  if (path.startsWith("~")) return "`~` is not expanded";
  const parts = path.split(/[/\\]/);
  if (parts.includes("..")) return "`..` leads out of folders";
  const last = parts.at(-1)!;
  return last === "" || last === "." ? "the path names a folder" : undefined;
}
