/**
 * A parsed expression, as plain data. Every node knows its place in the text, brackets around it included.
 *
 * @module
 */
import type { Span } from "../text/source.ts";
import { unreachable } from "../base/unreachable.ts";

/** An expression. Offsets count UTF-16 units of the text it was parsed from. */
export type Expr =
  & Span
  & (
    | { readonly kind: "literal"; readonly value: null | boolean | number | string }
    | { readonly kind: "name"; readonly name: string }
    | FieldExpr
    | { readonly kind: "index"; readonly of: Expr; readonly at: Expr }
    | CallExpr
    | { readonly kind: "list"; readonly items: readonly Expr[] }
    | { readonly kind: "map"; readonly entries: readonly MapEntry[] }
    | { readonly kind: "unary"; readonly op: "!" | "-"; readonly of: Expr }
    | { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Expr; readonly right: Expr }
    | { readonly kind: "choice"; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  );

/** An expression of one kind. */
export type ExprOf<K extends Expr["kind"]> = Extract<Expr, { readonly kind: K }>;

/** `of.name` */
export interface FieldExpr {
  /** Tag of the union. */
  readonly kind: "field";
  /** What the field is read from. */
  readonly of: Expr;
  /** The name after the dot. */
  readonly name: string;
  /** Where that name stands. */
  readonly nameSpan: Span;
}

/** `name(args)`, or `args[0].name(rest)`. */
export interface CallExpr {
  /** Tag of the union. */
  readonly kind: "call";
  /** The function or macro. */
  readonly name: string;
  /** Where its name stands. */
  readonly nameSpan: Span;
  /** Whether the first argument stands before the dot. */
  readonly form: "function" | "method";
  /** The arguments, that one included. */
  readonly args: readonly Expr[];
}

/** `key: value` in a map literal. */
export interface MapEntry {
  /** An expression that gives a text. */
  readonly key: Expr;
  /** What the key leads to. */
  readonly value: Expr;
}

/** The operators with two sides. */
export type BinaryOp = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "+" | "-" | "*" | "/" | "%";

/** The expressions directly inside one, in the order they are written. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "literal":
    case "name":
      return [];
    case "field":
    case "unary":
      return [expr.of];
    case "index":
      return [expr.of, expr.at];
    case "call":
      return expr.args;
    case "list":
      return expr.items;
    case "map":
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case "binary":
      return [expr.left, expr.right];
    case "choice":
      return [expr.test, expr.yes, expr.no];
    default:
      return unreachable(expr);
  }
}

/** The names from a root to a field: `["best", "grade", "score"]` for `best.grade["score"]`; undefined for what is no such path. */
export function pathOf(expr: Expr): readonly string[] | undefined {
  if (expr.kind === "name") return [expr.name];
  if (expr.kind === "field") return extend(expr.of, expr.name);
  if (expr.kind === "index" && expr.at.kind === "literal" && typeof expr.at.value === "string") {
    return extend(expr.of, expr.at.value);
  }
  return undefined;
}

function extend(of: Expr, name: string): readonly string[] | undefined {
  const path = pathOf(of);
  return path && [...path, name];
}
