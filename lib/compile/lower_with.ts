import { nearest } from "../base/near.ts";
import { conforms } from "../expr/conforms.ts";
import { parseShape } from "../expr/parse_shape.ts";
import { parseTemplate } from "../expr/parse_template.ts";
import type { Scope } from "../expr/scope.ts";
import type { Fields, Type } from "../expr/types.ts";
import { ANY, fieldOf } from "../expr/types.ts";
import type { Plan } from "../plan/mod.ts";
import type { RunProposeSpec } from "../spec/spec_refine.ts";
import { checkedValue } from "./check_text.ts";
import { outputsOf } from "./outputs_of_plan.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, placedAt, spanAt } from "./unit.ts";

/** What a spec that is run is given, and what comes of it. */
export interface Inside {
  /** Input → template. */
  readonly with: { readonly [input: string]: string };
  /** The type of its outputs. */
  readonly outputs: Type;
  /** What its candidate is unless the spec says: an expression; absent where none of its outputs is `text`. */
  readonly text?: string;
  /** Names that are in scope beside `outputs`. */
  readonly outside: Fields;
}

/** What lowering `with` needs beside the spec. */
export interface Running {
  /** The plans that can be run. */
  readonly imports: { readonly [name: string]: Plan };
  /** What its values may speak of. */
  readonly scope: Scope;
}

/** Holds what a run of another spec is given to the inputs that it takes; undefined where something is wrong. */
export function lowerWith(unit: Unit, spec: RunProposeSpec, { imports, scope }: Running): Inside | undefined {
  const { run: name } = spec;
  if (name === undefined || (spec.with === undefined && isWritten(unit, ["propose", "with"]))) return undefined;
  const plan = Object.hasOwn(imports, name) ? imports[name] : undefined;
  if (!plan) return reportUnknown(unit, name);
  const given = lowerGiven(unit, spec, { name, plan, scope }), complete = reportMissing(unit, spec, { name, plan });
  const outputs = outputsOf(plan), { inputs, spec: own } = scope.names;
  if (!given || !complete) return undefined;
  return {
    with: given,
    outputs,
    ...(outputs.kind === "object" && !fieldOf(outputs.fields, "text") ? {} : { text: "outputs.text" }),
    outside: { inputs: inputs!, spec: own! },
  };
}

/** An import that could not be compiled has been reported. */
function reportUnknown(unit: Unit, name: string): undefined {
  if (isWritten(unit, ["import", name]) || (isWritten(unit, ["import"]) && !unit.spec.import)) return;
  const names = Object.keys(unit.spec.import ?? {});
  unit.report("unknown-import", spanAt(unit, ["propose", "run"]), { name, near: nearest(name, names), imports: names });
}

interface Called {
  readonly name: string;
  readonly plan: Plan;
}

function lowerGiven(
  unit: Unit,
  { with: written = {} }: RunProposeSpec,
  { name, plan, scope }: Called & { readonly scope: Scope },
): Inside["with"] | undefined {
  const lowered: [string, string][] = [], inputs = Object.keys(plan.inputs);
  for (const [input, value] of Object.entries(written)) {
    const at = ["propose", "with", input];
    if (!inputs.includes(input)) {
      unit.report("unknown-input", keyAt(unit, at), { input, of: name, near: nearest(input, inputs), inputs });
      continue;
    }
    const type = typeOf(plan, input), template = lowerValue(unit, { at, value, type, scope });
    if (template !== undefined) lowered.push([input, template]);
  }
  return lowered.length === Object.keys(written).length ? Object.fromEntries(lowered) : undefined;
}

function typeOf({ inputs }: Plan, input: string): Type {
  const shape = parseShape(inputs[input]!.type);
  return shape.ok ? shape.type : ANY;
}

interface Given {
  readonly at: readonly string[];
  readonly value: string | number | boolean;
  readonly type: Type;
  readonly scope: Scope;
}

/** A value as a template: one without holes is held to the type now, any other by the type of what it gives. */
function lowerValue(unit: Unit, { at, value, type, scope }: Given): string | undefined {
  const placed = placedAt(unit, at);
  if (placed) {
    const parsed = parseTemplate(placed.text), plain = parsed.ok && parsed.template.parts.every(isText);
    if (!plain) return checkedValue(unit, placed, { scope, expects: type });
  }
  const wrong = conforms(type, value);
  if (!wrong) return typeof value === "string" ? value : `\${{ ${value} }}`;
  const found = typeof value === "string" ? `\`${value}\`` : `\`${String(value)}\``;
  const params = { what: `\`${at.at(-1)}\``, expected: `\`${wrong.expected}\``, found };
  return void unit.report("wrong-value", spanAt(unit, at), params);
}

function isText({ kind }: { readonly kind: string }): boolean {
  return kind === "text";
}

/** Whether every input is given that must be. */
function reportMissing(unit: Unit, { with: written = {} }: RunProposeSpec, { name, plan }: Called): boolean {
  const missing = Object.entries(plan.inputs).filter(([input, { default: value }]) =>
    value === undefined && !Object.hasOwn(written, input) && !isWritten(unit, ["propose", "with", input])
  );
  for (const [input] of missing) unit.report("missing-input", spanAt(unit, ["propose", "run"]), { input, of: name });
  return missing.length === 0;
}
