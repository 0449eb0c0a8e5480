import type { Json } from "../base/json.ts";
import { evaluate } from "../expr/evaluate.ts";
import { children } from "../expr/expr.ts";
import type { Expr } from "../expr/expr.ts";
import { ExpressionError } from "../expr/failure.ts";
import { parse } from "../expr/parse.ts";
import { referencesOf } from "../expr/references.ts";
import { isWithin, numberPhrase } from "../spec/schema_parts.ts";
import type { Bounds } from "../spec/schema_parts.ts";

/** What an expression always comes to: a value, or no value. */
export type Constant =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly why: string };

/** What an expression comes to that looks at nothing and draws no lots; undefined for any other. */
export function constantOf(text: string): Constant | undefined {
  const parsed = parse(text);
  if (!parsed.ok || referencesOf(parsed.expr.root).length > 0 || isOutside(parsed.expr.root)) return undefined;
  try {
    return { ok: true, value: evaluate(parsed.expr, {}) };
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, why: error.message };
    throw error;
  }
}

/** What is wrong with a number that is written as an expression, where that is known beforehand. */
export interface Misfit {
  /** What it should be. */
  readonly expected: string;
  /** What it is. */
  readonly found: string;
}

/** Holds an expression that is always the same number to the bounds of its field. */
export function constantMisfit(text: string, bounds: Bounds): Misfit | undefined {
  const constant = constantOf(text), expected = numberPhrase(bounds);
  if (!constant) return undefined;
  if (!constant.ok) return { expected, found: `\`${text}\`, which has no value: ${constant.why}` };
  const { value } = constant;
  return typeof value === "number" && !isWithin(value, bounds)
    ? { expected, found: `${value}, which \`${text}\` gives` }
    : undefined;
}

/** Whether an expression calls what is given from outside: lots, and the measure of a model. */
export function isOutside(expr: Expr): boolean {
  const outside = expr.kind === "call" && (expr.name === "rand" || expr.name === "perplexity");
  return outside || children(expr).some(isOutside);
}
