import type { Json } from "../base/json.ts";
import { describe } from "./describe.ts";
import { equal } from "./equal.ts";
import type { BinaryOp } from "./expr.ts";
import { Failure } from "./failure.ts";
import { spend, spendText } from "./meter.ts";
import type { Meter } from "./meter.ts";
import { isList } from "./types.ts";

/** An operator whose sides are both evaluated before it is applied. */
export type EagerOp = Exclude<BinaryOp, "&&" | "||">;

/** Both sides of an operator. */
export interface Operands {
  /** What stands before it. */
  readonly left: Json;
  /** What stands after it. */
  readonly right: Json;
}

/**
 * The value of an operator. Numbers are doubles: division is real, and `%` has the sign of its left side. Texts are
 * ordered by UTF-16 code unit, as `sort` and canonical JSON order them.
 *
 * @throws {Failure} for operands it is not made for, a division by zero and a result that is not finite.
 */
export function apply(op: EagerOp, { left, right }: Operands, meter: Meter): Json {
  switch (op) {
    case "==":
      return equal(left, right, meter);
    case "!=":
      return !equal(left, right, meter);
    case "in":
      return isIn(left, right, meter);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compare(op, left, right);
    case "+":
      return plus(left, right, meter);
    default:
      return arithmetic(op, left, right);
  }
}

function mismatch(op: string, wanted: string, values: readonly Json[]): Failure {
  return new Failure(`\`${op}\` needs ${wanted}, not ${values.map(describe).join(" and ")}`);
}

/** A number as expressions know it: finite, and without a negative zero. */
export function finite(value: number, what: () => string): number {
  if (!Number.isFinite(value)) throw new Failure(`${what()} is not a finite number`);
  return value + 0;
}

/** `-x` or `!x`. */
export function applyUnary(op: "!" | "-", value: Json): Json {
  if (op === "-" && typeof value === "number") return 0 - value;
  if (op === "!" && typeof value === "boolean") return !value;
  throw mismatch(op, op === "-" ? "a number" : "true or false", [value]);
}

function arithmetic(op: "-" | "*" | "/" | "%", left: Json, right: Json): number {
  if (typeof left !== "number" || typeof right !== "number") throw mismatch(op, "two numbers", [left, right]);
  if ((op === "/" || op === "%") && right === 0) throw new Failure(`cannot divide ${left} by zero`);
  return finite(compute(op, left, right), () => `${left} ${op} ${right}`);
}

function compute(op: "-" | "*" | "/" | "%", left: number, right: number): number {
  switch (op) {
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

function plus(left: Json, right: Json, meter: Meter): Json {
  if (typeof left === "number" && typeof right === "number") return finite(left + right, () => `${left} + ${right}`);
  if (typeof left === "string" && typeof right === "string") {
    spendText(meter, left.length + right.length);
    return left + right;
  }
  if (
    left === null || right === null || typeof left !== "object" || typeof right !== "object" || !isList(left) ||
    !isList(right)
  ) {
    throw mismatch("+", "two numbers, two texts or two lists", [left, right]);
  }
  spend(meter, left.length + right.length);
  return [...left, ...right];
}

function compare(op: "<" | "<=" | ">" | ">=", left: Json, right: Json): boolean {
  const numbers = typeof left === "number" && typeof right === "number";
  if (!numbers && !(typeof left === "string" && typeof right === "string")) {
    throw mismatch(op, "two numbers or two texts", [left, right]);
  }
  switch (op) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

function isIn(item: Json, holder: Json, meter: Meter): boolean {
  if (holder === null || typeof holder !== "object") throw mismatch("in", "a list or a map after it", [holder]);
  if (isList(holder)) return holder.some((other) => equal(item, other, meter));
  if (typeof item !== "string") throw mismatch("in", "a text before a map", [item]);
  return Object.hasOwn(holder, item);
}
