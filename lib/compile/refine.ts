/**
 * From a refine spec to its plan. Every part is lowered whether or not another is wrong, so that all problems are told
 * at once; there is a plan when every part came through.
 *
 * @module
 */
import type { RefinePlan } from "../plan/mod.ts";
import type { ScriptRef } from "../spec/spec.ts";
import type { RefineSpec } from "../spec/spec_refine.ts";
import { reportAbilities } from "./check_abilities.ts";
import type { Mention } from "./find_entry.ts";
import { finished } from "./finish.ts";
import type { Surroundings } from "./frame.ts";
import { baseOf, frameOf } from "./frame.ts";
import { lowerPropose, proposeMentions } from "./lower_propose.ts";
import { lowerAcceptance, lowerStall, stallMentions } from "./lower_recovery.ts";
import { lowerRefineStop, stopMentions } from "./lower_refine_stop.ts";
import { scoreOf, scorersOf } from "./lower_returns.ts";
import { lowerScore } from "./lower_score.ts";
import { lowerStart } from "./lower_start.ts";
import { refineScopes } from "./scopes_refine.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt } from "./unit.ts";

/** The program that runs these plans, and its version. */
const PROGRAM = "refine@1";

/** The plan of a spec; undefined where something is wrong, which has been reported. */
export async function compileRefine(unit: Unit<RefineSpec>, around: Surroundings): Promise<RefinePlan | undefined> {
  const { world } = around, { makers, mentions } = mentionsOf(unit), scripted = scriptMentions(unit);
  const frame = await frameOf(unit, around, { mentions, makers, scripts: scripted }), { budget } = frame;
  const scorers = scorersOf(unit), scopes = refineScopes(frame.inputs.type, scorers), n = unit.spec.propose?.n ?? 1;
  const refining = { ...frame, scopes, world, scorers };
  const start = await lowerStart(unit, { world, scope: scopes.text });
  const propose = await lowerPropose(unit, refining), score = await lowerScore(unit, refining);
  const acceptance = lowerAcceptance(unit, scopes), stall = lowerStall(unit, scopes);
  const stop = await lowerRefineStop(unit, { scopes, world, budget });
  reportUnscored(unit, n);
  reportAbilities(unit, frame.models, mentions);
  const base = baseOf(unit, frame, { program: PROGRAM, scopes });
  if (!base || !start || !propose || !score || !acceptance || !stall || !stop) return undefined;
  const own = { start, n, propose, score, ...acceptance, ...stall, ...(stop.stop ? { stop: stop.stop } : {}) };
  const plan: RefinePlan = { ...base, kind: "refine", ...own };
  const imports = propose.by === "run" ? [propose.plan] : [];
  return finished(unit, plan, { mentions, scripted: scripted.length > 0, imports, budget });
}

/** A model that a spec names, and what it is there for. */
export interface Role extends Mention {
  /** What it is to do, as the end of a sentence. */
  readonly to: "make candidates" | "judge" | "compare" | "say whether the run is over" | "tell texts apart";
}

function mentionsOf(
  unit: Unit<RefineSpec>,
): { readonly mentions: readonly Role[]; readonly makers: readonly string[] } {
  const { judge, compare } = scoreOf(unit.spec);
  const scoring = (key: "judge" | "compare", name: string | undefined): readonly Role[] =>
    name === undefined ? [] : [{ name, at: ["score", key, "model"], to: key }];
  const makers = [...proposeMentions(unit), ...stallMentions(unit)];
  const mentions = [
    ...makers.map((one): Role => ({ ...one, to: "make candidates" })),
    ...scoring("judge", judge?.model),
    ...scoring("compare", compare?.model),
    ...stopMentions(unit, "judge").map((one): Role => ({ ...one, to: "say whether the run is over" })),
    ...stopMentions(unit, "similar").map((one): Role => ({ ...one, to: "tell texts apart" })),
  ];
  return { mentions, makers: makers.map(({ name }) => name) };
}

function scriptMentions(
  unit: Unit<RefineSpec>,
): readonly { readonly at: readonly string[]; readonly ref: ScriptRef }[] {
  const { propose } = unit.spec, { script } = scoreOf(unit.spec);
  const own = propose && "script" in propose ? [{ at: ["propose"], ref: propose }] : [];
  if (script === undefined) return own;
  return typeof script === "string"
    ? [...own, { at: ["score"], ref: { script } }]
    : [...own, { at: ["score", "script"], ref: script }];
}

/** Of several candidates one has to be chosen; and what is about totals means nothing where there are none. */
function reportUnscored(unit: Unit<RefineSpec>, n: number): void {
  const { score, goal } = unit.spec, { start: _, ...scoring } = scoreOf(unit.spec);
  if (score === undefined && isWritten(unit, ["score"]) || Object.keys(scoring).length > 0) return;
  if (n > 1) unit.report("no-score", keyAt(unit, ["propose", "n"]), { n });
  const why = "nothing is scored, so every text is worth 0";
  if (goal !== undefined) unit.report("no-effect", keyAt(unit, ["goal"]), { key: "goal", why });
}
