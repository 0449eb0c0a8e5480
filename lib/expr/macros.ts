import type { Expr } from "./expr.ts";

/** The macros that go over a list's items or a map's keys. */
export type MacroName = "all" | "exists" | "exists_one" | "filter" | "map";

/** A macro as it is written: `over.name(variable, bodies)`. */
export interface Macro {
  /** Which macro. */
  readonly name: MacroName;
  /** What it goes over. */
  readonly over: Expr;
  /** The name of the item. */
  readonly variable: string;
  /** A condition; for `map` the value, or a condition and the value. */
  readonly bodies: readonly [Expr] | readonly [Expr, Expr];
}

/** How many bodies each macro takes at most. */
const BODIES: Readonly<Record<MacroName, 1 | 2>> = { all: 1, exists: 1, exists_one: 1, filter: 1, map: 2 };

/** The names of the macros. */
export const MACROS: readonly string[] = Object.keys(BODIES);

/** Whether a name is a macro's. */
export function isMacro(name: string): name is MacroName {
  return Object.hasOwn(BODIES, name);
}

/** How many arguments a macro takes after the dot. */
export function macroTakes(name: MacroName): string {
  return BODIES[name] === 2 ? "2 or 3 arguments" : "2 arguments";
}

/** The macro an expression is; undefined for anything else, a macro written wrongly included. */
export function macroOf(expr: Expr): Macro | undefined {
  if (expr.kind !== "call" || expr.form !== "method" || !isMacro(expr.name)) return undefined;
  const [over, variable, first, second, ...rest] = expr.args;
  if (!over || variable?.kind !== "name" || !first || rest.length > 0) return undefined;
  if (second && BODIES[expr.name] < 2) return undefined;
  return { name: expr.name, over, variable: variable.name, bodies: second ? [first, second] : [first] };
}
