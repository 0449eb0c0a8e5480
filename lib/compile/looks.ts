/**
 * What the expressions of a spec look at: it decides what the engine keeps, and what nobody needs.
 *
 * @module
 */
import { children } from "../expr/expr.ts";
import type { Expr } from "../expr/expr.ts";
import { referencesOf } from "../expr/references.ts";
import type { Use } from "../plan/mod.ts";

/** What costs something to have, and is looked at. */
export function usesOf(seen: readonly Expr[]): readonly Use[] {
  const paths = seen.flatMap((expr) => referencesOf(expr).map(({ path }) => path)), uses: Use[] = [];
  if (paths.some(([name]) => name === "history")) uses.push("history");
  if (paths.some(looksAtText)) uses.push("text");
  if (paths.some(([name]) => name === "budget")) uses.push("budget");
  if (seen.some(callsPerplexity)) uses.push("perplexity");
  return uses;
}

/** `text`, or the text of a piece; a piece taken whole has its text with it. */
function looksAtText([name, field]: readonly string[]): boolean {
  if (name === "text") return true;
  return (name === "best" || name === "last" || name === "current") && (field === undefined || field === "text");
}

function callsPerplexity(expr: Expr): boolean {
  return expr.kind === "call" && expr.name === "perplexity" || children(expr).some(callsPerplexity);
}

/** Names of the inputs that are looked at; undefined where all of them are, taken as one. */
export function inputsSeen(seen: readonly Expr[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { path: [root, name] } of seen.flatMap(referencesOf)) {
    if (root !== "inputs") continue;
    if (name === undefined) return undefined;
    names.add(name);
  }
  return names;
}
