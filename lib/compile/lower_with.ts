import type { Json } from "../base/json.ts";
import type { Scope } from "../expr/scope.ts";
import type { Fields, Type } from "../expr/types.ts";
import { fieldOf } from "../expr/types.ts";
import type { Plan } from "../plan/mod.ts";
import type { RunProposeSpec } from "../spec/spec_refine.ts";
import { lowerGiven, reportUnknownImport, takerOfPlan } from "./lower_given.ts";
import { outputsOf } from "./outputs_of_plan.ts";
import type { Unit } from "./unit.ts";
import { isWritten } from "./unit.ts";

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
  const { run: name, with: written = {} } = spec, at = ["propose", "with"], by = ["propose", "run"];
  if (name === undefined || (spec.with === undefined && isWritten(unit, at))) return undefined;
  const plan = Object.hasOwn(imports, name) ? imports[name] : undefined;
  if (!plan) return void reportUnknownImport(unit, name, by);
  const given = lowerGiven(unit, takerOfPlan(name, plan), { written, at, by, scopeFor: () => scope });
  const outputs = outputsOf(plan), { inputs, spec: own } = scope.names;
  if (!given) return undefined;
  return {
    with: Object.fromEntries(Object.entries(given).map(([input, value]) => [input, templateOf(value)])),
    outputs,
    ...(outputs.kind === "object" && !fieldOf(outputs.fields, "text") ? {} : { text: "outputs.text" }),
    outside: { inputs: inputs!, spec: own! },
  };
}

/** A value as a template that gives it. */
function templateOf(value: Json): string {
  return typeof value === "string" ? value : `\${{ ${JSON.stringify(value)} }}`;
}
