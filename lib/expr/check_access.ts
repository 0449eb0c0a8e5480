import { nearest } from "../base/near.ts";
import { demand, inferAs, named, needed } from "./checker.ts";
import type { Checker } from "./checker.ts";
import type { Expr, ExprOf } from "./expr.ts";
import { narrowed } from "./scope.ts";
import type { Env } from "./scope.ts";
import { ANY_LIST, ANY_MAP } from "./signature.ts";
import { ANY, fieldOf, NUMBER, present, STRING, typeName, valuesOf } from "./types.ts";
import type { Fields, Type } from "./types.ts";

/** What people write after a dot in other languages, and our function for it. */
const AS_FUNCTION = new Map([["length", "size()"], ["size", "size()"], ["count", "size()"], ["len", "size()"]]);

/** The type of a field, given the type of what it is read from. */
export function checkField(checker: Checker, expr: ExprOf<"field">, of: Type): Type {
  const base = needed(checker, expr.of, of);
  if (base.kind === "any") return ANY;
  if (base.kind === "map") return base.of;
  if (base.kind === "object") {
    const { fields } = base;
    return fieldOf(fields, expr.name) ??
      unknownField(checker, { of: expr.of, name: expr.name, ...expr.nameSpan, fields });
  }
  const holder = `${named(checker, expr.of)} (\`${typeName(base)}\`)`;
  const params = { field: expr.name, of: holder, near: AS_FUNCTION.get(expr.name), fields: [] };
  checker.report({ code: "unknown-field", params, ...expr.nameSpan });
  return ANY;
}

interface Unknown {
  readonly of: Expr;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly fields: Fields;
}

function unknownField(checker: Checker, { of, name, start, end, fields }: Unknown): Type {
  const names = Object.keys(fields);
  const near = hyphened(checker, { of, start, end, names }) ?? nearest(name, names);
  checker.report({
    code: "unknown-field",
    params: { field: name, of: named(checker, of), near, fields: names },
    start,
    end,
  });
  return ANY;
}

/** `tasks.git-log` reads as a subtraction; the field is meant. */
function hyphened(
  { text }: Checker,
  { of, start, end, names }: { of: Expr; start: number; end: number; names: readonly string[] },
): string | undefined {
  const rest = /^(?:-\w+)+/.exec(text.slice(end, end + 100))?.[0] ?? "";
  const whole = text.slice(start, end) + rest;
  return rest && names.includes(whole) ? `${text.slice(of.start, of.end)}[${JSON.stringify(whole)}]` : undefined;
}

/** The type of an item or of a value under a key. */
export function checkIndex(checker: Checker, expr: ExprOf<"index">, env: Env): Type {
  return indexType(checker, expr, { of: checker.infer(expr.of, env), env });
}

function indexType(checker: Checker, expr: ExprOf<"index">, { of, env }: { of: Type; env: Env }): Type {
  const hint = of.kind === "string" ? "write `.substring(start, end)` for a piece of a text" : undefined;
  const base = demand(checker, expr.of, of, { types: [ANY_LIST, ANY_MAP], what: "what stands before `[`", hint });
  if (base.kind === "list") {
    inferAs(checker, expr.at, env, { types: [NUMBER], what: "the place in a list" });
    return base.of;
  }
  if (base.kind !== "map" && base.kind !== "object") {
    inferAs(checker, expr.at, env, { types: [NUMBER, STRING], what: "what stands in `[ ]`" });
    return ANY;
  }
  inferAs(checker, expr.at, env, { types: [STRING], what: "a key of a map" });
  return base.kind === "object" && expr.at.kind === "literal"
    ? literalIndex(checker, expr, base.fields)
    : valuesOf(base);
}

function literalIndex(checker: Checker, { of, at }: ExprOf<"index">, fields: Fields): Type {
  if (at.kind !== "literal" || typeof at.value !== "string") return ANY;
  const { value: name, start, end } = at;
  return fieldOf(fields, name) ?? unknownField(checker, { of, name, start, end, fields });
}

/** The type of a path for which it is asked whether it is there: nothing on the way need be. */
export function inferLoosely(checker: Checker, expr: Expr, env: Env): Type {
  if (expr.kind !== "field" && expr.kind !== "index") return checker.infer(expr, env);
  const of = present(inferLoosely(checker, expr.of, env));
  const type = expr.kind === "field" ? checkField(checker, expr, of) : indexType(checker, expr, { of, env });
  return narrowed(env, expr, type);
}
