import { pathOf } from "./expr.ts";
import type { Expr } from "./expr.ts";
import type { Signatures } from "./signature.ts";
import { fieldOf, objectOf, present } from "./types.ts";
import type { Type } from "./types.ts";

/** What an expression may speak of. */
export interface Scope {
  /** The names in scope and their types. */
  readonly names: Readonly<Record<string, Type>>;
  /** Functions beside those of the language; one of the same name takes the place of the language's. */
  readonly functions?: Signatures;
}

/** A scope inside an expression: what macros bind, and what a condition around this place has ruled out. */
export interface Env {
  /** The names in scope from outside the expression. */
  readonly names: Readonly<Record<string, Type>>;
  /** The names macros bind; they hide those from outside. */
  readonly bound: ReadonlyMap<string, Type>;
  /** Paths known not to be null here, written by `keyOf`. */
  readonly present: ReadonlySet<string>;
}

/** The scope of a whole expression. */
export function envOf({ names }: Scope): Env {
  return { names, bound: new Map(), present: new Set() };
}

/** The type of a name, where it is in scope. */
export function lookUp({ names, bound }: Env, name: string): Type | undefined {
  return bound.get(name) ?? (Object.hasOwn(names, name) ? names[name] : undefined);
}

/** Every name in scope. */
export function namesOf({ names, bound }: Env): readonly string[] {
  return [...new Set([...bound.keys(), ...Object.keys(names)])];
}

/** The scope with one more name. What was known of an outer one of that name is not known of it. */
export function bind(env: Env, name: string, type: Type): Env {
  const hidden = JSON.stringify([name]).slice(0, -1);
  return {
    ...env,
    bound: new Map(env.bound).set(name, type),
    present: new Set([...env.present].filter((key) => !key.startsWith(hidden))),
  };
}

/** The scope where these paths are known not to be null. */
export function knowing(env: Env, paths: readonly Path[]): Env {
  return paths.length === 0 ? env : { ...env, present: new Set([...env.present, ...paths.map(keyOf)]) };
}

/** Names from a root to a field. */
export type Path = readonly string[];

/** A path as a key of {@link Env.present}. */
function keyOf(path: Path): string {
  return JSON.stringify(path);
}

/** The type of an expression once what is known at this place is taken into account. */
export function narrowed(env: Env, expr: Expr, type: Type): Type {
  if (type.kind !== "nullable" || env.present.size === 0) return type;
  const path = pathOf(expr);
  return path && env.present.has(keyOf(path)) ? type.of : type;
}

/** The paths that cannot be null where a condition came out as `outcome`. */
export function knownWhen(condition: Expr, outcome: boolean): readonly Path[] {
  if (condition.kind === "unary" && condition.op === "!") return knownWhen(condition.of, !outcome);
  if (condition.kind === "call") return condition.name === "has" && outcome ? prefixes(condition.args[0]) : [];
  if (condition.kind !== "binary") return [];
  const { op, left, right } = condition;
  if (op === (outcome ? "&&" : "||")) return [...knownWhen(left, outcome), ...knownWhen(right, outcome)];
  if (op !== "==" && op !== "!=") return [];
  return [...unlike(left, right, (op === "==") === outcome), ...unlike(right, left, (op === "==") === outcome)];
}

/** What a comparison with a literal says: equal to a value, or different from null. */
function unlike(of: Expr, literal: Expr, equal: boolean): readonly Path[] {
  const path = pathOf(of);
  if (!path || literal.kind !== "literal") return [];
  return (literal.value === null) !== equal ? [path] : [];
}

function prefixes(of: Expr | undefined): readonly Path[] {
  const path = of && pathOf(of);
  return path ? path.map((_, i) => path.slice(0, i + 1)) : [];
}

/** A type once one of the things inside it is known not to be null. */
export function presentAt(type: Type, [name, ...rest]: Path): Type {
  if (name === undefined) return present(type);
  if (type.kind === "nullable") return { kind: "nullable", of: presentAt(type.of, [name, ...rest]) };
  const field = type.kind === "object" ? fieldOf(type.fields, name) : undefined;
  if (type.kind !== "object" || !field) return type;
  const fields = Object.entries(type.fields).map(([key, old]) =>
    [key, key === name ? presentAt(old, rest) : old] as const
  );
  return objectOf(Object.fromEntries(fields));
}
