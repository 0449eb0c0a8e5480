/**
 * What is the same in the `stop` of every kind: `any`, `all` and `not`, and a spec without an end.
 *
 * @module
 */
import type { Combined } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import { find } from "../spec/located.ts";
import type { BudgetSpec, Stopping } from "../spec/spec.ts";
import type { Part } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt } from "./unit.ts";

/** When a run ends of itself: a stop, never, or unknown where something is wrong, which has been reported. */
export type LoweredStop<C> = { readonly stop: Combined<C> | undefined } | undefined;

/** A condition that is not made of others. */
interface Leaf {
  readonly stop: string;
}

/** A map of conditions, and how those of its kind are lowered: undefined stands for one that is wrong. */
export interface Lowering<S, C> {
  /** Where it is written. */
  readonly at: Path;
  /** Lowers the conditions of the kind's own that are written at a place. */
  readonly own: (spec: S, at: Path) => readonly (C | undefined)[] | Promise<readonly (C | undefined)[]>;
}

/** What one map of conditions says, any of which holds; undefined where one is wrong. */
export async function lowerConditions<S, C extends Leaf>(
  spec: Stopping<S>,
  { at, own }: Lowering<S, C>,
): Promise<readonly Combined<C>[] | undefined> {
  const found: (Combined<C> | undefined)[] = [...await own(spec, at)];
  const one = async (inner: Stopping<S>, at: Path) => {
    const conditions = await lowerConditions(inner, { at, own });
    return conditions && anyOf(conditions);
  };
  const list = async (key: "any" | "all") =>
    sound(await Promise.all((spec[key] ?? []).map((inner, i) => one(inner, [...at, key, i]))));
  if (spec.any) {
    const of = await list("any");
    found.push(of && anyOf(of));
  }
  if (spec.all) {
    const of = await list("all");
    found.push(of && (of.length === 1 ? of[0]! : { stop: "all", of }));
  }
  if (spec.not) {
    const inner = await one(spec.not, [...at, "not"]);
    found.push(inner && { stop: "not", of: inner });
  }
  return sound(found);
}

function sound<T>(stops: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = stops.filter((stop) => stop !== undefined);
  return found.length === stops.length ? found : undefined;
}

/** Any of these; what is any of several itself is no level of its own. */
export function anyOf<C extends Leaf>(stops: readonly Combined<C>[]): Combined<C> {
  const of = stops.flatMap((stop) => isAny(stop) ? stop.of : [stop]);
  return of.length === 1 ? of[0]! : { stop: "any", of };
}

function isAny<C extends Leaf>(
  stop: Combined<C>,
): stop is Combined<C> & { readonly stop: "any"; readonly of: readonly Combined<C>[] } {
  return stop.stop === "any";
}

/** Reports a spec that nothing would end: it has no conditions and no budget. */
export function reportEndless(unit: Unit, budget: Part<BudgetSpec>): void {
  const { stop } = unit.spec, own = { value: stop === "never" ? {} : stop, unit, at: ["stop"] };
  if (Object.keys(budget.value ?? {}).length > 0 || isFlawed(own) || isFlawed(budget)) return;
  const key = ["stop", "budget"].find((key) => isWritten(unit, [key])) ?? "kind";
  unit.report("endless", keyAt(unit, [key]), {});
}

/** Whether something was wrong in a part, and has been reported and left out. */
function isFlawed({ value: left, unit: { located }, at }: Part<object>): boolean {
  const { value, missing } = find(located, at);
  if (missing.length > 0) return false;
  return left === undefined || value.kind === "map" && value.entries.length > Object.keys(left).length;
}
