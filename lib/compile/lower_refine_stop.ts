import { BOOL } from "../expr/types.ts";
import type { RefineCondition } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { BudgetSpec } from "../spec/spec.ts";
import type { RefineConditions, RefineSpec, RefineStopSpec } from "../spec/spec_refine.ts";
import { reportConstant } from "./check_constant.ts";
import { checkedExpression } from "./check_text.ts";
import type { Mention } from "./find_entry.ts";
import { anyOf, lowerConditions, reportEndless } from "./lower_conditions.ts";
import type { LoweredStop } from "./lower_conditions.ts";
import { lowerStopJudge } from "./lower_judge.ts";
import type { RefineScopes } from "./scopes_refine.ts";
import type { Part } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { isWritten, placedAt } from "./unit.ts";
import type { World } from "./world.ts";

/** Scored rounds without a better one that make a plateau, unless the spec says. */
const PATIENCE = 3;
/** The distance below which two texts are alike. */
const THRESHOLD = 0.05;

/** What lowering `stop` needs beside the spec. */
export interface RefineEnding {
  /** What each field may speak of. */
  readonly scopes: RefineScopes;
  /** Where files come from. */
  readonly world: World;
  /** What else may end a run. */
  readonly budget: Part<BudgetSpec>;
}

/** Lowers `stop`. */
export async function lowerRefineStop(
  unit: Unit<RefineSpec>,
  { scopes, world, budget }: RefineEnding,
): Promise<LoweredStop<RefineCondition>> {
  const { stop } = unit.spec;
  if (stop === "never") return { stop: undefined };
  if (!stop && isWritten(unit, ["stop"])) return undefined;
  const own = (spec: RefineConditions, at: Path) => ownConditions(unit, spec, { at, scopes, world });
  const conditions = stop ? await lowerConditions(stop, { at: ["stop"], own }) : [];
  if (!conditions) return undefined;
  if (conditions.length === 0) reportEndless(unit, budget);
  return { stop: conditions.length > 0 ? anyOf(conditions) : undefined };
}

/** Where a spec names models that decide about its end. */
export function stopMentions({ spec: { stop } }: Unit<RefineSpec>, of: "judge" | "similar"): readonly Mention[] {
  return typeof stop === "object" ? mentionsIn(stop, { at: ["stop"], of }) : [];
}

function mentionsIn(
  spec: RefineStopSpec,
  { at, of }: { readonly at: Path; readonly of: "judge" | "similar" },
): readonly Mention[] {
  const holder = spec[of], name = typeof holder === "object" ? holder.model : undefined;
  return [
    ...(name === undefined ? [] : [{ name, at: [...at, of, "model"] }]),
    ...(["any", "all"] as const).flatMap((key) =>
      (spec[key] ?? []).flatMap((inner, i) => mentionsIn(inner, { at: [...at, key, i], of }))
    ),
    ...(spec.not ? mentionsIn(spec.not, { at: [...at, "not"], of }) : []),
  ];
}

interface Place {
  readonly at: Path;
  readonly scopes: RefineScopes;
  readonly world: World;
}

async function ownConditions(
  unit: Unit,
  { depth, done, converged, plateau, similar, judge }: RefineConditions,
  { at, scopes, world }: Place,
): Promise<readonly (RefineCondition | undefined)[]> {
  const found: (RefineCondition | undefined)[] = [];
  if (depth !== undefined) found.push({ stop: "depth", depth });
  if (done !== undefined) found.push(expressionAt(unit, "done", { at, scopes }));
  if (converged !== undefined) found.push(expressionAt(unit, "converged", { at, scopes }));
  if (plateau !== undefined) {
    const { patience = PATIENCE, min_delta: minDelta = 0 } = typeof plateau === "number"
      ? { patience: plateau }
      : plateau;
    found.push({ stop: "plateau", patience, minDelta });
  }
  if (similar !== undefined) {
    const { threshold = THRESHOLD, model } = typeof similar === "number" ? { threshold: similar } : similar;
    found.push({ stop: "similar", threshold, ...(model === undefined ? {} : { model }) });
  }
  if (judge !== undefined) {
    found.push(await lowerStopJudge(unit, judge, { at: [...at, "judge"], scope: scopes.ask, world }));
  }
  return found;
}

/** What follows from a condition that looks at nothing. */
const SO = {
  done: { true: "a run ends after its first round", false: "it never ends a run" },
  converged: { true: "a run ends before its first round", false: "it never ends a run" },
} as const;

function expressionAt(
  unit: Unit,
  stop: "done" | "converged",
  { at, scopes }: Omit<Place, "world">,
): RefineCondition | undefined {
  const path = [...at, stop], placed = placedAt(unit, path);
  const when = placed && checkedExpression(unit, placed, { scope: scopes.stop, expects: BOOL });
  if (when === undefined) return undefined;
  reportConstant(unit, path, { expression: when, what: `\`${stop}\``, so: SO[stop] });
  return { stop, when };
}
