/**
 * Arguments: what another spec, a tool or a function is given, held to what it takes.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import { nearest } from "../base/near.ts";
import { parseShape } from "../expr/parse_shape.ts";
import type { Type } from "../expr/types.ts";
import { ANY } from "../expr/types.ts";
import type { Plan, ToolFacts } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import { lowerValue } from "./lower_value.ts";
import type { ScopeFor } from "./task_scope.ts";
import { parametersOf } from "./type_of_schema.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, spanAt } from "./unit.ts";

/** Something that takes arguments. */
export interface Taker {
  /** What messages call it. */
  readonly name: string;
  /** What its arguments are called: inputs of a spec, arguments of a tool. */
  readonly sort: "input" | "argument";
  /** Those that are known, and whether each must be given. */
  readonly takes: ReadonlyMap<string, { readonly type: Type; readonly isNeeded: boolean }>;
  /** Whether it takes others as well. */
  readonly isOpen: boolean;
}

/** A spec that is run, as what takes inputs. */
export function takerOfPlan(name: string, { inputs }: Plan): Taker {
  const takes = Object.entries(inputs).map(([input, { type, default: value }]) => {
    const shape = parseShape(type);
    return [input, { type: shape.ok ? shape.type : ANY, isNeeded: value === undefined }] as const;
  });
  return { name, sort: "input", takes: new Map(takes), isOpen: false };
}

/** A tool, as what takes arguments. */
export function takerOfTool({ name, parameters }: ToolFacts): Taker {
  const { fields, isOpen } = parametersOf(parameters);
  return { name, sort: "argument", takes: fields, isOpen };
}

/** A function: it takes anything. */
export function takerOfScript(name: string): Taker {
  return { name, sort: "argument", takes: new Map(), isOpen: true };
}

/** Arguments as they are written. */
export interface GivenArguments {
  /** By name. */
  readonly written: { readonly [name: string]: Json };
  /** Where they stand. */
  readonly at: Path;
  /** Where it is said who takes them. */
  readonly by: Path;
  /** What their templates may speak of. */
  readonly scopeFor: ScopeFor;
}

/** The arguments by name, each sound; undefined where something is wrong, which has been reported. */
export function lowerGiven(
  unit: Unit,
  taker: Taker,
  { written, at, by, scopeFor }: GivenArguments,
): { readonly [name: string]: Json } | undefined {
  const names = [...taker.takes.keys()], lowered: [string, Json][] = [];
  for (const [name, value] of Object.entries(written)) {
    const taken = taker.takes.get(name);
    if (!taken && !taker.isOpen) reportUnknown(unit, { taker, name, names, at: [...at, name] });
    else {
      const sound = lowerValue(unit, [...at, name], { value, type: taken?.type ?? ANY, scopeFor });
      if (sound !== undefined) lowered.push([name, sound]);
    }
  }
  const missing = [...taker.takes].filter(([name, { isNeeded }]) =>
    isNeeded && !Object.hasOwn(written, name) && !isWritten(unit, [...at, name])
  );
  for (const [name] of missing) reportMissing(unit, { taker, name, at: by });
  const isWhole = missing.length === 0 && lowered.length === Object.keys(written).length;
  return isWhole ? Object.fromEntries(lowered) : undefined;
}

interface Named {
  readonly taker: Taker;
  readonly name: string;
  readonly at: Path;
}

function reportUnknown(unit: Unit, { taker, name, names, at }: Named & { readonly names: readonly string[] }): void {
  const span = keyAt(unit, at), near = nearest(name, names), of = taker.name;
  if (taker.sort === "input") unit.report("unknown-input", span, { input: name, of, near, inputs: names });
  else unit.report("unknown-argument", span, { argument: name, of, near, takes: names });
}

function reportMissing(unit: Unit, { taker: { name: of, sort }, name, at }: Named): void {
  const span = spanAt(unit, at);
  if (sort === "input") unit.report("missing-input", span, { input: name, of });
  else unit.report("missing-argument", span, { argument: name, of });
}

/** Reports an import that is run and not declared. One that could not be compiled has been reported. */
export function reportUnknownImport(unit: Unit, name: string, at: Path): void {
  if (isWritten(unit, ["import", name]) || (isWritten(unit, ["import"]) && !unit.spec.import)) return;
  const imports = Object.keys(unit.spec.import ?? {});
  unit.report("unknown-import", spanAt(unit, at), { name, near: nearest(name, imports), imports });
}
