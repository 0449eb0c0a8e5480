/**
 * A run that goes on with another plan: the row that says so, and what of its journal still counts.
 *
 * @module
 */
import type { Effect, Entry, Plan } from "../plan/mod.ts";
import { planHash } from "../plan/codec.ts";
import { canonical } from "../base/json.ts";

/** What differs between two plans as far as an outcome of before may depend on it, by names in the plan. */
export interface Changed {
  /** Models that answer otherwise now. */
  readonly models: readonly string[];
  /** Scripts of another text. */
  readonly scripts: readonly string[];
  /** Imports of another plan. */
  readonly imports: readonly string[];
  /** Whether programs may reach something else than before. */
  readonly permissions: boolean;
}

/** What the row of an adoption holds. */
export interface Adopted {
  /** Hashes of the plans before and after; null for a program of a library user. */
  readonly from: string | null;
  readonly to: string | null;
  /** Programs before and after. */
  readonly programs: readonly [string, string];
  readonly changed: Changed;
}

/** Nothing that an outcome depends on. */
const NOTHING: Changed = { models: [], scripts: [], imports: [], permissions: false };

/** What differs between the plan before and after. */
export function changedBetween(before: Plan | undefined, after: Plan | undefined): Changed {
  if (!before || !after) return NOTHING;
  const differing = (part: (plan: Plan) => { readonly [name: string]: unknown }) =>
    Object.keys(part(before)).filter((name) => canonical(part(before)[name]) !== canonical(part(after)[name] ?? null));
  return {
    models: differing(({ models }) => models),
    scripts: differing(({ scripts }) => scripts),
    imports: Object.keys(before.imports).filter((name) => {
      const now = after.imports[name];
      return !now || planHash(now) !== planHash(before.imports[name]!);
    }),
    permissions: canonical(before.permissions) !== canonical(after.permissions),
  };
}

/** The last adoption among rows, and how many rows stand before what came of it; undefined: there is none. */
export function lastAdoption(rows: readonly Entry[]): { readonly at: number; readonly adopted: Adopted } | undefined {
  const at = rows.findLastIndex((row) => adoptedIn(row) !== undefined);
  return at < 0 ? undefined : { at, adopted: adoptedIn(rows[at]!)! };
}

function adoptedIn({ type, value }: Entry): Adopted | undefined {
  return type === "reopen" ? (value as { readonly adopts?: Adopted } | null | undefined)?.adopts : undefined;
}

/** Whether an outcome of before is one now: what performs the effect is what it was. */
export function stillCounts(effect: Effect, { models, scripts, imports, permissions }: Changed): boolean {
  switch (effect.do) {
    case "generate":
    case "score":
    case "embed":
      return !models.includes(effect.model);
    case "script":
      return !permissions && !scripts.includes(effect.script);
    case "command":
      return !permissions;
    case "run":
      return !imports.includes(effect.plan);
    default:
      return true;
  }
}
