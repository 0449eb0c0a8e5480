import type { Json } from "../base/json.ts";
import { evaluate } from "../expr/evaluate.ts";
import { parse } from "../expr/parse.ts";
import { referencesOf } from "../expr/references.ts";
import type { Plan } from "../plan/mod.ts";
import { MOST_TOKENS } from "../plan/sampling.ts";
import { isOutside } from "./constant.ts";

/** Evaluations that a bound is worth. */
const WORTH_IT = 20_000;

/** How candidates are made, as far as their length goes. */
export interface Making {
  /** Expression: the most tokens of a candidate. */
  readonly maxTokens: string;
  /** Candidates side by side. */
  readonly n: number;
}

/**
 * The most tokens that each of a path's candidates may have in any of `rounds` rounds; null where that is not known
 * beforehand: the expression looks at an input without a default, draws lots, or there are too many rounds to try.
 */
export function tokensOfCandidates(
  plan: Plan,
  { maxTokens, n }: Making,
  rounds: number | null,
): readonly (number | null)[] {
  const places = Array.from({ length: n }, (_, i) => i), parsed = parse(maxTokens);
  if (!parsed.ok) return places.map(() => null);
  const { root } = parsed.expr, looks = new Set(referencesOf(root).map(({ path: [name] }) => name));
  const tries = looks.has("round") || looks.has("depth") ? rounds : 1;
  const inputs = looks.has("inputs") ? defaultsOf(plan) : {};
  if (tries === null || tries * n > WORTH_IT || !inputs || isOutside(root)) return places.map(() => null);
  return places.map((i) => {
    let most: number | null = 0;
    for (let depth = 0; depth < tries && most !== null; depth++) {
      const t = n === 1 ? 0.5 : i / (n - 1), value = tokensAt(maxTokens, { inputs, i, n, t, round: depth + 1, depth });
      most = value === null ? null : Math.max(most, value);
    }
    return most;
  });
}

function tokensAt(expression: string, values: { readonly [name: string]: Json }): number | null {
  try {
    const value = evaluate(expression, values);
    return typeof value === "number" ? Math.min(MOST_TOKENS, Math.max(1, Math.round(value))) : null;
  } catch {
    return null;
  }
}

/** The inputs as they are when none is given; undefined where one must be. */
function defaultsOf({ inputs }: Plan): { readonly [name: string]: Json } | undefined {
  const entries = Object.entries(inputs).map(([name, { default: value }]) => [name, value] as const);
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries) as never;
}
