/**
 * Templates: texts with holes, `${{ expression }}`. A template that is nothing but one hole keeps the type of its value;
 * elsewhere texts go in raw, numbers in their shortest form, lists and maps as canonical JSON, and null is an error.
 * What a value brings along is never looked at for holes.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { check } from "./check.ts";
import type { Checked, CheckOptions } from "./check.ts";
import { evaluateIn, kept, located, machineFor, placedIn } from "./evaluate.ts";
import type { EvaluateOptions, Machine, Values } from "./evaluate.ts";
import { pathOf } from "./expr.ts";
import { ExpressionError } from "./failure.ts";
import { spendText } from "./meter.ts";
import { parseTemplate } from "./parse_template.ts";
import type { Part, Template } from "./parse_template.ts";
import { shift } from "./problem.ts";
import type { Problem } from "./problem.ts";
import type { Scope } from "./scope.ts";
import { textOf } from "./text_of.ts";
import { accepts, present, STRING, typeName } from "./types.ts";
import type { Type } from "./types.ts";

/** A template found sound, or everything that is wrong with it. */
export type CheckedTemplate =
  | {
    readonly ok: true;
    /** The type of what it renders to. */
    readonly type: Type;
    /** The names and paths its holes read, each once and sorted. */
    readonly uses: readonly string[];
    /** The template, ready to render. */
    readonly template: Template;
  }
  | {
    readonly ok: false;
    /** The problems in the order of their places. */
    readonly problems: readonly Problem[];
  };

type Hole = Extract<Part, { kind: "hole" }>;

/**
 * Checks every hole of a template. Offsets in problems count UTF-16 units of the template. Where a text is expected, a
 * lone hole may give anything but null: `renderText` writes it as text.
 */
export function checkTemplate(text: string, scope: Scope, options: CheckOptions = {}): CheckedTemplate {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return parsed;
  const { template } = parsed, wantsText = options.expects?.kind === "string" && !options.expects.of;
  const lone = loneHole(template);
  const checked = lone && !wantsText
    ? [inTemplate(check(lone.hole, scope, options), lone)]
    : holesOf(template).map((hole) => inTemplate(textual(check(hole.hole, scope)), hole));
  const problems = checked.flatMap((one) => one.ok ? [] : one.problems);
  const [first] = checked;
  const type = lone && first?.ok ? first.type : STRING;
  if (!lone && options.expects && !accepts(options.expects, STRING)) {
    problems.push(unexpectedText(text, options.expects));
  }
  if (problems.length > 0) return { ok: false, problems };
  const uses = checked.flatMap((one) => one.ok ? one.uses : []);
  return { ok: true, type, uses: [...new Set(uses)].sort(), template };
}

function holesOf({ parts }: Template): readonly Hole[] {
  return parts.filter((part) => part.kind === "hole");
}

function loneHole({ parts }: Template): Hole | undefined {
  const [first, ...rest] = parts;
  return first?.kind === "hole" && rest.length === 0 ? first : undefined;
}

function inTemplate(checked: Checked, { start }: Hole): Checked {
  return checked.ok ? checked : { ok: false, problems: checked.problems.map((problem) => shift(problem, start)) };
}

/** The expression, provided its value can stand in a text. */
function textual(checked: Checked): Checked {
  if (!checked.ok || present(checked.type) === checked.type && checked.type.kind !== "null") return checked;
  const { expr: { text, root: { start, end } } } = checked, written = text.slice(start, end);
  const path = pathOf(checked.expr.root) ? written : undefined;
  return { ok: false, problems: [{ code: "maybe-null", params: { what: `\`${written}\``, path }, start, end }] };
}

function unexpectedText(text: string, expects: Type): Problem {
  const params = { expected: typeName(expects), found: typeName(STRING) };
  return { code: "unexpected-result", params, start: 0, end: text.length };
}

/**
 * What a template renders to: the value of a lone hole, else a text.
 *
 * @throws {ExpressionError} placed in the template, for a hole that cannot be evaluated or is null beside text.
 */
export function renderTemplate(source: string | Template, values: Values, options: EvaluateOptions = {}): Json {
  const template = parsedTemplate(source), machine = machineFor(values, options);
  const lone = loneHole(template);
  if (!lone) return fill(template, machine);
  const placed = placedIn(template.text, lone.hole, lone.start), value = evaluateIn(machine, placed);
  return located(machine, placed, () => kept(machine, value));
}

/** What a template renders to as text, a lone hole included. Throws as `renderTemplate` does. */
export function renderText(source: string | Template, values: Values, options: EvaluateOptions = {}): string {
  return fill(parsedTemplate(source), machineFor(values, options));
}

function parsedTemplate(source: string | Template): Template {
  if (typeof source !== "string") return source;
  const parsed = parseTemplate(source);
  if (parsed.ok) return parsed.template;
  throw new ExpressionError("`${{` is never closed", source, parsed.problems[0]!);
}

function fill(template: Template, machine: Machine): string {
  return template.parts.map((part) => part.kind === "text" ? part.text : fillHole(template, part, machine)).join("");
}

function fillHole(template: Template, hole: Hole, machine: Machine): string {
  const placed = placedIn(template.text, hole.hole, hole.start), value = evaluateIn(machine, placed);
  return located(machine, placed, () => {
    const text = textOf(value, machine.meter);
    spendText(machine.meter, text.length);
    return text;
  });
}
