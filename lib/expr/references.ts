import type { Span } from "../text/source.ts";
import { children, pathOf } from "./expr.ts";
import type { Expr } from "./expr.ts";
import { macroOf } from "./macros.ts";

/** A name from outside an expression, with the fields read from it. */
export interface Reference extends Span {
  /** The name and its fields: `["budget", "spent"]`. */
  readonly path: readonly string[];
}

/** Every place where an expression reads a name from outside, in the order of their places. */
export function referencesOf(root: Expr): readonly Reference[] {
  const found: Reference[] = [];
  collect(root, new Set(), found);
  return found;
}

function collect(expr: Expr, bound: ReadonlySet<string>, found: Reference[]): void {
  const path = pathOf(expr);
  if (path) {
    if (!bound.has(path[0]!)) found.push({ path, start: expr.start, end: expr.end });
    return;
  }
  const macro = macroOf(expr);
  if (!macro) return children(expr).forEach((child) => collect(child, bound, found));
  collect(macro.over, bound, found);
  const inside = new Set(bound).add(macro.variable);
  macro.bodies.forEach((body) => collect(body, inside, found));
}

/** The names and paths an expression reads, each once and sorted: `a.b.c` is listed as `a`, `a.b` and `a.b.c`. */
export function usesOf(root: Expr): readonly string[] {
  const paths = referencesOf(root).flatMap(({ path }) => path.map((_, i) => path.slice(0, i + 1).join(".")));
  return [...new Set(paths)].sort();
}
