/**
 * Numbers of a spec that may be expressions.
 *
 * @module
 */
import type { Scope } from "../expr/scope.ts";
import { NUMBER } from "../expr/types.ts";
import type { Sampler } from "../plan/mod.ts";
import { nameOf } from "../spec/flaws.ts";
import type { Path } from "../spec/located.ts";
import { SAMPLER_BOUNDS } from "../spec/schema_model.ts";
import type { Bounds } from "../spec/schema_parts.ts";
import { SAMPLER_NAMES } from "../spec/spec.ts";
import type { Quantity } from "../spec/spec.ts";
import { checkedExpression } from "./check_text.ts";
import { constantMisfit } from "./constant.ts";
import type { Unit } from "./unit.ts";
import { placedAt, spanAt } from "./unit.ts";

/** A number or an expression, and what it is held to. */
export interface Quantified {
  /** What is written. */
  readonly value: Quantity;
  /** What an expression may speak of. */
  readonly scope: Scope;
  /** What it may be. */
  readonly bounds: Bounds;
}

/** A number, or an expression for one, as the expression that the plan keeps. */
export function lowerQuantity(unit: Unit, at: Path, { value, scope, bounds }: Quantified): string | undefined {
  if (typeof value === "number") return String(value);
  const placed = placedAt(unit, at);
  const expression = placed && checkedExpression(unit, placed, { scope, expects: NUMBER });
  const wrong = expression === undefined ? undefined : constantMisfit(expression, bounds);
  if (wrong) unit.report("wrong-value", spanAt(unit, at), { what: nameOf(at), ...wrong });
  return wrong ? undefined : expression;
}

/** The samplers of candidates, each as an expression; undefined where one is wrong, which has been reported. */
export function lowerSampling(unit: Unit, scope: Scope): { readonly [S in Sampler]?: string } | undefined {
  const { value: sampling = {}, at } = unit.drawing ?? { at: [], value: {} };
  const lowered: { -readonly [S in Sampler]?: string } = {};
  let sound = true;
  for (const name of SAMPLER_NAMES) {
    const value = sampling[name];
    if (value === undefined) continue;
    const expression = lowerQuantity(unit, [...at, name], { value, scope, bounds: SAMPLER_BOUNDS[name] });
    if (expression === undefined) sound = false;
    else lowered[name] = expression;
  }
  return sound ? lowered : undefined;
}
