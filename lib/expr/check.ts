/**
 * Checks an expression against what is in scope: every name, field, function, operator and argument, before anything is run.
 *
 * @module
 */
import { nearest } from "../base/near.ts";
import { unreachable } from "../base/unreachable.ts";
import { checkCall } from "./check_call.ts";
import { checkField, checkIndex } from "./check_access.ts";
import { checkBinary, checkUnary, unlikeKinds } from "./check_operator.ts";
import { inferAs, needed } from "./checker.ts";
import type { Checker } from "./checker.ts";
import type { Expr, ExprOf } from "./expr.ts";
import { SIGNATURES } from "./functions.ts";
import { parse } from "./parse.ts";
import type { Expression } from "./parse.ts";
import type { Problem } from "./problem.ts";
import { usesOf } from "./references.ts";
import { envOf, knowing, knownWhen, lookUp, namesOf, narrowed } from "./scope.ts";
import type { Env, Scope } from "./scope.ts";
import {
  accepts,
  ANY,
  BOOL,
  join,
  listOf,
  mapOf,
  NOTHING,
  NULL,
  NUMBER,
  objectOf,
  oneOf,
  present,
  STRING,
  typeName,
} from "./types.ts";
import type { Type } from "./types.ts";

/** An expression found sound, or everything that is wrong with it. */
export type Checked =
  | {
    readonly ok: true;
    /** The type of its value. */
    readonly type: Type;
    /** The names and paths from outside it reads, each once and sorted: `budget.spent` is listed as `budget` and `budget.spent`. */
    readonly uses: readonly string[];
    /** The expression, ready to evaluate. */
    readonly expr: Expression;
  }
  | {
    readonly ok: false;
    /** The problems in the order of their places. */
    readonly problems: readonly Problem[];
  };

/** What is asked of a checked expression beyond being sound. */
export interface CheckOptions {
  /** The type its value must have. */
  readonly expects?: Type;
}

/** Checks an expression. Offsets in problems count UTF-16 units of `text`. It never throws. */
export function check(text: string, scope: Scope, { expects }: CheckOptions = {}): Checked {
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const { expr } = parsed, problems: Problem[] = [];
  const checker: Checker = {
    text,
    functions: scope.functions ? { ...SIGNATURES, ...scope.functions } : SIGNATURES,
    report: (problem) => void problems.push(problem),
    infer: (part, env) => narrowed(env, part, infer(checker, part, env)),
  };
  const type = checker.infer(expr.root, envOf(scope));
  if (expects) checkResult(checker, expr.root, { type, expects });
  if (problems.length === 0) return { ok: true, type, uses: usesOf(expr.root), expr };
  return { ok: false, problems: problems.sort((a, b) => a.start - b.start || a.end - b.end) };
}

function checkResult(checker: Checker, root: Expr, { type, expects }: { type: Type; expects: Type }): void {
  if (accepts(expects, type)) return;
  if (accepts(expects, present(type))) return void needed(checker, root, type);
  const params = { expected: typeName(expects), found: typeName(type) };
  checker.report({ code: "unexpected-result", params, start: root.start, end: root.end });
}

function infer(checker: Checker, expr: Expr, env: Env): Type {
  switch (expr.kind) {
    case "literal":
      return literalType(expr.value);
    case "name":
      return checkName(checker, expr, env);
    case "field":
      return checkField(checker, expr, checker.infer(expr.of, env));
    case "index":
      return checkIndex(checker, expr, env);
    case "call":
      return checkCall(checker, expr, env);
    case "list":
      return checkList(checker, expr, env);
    case "map":
      return checkMap(checker, expr, env);
    case "unary":
      return checkUnary(checker, expr, env);
    case "binary":
      return checkBinary(checker, expr, env);
    case "choice":
      return checkChoice(checker, expr, env);
    default:
      return unreachable(expr);
  }
}

function literalType(value: null | boolean | number | string): Type {
  if (value === null) return NULL;
  return typeof value === "boolean" ? BOOL : typeof value === "number" ? NUMBER : STRING;
}

const WORDS = ["true", "false", "null"];

function checkName(checker: Checker, { name, start, end }: ExprOf<"name">, env: Env): Type {
  const type = lookUp(env, name);
  if (type) return type;
  const scope = namesOf(env);
  const near = nearest(name, [...scope, ...WORDS]) ??
    (Object.hasOwn(checker.functions, name) ? `${name}(…)` : undefined);
  checker.report({ code: "unknown-name", params: { name, near, scope }, start, end });
  return ANY;
}

function checkList(checker: Checker, { items }: ExprOf<"list">, env: Env): Type {
  return listOf(items.reduce((of, item) => joinItem(checker, item, { of, type: checker.infer(item, env) }), NOTHING));
}

function joinItem(checker: Checker, { start, end }: Expr, { of, type }: { of: Type; type: Type }): Type {
  if (!unlikeKinds(of, type)) return join(of, type);
  const params = { what: "the items of a list have different types", left: typeName(of), right: typeName(type) };
  checker.report({ code: "types-differ", params, start, end });
  return ANY;
}

function checkMap(checker: Checker, { entries }: ExprOf<"map">, env: Env): Type {
  const fields = new Map<string, Type>(), others: Type[] = [];
  for (const { key, value } of entries) {
    const name = literalKey(checker, key, env);
    if (name !== undefined && fields.has(name)) {
      checker.report({ code: "repeated-key", params: { key: name }, start: key.start, end: key.end });
    }
    const type = checker.infer(value, env);
    if (name === undefined) others.push(type);
    else fields.set(name, type);
  }
  if (others.length === 0) return objectOf(Object.fromEntries(fields));
  return mapOf([...fields.values(), ...others].reduce(join));
}

/** The key, where it is known beforehand. */
function literalKey(checker: Checker, key: Expr, env: Env): string | undefined {
  if (key.kind === "literal" && typeof key.value === "string") return key.value;
  const written = checker.text.slice(key.start, key.end), what = "a key of a map";
  const hint = key.kind === "name" || key.kind === "literal" ? `write \`"${written}"\`` : undefined;
  if (key.kind !== "name" || lookUp(env, key.name)) {
    inferAs(checker, key, env, { types: [STRING], what, hint });
    return undefined;
  }
  const params = { what, expected: oneOf([STRING]), found: written, hint };
  checker.report({ code: "wrong-type", params, start: key.start, end: key.end });
  return key.name;
}

function checkChoice(checker: Checker, { test, yes, no, start, end }: ExprOf<"choice">, env: Env): Type {
  inferAs(checker, test, env, { types: [BOOL], what: "the condition before `?`" });
  const left = checker.infer(yes, knowing(env, knownWhen(test, true)));
  const right = checker.infer(no, knowing(env, knownWhen(test, false)));
  if (!unlikeKinds(left, right)) return join(left, right);
  const hint = "make them alike, as with `string(…)`, or say `dyn(…)`";
  const params = { what: "the sides of `:` have different types", left: typeName(left), right: typeName(right), hint };
  checker.report({ code: "types-differ", params, start, end });
  return ANY;
}
