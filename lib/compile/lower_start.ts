import { parseTemplate } from "../expr/parse_template.ts";
import type { Scope } from "../expr/scope.ts";
import type { StartText } from "../plan/mod.ts";
import { checkedTemplate } from "./check_text.ts";
import { placedText } from "./read_text.ts";
import type { CommonSpec, StartSpec } from "../spec/spec.ts";
import type { Unit } from "./unit.ts";
import { placedAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Where the text begins; undefined where something is wrong, which has been reported. */
export async function lowerStart(
  unit: Unit<CommonSpec & { readonly start?: StartSpec }>,
  { world, scope }: { readonly world: World; readonly scope: Scope },
): Promise<StartText | undefined> {
  const { start } = unit.spec;
  if (start === undefined) return undefined;
  if (typeof start === "object" && !("file" in start)) return lowerDocument(unit, scope);
  const placed = await placedText(unit, world, ["start"], start);
  const text = placed && checkedTemplate(unit, placed, scope);
  return text === undefined ? undefined : { from: "text", text };
}

function lowerDocument(unit: Unit, scope: Scope): StartText | undefined {
  const placed = placedAt(unit, ["start", "document"]);
  if (!placed || checkedTemplate(unit, placed, scope) === undefined) return undefined;
  const { text } = placed, at = lastAt(text), document = text.slice(0, at), node = text.slice(at + 1);
  if (at > 0 && node !== "") return { from: "node", document, node };
  return void unit.findings.about(placed.source)("bad-document", placed.span(0, text.length), { text });
}

/** Where the last `@` outside of holes stands; -1 for none. */
function lastAt(text: string): number {
  const parsed = parseTemplate(text);
  let found = -1, from = 0;
  for (const part of parsed.ok ? parsed.template.parts : []) {
    if (part.kind === "hole") from = part.end + "}}".length;
    else {
      const last = part.text.lastIndexOf("@"), start = text.indexOf(part.text, from);
      if (last >= 0) found = start + last;
      from = start + part.text.length;
    }
  }
  return found;
}
