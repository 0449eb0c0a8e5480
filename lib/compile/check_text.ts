/**
 * Checks the expressions and templates of a spec, each in the scope of its field.
 *
 * @module
 */
import { check } from "../expr/check.ts";
import { parse } from "../expr/parse.ts";
import { parseTemplate } from "../expr/parse_template.ts";
import type { Template } from "../expr/parse_template.ts";
import type { Problem } from "../expr/problem.ts";
import { referencesOf } from "../expr/references.ts";
import type { Scope } from "../expr/scope.ts";
import { checkTemplate } from "../expr/template.ts";
import type { Type } from "../expr/types.ts";
import { accepts, STRING, typeName } from "../expr/types.ts";
import type { PlacedText, Unit } from "./unit.ts";

/** What a field allows. */
export interface Field {
  /** What its expressions may speak of. */
  readonly scope: Scope;
  /** What it must give; absent: anything. */
  readonly expects?: Type;
}

/** The expression, if it is sound in its field. */
export function checkedExpression(unit: Unit, placed: PlacedText, field: Field): string | undefined {
  return typedExpression(unit, placed, field)?.text;
}

/** The expression and the type of its value, if it is sound in its field. */
export function typedExpression(
  unit: Unit,
  placed: PlacedText,
  { scope, expects }: Field,
): { readonly text: string; readonly type: Type } | undefined {
  const checked = check(placed.text, scope, expects ? { expects } : {});
  if (!checked.ok) return tell(unit, placed, checked.problems);
  unit.seen.push(checked.expr.root);
  return { text: placed.text, type: checked.type };
}

/** The template, if it is sound in its field; it gives a text. */
export function checkedTemplate(unit: Unit, placed: PlacedText, scope: Scope): string | undefined {
  const checked = checkTemplate(placed.text, scope, { expects: STRING });
  if (!checked.ok) return tell(unit, placed, checked.problems);
  unit.seen.push(...rootsOf(checked.template));
  return placed.text;
}

/** The template, if what it gives is of a type: one that is a single hole keeps the type of its value. */
export function checkedValue(unit: Unit, placed: PlacedText, { scope, expects }: Field): string | undefined {
  const checked = checkTemplate(placed.text, scope, expects ? { expects } : {}), { text } = placed;
  if (!checked.ok) return tell(unit, placed, checked.problems);
  if (expects && !accepts(expects, checked.type)) {
    const params = { expected: typeName(expects), found: typeName(checked.type) };
    return tell(unit, placed, [{ code: "unexpected-result", params, start: 0, end: text.length }]);
  }
  unit.seen.push(...rootsOf(checked.template));
  return text;
}

/** The names that the holes of a template look at first. */
export function namesIn(template: string): ReadonlySet<string> {
  const parsed = parseTemplate(template), roots = parsed.ok ? rootsOf(parsed.template) : [];
  return new Set(roots.flatMap((root) => referencesOf(root).map(({ path }) => path[0]!)));
}

function tell({ findings }: Unit, { source, span }: PlacedText, problems: readonly Problem[]): undefined {
  for (const { code, params, start, end } of problems) findings.about(source)(code, span(start, end), params as never);
}

function rootsOf({ parts }: Template): Unit["seen"] {
  return parts.flatMap((part) => {
    const parsed = part.kind === "hole" ? parse(part.hole) : undefined;
    return parsed?.ok ? [parsed.expr.root] : [];
  });
}
