import type { Json } from "../base/json.ts";
import { describe } from "../expr/describe.ts";
import { evaluate } from "../expr/evaluate.ts";
import type { Values } from "../expr/evaluate.ts";
import { ExpressionError } from "../expr/failure.ts";
import { renderTemplate, renderText } from "../expr/template.ts";
import type { KindContext } from "./kind.ts";

/** An expression of the plan and the field that holds it. */
export interface FieldExpression {
  /** As the spec writes it: `grade.by`, `outputs.text`. */
  readonly field: string;
  /** The expression, or the template, as the plan keeps it. */
  readonly expression: string;
}

/** An expression of the plan has no value for what it was given. Its sentence stands alone, so it has no name of its own. */
export class NoValue extends Error {
  /** What a journal calls it. */
  readonly code = "expression";

  /** Names the field and the part of the expression that is at fault. */
  constructor({ field, expression }: FieldExpression, why: ExpressionError | string) {
    const { message, start, end } = typeof why === "string" ? { message: why, start: 0, end: expression.length } : why;
    super(`Cannot evaluate \`${field}\`: ${message}, at \`${expression.slice(start, end)}\``);
  }
}

/** What expressions are evaluated with, beside their values. */
export interface Evaluating {
  /** What is known of the run. */
  readonly context: Pick<KindContext, "functions">;
}

/** The value of an expression of the plan. Throws {@link NoValue} where it has none. */
export function valueOf({ context: { functions } }: Evaluating, field: FieldExpression, values: Values): Json {
  try {
    return evaluate(field.expression, values, { functions });
  } catch (error) {
    throw error instanceof ExpressionError ? new NoValue(field, error) : error;
  }
}

/** A template of the plan and the field that holds it, rendered. Throws {@link NoValue} for a hole without a value. */
export function textOf({ context: { functions } }: Evaluating, field: FieldExpression, values: Values): string {
  try {
    return renderText(field.expression, values, { functions });
  } catch (error) {
    throw error instanceof ExpressionError ? new NoValue(field, error) : error;
  }
}

/** The same for a template that keeps the type of its value where it is nothing but one hole. */
export function wholeOf({ context: { functions } }: Evaluating, field: FieldExpression, values: Values): Json {
  try {
    return renderTemplate(field.expression, values, { functions });
  } catch (error) {
    throw error instanceof ExpressionError ? new NoValue(field, error) : error;
  }
}

/** The same for an expression that the compiler has proved to be a number. */
export function numberOf(round: Evaluating, field: FieldExpression, values: Values): number {
  return valueOf(round, field, values) as number;
}

/** What to throw for an expression that gave something else than a number. */
export function noNumber(field: FieldExpression, found: string): NoValue {
  return new NoValue(field, `expected a number, found ${found}`);
}

/** What to throw for a condition that gave something else than true or false. */
export function noTruth(field: FieldExpression, found: Json): NoValue {
  return new NoValue(field, `expected true or false, found ${describe(found)}`);
}
