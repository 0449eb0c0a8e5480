import { nearest } from "../base/near.ts";
import { demand, inferAs } from "./checker.ts";
import type { Checker } from "./checker.ts";
import type { Expr, ExprOf } from "./expr.ts";
import { knowing, knownWhen } from "./scope.ts";
import type { Env } from "./scope.ts";
import { ANY_LIST, ANY_MAP } from "./signature.ts";
import { ANY, BOOL, isMapLike, join, listOf, NUMBER, present, STRING, typeName } from "./types.ts";
import type { Type } from "./types.ts";

/** Whether no value can be of both types, as far as their kinds tell; null goes with everything. */
export function unlikeKinds(a: Type, b: Type): boolean {
  const [left, right] = [present(a), present(b)];
  if (left.kind === "any" || right.kind === "any") return false;
  if (left.kind === "null" || right.kind === "null") return false;
  return left.kind !== right.kind && !(isMapLike(left) && isMapLike(right));
}

/** The type of `!x` or `-x`. */
export function checkUnary(checker: Checker, { op, of }: ExprOf<"unary">, env: Env): Type {
  const type = op === "!" ? BOOL : NUMBER;
  inferAs(checker, of, env, { types: [type], what: `the value after \`${op}\`` });
  return type;
}

/** An operator with the types of its sides. */
interface Sides {
  readonly left: Type;
  readonly right: Type;
}

/** The type of an operator with two sides. */
export function checkBinary(checker: Checker, expr: ExprOf<"binary">, env: Env): Type {
  const left = checker.infer(expr.left, env);
  const right = checker.infer(expr.right, knowing(env, knownBefore(expr)));
  const sides = { left, right };
  switch (expr.op) {
    case "||":
    case "&&":
      return both(checker, expr, { sides, types: [BOOL] }), BOOL;
    case "==":
    case "!=":
      return checkEquality(checker, expr, sides), BOOL;
    case "in":
      return checkIn(checker, expr, sides), BOOL;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return checkOrder(checker, expr, sides), BOOL;
    case "+":
      return checkPlus(checker, expr, sides);
    default:
      return both(checker, expr, { sides, types: [NUMBER] }), NUMBER;
  }
}

/** The right side of `&&` and `||` is reached for one outcome of the left side only. */
function knownBefore({ op, left }: ExprOf<"binary">): ReturnType<typeof knownWhen> {
  return op === "&&" ? knownWhen(left, true) : op === "||" ? knownWhen(left, false) : [];
}

interface Both {
  readonly sides: Sides;
  readonly types: readonly Type[];
  readonly hint?: string | undefined;
}

function both(checker: Checker, { op, left, right }: ExprOf<"binary">, { sides, types, hint }: Both): Sides {
  return {
    left: demand(checker, left, sides.left, { types, what: `the left side of \`${op}\``, hint }),
    right: demand(checker, right, sides.right, { types, what: `the right side of \`${op}\``, hint }),
  };
}

/** Both sides are of one of these types, and of the same. */
function alike(checker: Checker, expr: ExprOf<"binary">, { sides, types, hint }: Both): Sides {
  const { left, right } = both(checker, expr, { sides, types });
  if (!unlikeKinds(left, right)) return { left, right };
  const params = {
    what: `the sides of \`${expr.op}\` have different types`,
    left: typeName(left),
    right: typeName(right),
    hint,
  };
  checker.report({ code: "types-differ", params, start: expr.start, end: expr.end });
  return { left: ANY, right: ANY };
}

const PLUS_HINT = "turn a value into text with `string(…)`";

function checkPlus(checker: Checker, expr: ExprOf<"binary">, sides: Sides): Type {
  const { left, right } = alike(checker, expr, { sides, types: [NUMBER, STRING, ANY_LIST], hint: PLUS_HINT });
  if (left.kind === "list" && right.kind === "list") return listOf(join(left.of, right.of));
  if (left.kind === "list" || right.kind === "list") return ANY_LIST;
  const known = left.kind === "any" ? right : left;
  return known.kind === "number" ? NUMBER : known.kind === "string" ? STRING : ANY;
}

function checkOrder(checker: Checker, expr: ExprOf<"binary">, sides: Sides): void {
  alike(checker, expr, { sides, types: [NUMBER, STRING], hint: "turn a text into a number with `number(…)`" });
}

/** Comparing with null is a guard, and a guard too many is no fault. */
function checkEquality(checker: Checker, { op, left, right, start, end }: ExprOf<"binary">, sides: Sides): void {
  if (unlikeKinds(sides.left, sides.right)) {
    const what = `the sides of \`${op}\` can never be equal`;
    const params = { what, left: typeName(sides.left), right: typeName(sides.right) };
    return checker.report({ code: "types-differ", params, start, end });
  }
  checkMember(checker, { type: sides.left, literal: right });
  checkMember(checker, { type: sides.right, literal: left });
}

/** A text compared with an enum is one of it, or misspelt. */
function checkMember(checker: Checker, { type, literal }: { type: Type; literal: Expr }): void {
  const wanted = present(type);
  if (wanted.kind !== "string" || !wanted.of || literal.kind !== "literal" || typeof literal.value !== "string") return;
  const { value, start, end } = literal, choices = wanted.of;
  if (choices.includes(value)) return;
  checker.report({ code: "never-equal", params: { value, near: nearest(value, choices), choices }, start, end });
}

function checkIn(checker: Checker, { left, right, start, end }: ExprOf<"binary">, sides: Sides): void {
  const hint = sides.right.kind === "string" ? "write `text.contains(part)`" : undefined;
  const what = "the right side of `in`";
  const holder = demand(checker, right, sides.right, { types: [ANY_LIST, ANY_MAP], what, hint });
  if (isMapLike(holder)) return void demand(checker, left, sides.left, { types: [STRING], what: "a key of a map" });
  if (holder.kind !== "list") return;
  if (unlikeKinds(sides.left, holder.of)) {
    const params = { what: "no item of the list can be equal", left: typeName(sides.left), right: typeName(holder.of) };
    return checker.report({ code: "types-differ", params, start, end });
  }
  checkMember(checker, { type: holder.of, literal: left });
  if (right.kind === "list") right.items.forEach((literal) => checkMember(checker, { type: sides.left, literal }));
}
