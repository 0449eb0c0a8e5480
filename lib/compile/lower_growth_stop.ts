import { BOOL } from "../expr/types.ts";
import type { GrowthCondition } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { BudgetSpec } from "../spec/spec.ts";
import type { AutoloomSpec, GrowthConditions, GrowthStopSpec } from "../spec/spec_autoloom.ts";
import { checkedExpression } from "./check_text.ts";
import { anyOf, lowerConditions, reportEndless } from "./lower_conditions.ts";
import type { LoweredStop } from "./lower_conditions.ts";
import type { AutoloomScopes } from "./scopes.ts";
import type { Part } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { isWritten, placedAt } from "./unit.ts";

/** Rounds in a row without a word that end a run, unless the spec says. */
const BLANK = 3;

/** What lowering `stop` needs beside the spec. */
export interface Ending {
  /** What each field may speak of. */
  readonly scopes: AutoloomScopes;
  /** What else may end a run. */
  readonly budget: Part<BudgetSpec>;
}

/** Lowers `stop`. What nobody asked for is a few rounds without a word: they end every run but one that never stops. */
export async function lowerGrowthStop(
  unit: Unit<AutoloomSpec>,
  { scopes, budget }: Ending,
): Promise<LoweredStop<GrowthCondition>> {
  const { stop } = unit.spec;
  if (stop === "never") return { stop: undefined };
  if (!stop && isWritten(unit, ["stop"])) return undefined;
  const own = (spec: GrowthConditions, at: Path) => ownConditions(unit, spec, { at, scopes });
  const conditions = stop ? await lowerConditions(stop, { at: ["stop"], own }) : [];
  if (!conditions) return undefined;
  if (conditions.length === 0) reportEndless(unit, budget);
  const whole = stop && saysBlank(stop) ? conditions : [...conditions, { stop: "blank", rounds: BLANK } as const];
  return { stop: whole.length > 0 ? anyOf(whole) : undefined };
}

function saysBlank({ blank, any = [], all = [], not }: GrowthStopSpec): boolean {
  return blank !== undefined || [...any, ...all, ...(not ? [not] : [])].some(saysBlank);
}

function ownConditions(
  unit: Unit,
  { depth, done, repeats, blank }: GrowthConditions,
  { at, scopes }: { readonly at: Path; readonly scopes: AutoloomScopes },
): readonly (GrowthCondition | undefined)[] {
  const found: (GrowthCondition | undefined)[] = [];
  if (depth !== undefined) found.push({ stop: "depth", depth });
  if (done !== undefined) {
    const placed = placedAt(unit, [...at, "done"]);
    const when = placed && checkedExpression(unit, placed, { scope: scopes.done, expects: BOOL });
    found.push(when === undefined ? undefined : { stop: "done", when });
  }
  if (repeats !== undefined) found.push({ stop: "repeats", rounds: repeats });
  if (blank !== undefined && blank !== "never") found.push({ stop: "blank", rounds: blank });
  return found;
}
