import { pathOf } from "./expr.ts";
import type { Expr } from "./expr.ts";
import type { Problem } from "./problem.ts";
import type { Env } from "./scope.ts";
import type { Signatures } from "./signature.ts";
import { accepts, oneOf, present, typeName } from "./types.ts";
import type { Type } from "./types.ts";

/** What the parts of the checker share while they go over one expression. They report and go on. */
export interface Checker {
  /** The text being checked. */
  readonly text: string;
  /** The functions it may call. */
  readonly functions: Signatures;
  /** Notes a problem. */
  readonly report: (problem: Problem) => void;
  /** The type of an expression at a place; `any` where that is not known for a problem already reported. */
  readonly infer: (expr: Expr, env: Env) => Type;
}

/** A part of the text as a message names it. */
export function named({ text }: Checker, { start, end }: Expr): string {
  const written = text.slice(start, end);
  return written.length > 40 || /[\r\n`]/.test(written) ? "this value" : `\`${written}\``;
}

/** The type of a value used where null has no meaning: that it may be null is reported once, here. */
export function needed(checker: Checker, expr: Expr, type: Type): Type {
  if (type.kind !== "nullable") return type;
  const path = pathOf(expr) ? checker.text.slice(expr.start, expr.end) : undefined;
  checker.report({
    code: "maybe-null",
    params: { what: named(checker, expr), path },
    start: expr.start,
    end: expr.end,
  });
  return type.of;
}

/** What is wanted of a value, and what to call it if it is something else. */
export interface Wanted {
  /** The types allowed. */
  readonly types: readonly Type[];
  /** The start of the sentence, such as "the left side of `+`". */
  readonly what: string;
  /** What to write instead. */
  readonly hint?: string | undefined;
}

/** Infers an expression and reports where it is not what is wanted; the type it has then. */
export function inferAs(checker: Checker, expr: Expr, env: Env, wanted: Wanted): Type {
  return demand(checker, expr, checker.infer(expr, env), wanted);
}

/** Reports where the type of an expression is not what is wanted; the type without null, or `any` after a problem. */
export function demand(checker: Checker, expr: Expr, type: Type, { types, what, hint }: Wanted): Type {
  if (types.some((wanted) => accepts(wanted, type))) return type;
  if (types.some((wanted) => accepts(wanted, present(type)))) return needed(checker, expr, type);
  const params = { what, expected: oneOf(types), found: typeName(type), hint };
  checker.report({ code: "wrong-type", params, start: expr.start, end: expr.end });
  return { kind: "any" };
}
