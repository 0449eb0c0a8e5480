/**
 * From an autoloom spec to its plan. Every part is lowered whether or not another is wrong, so that all problems are told
 * at once; there is a plan when every part came through.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import type { AutoloomPlan } from "../plan/mod.ts";
import type { ScriptRef } from "../spec/spec.ts";
import type { AutoloomSpec } from "../spec/spec_autoloom.ts";
import { finished } from "./finish.ts";
import type { Surroundings } from "./frame.ts";
import { baseOf, frameOf } from "./frame.ts";
import { expandMentions, lowerExpand } from "./lower_expand.ts";
import { gradeMentions, lowerGrade } from "./lower_grade.ts";
import { lowerGrowthStop } from "./lower_growth_stop.ts";
import { lowerStart } from "./lower_start.ts";
import { autoloomScopes } from "./scopes.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";

/** The program that runs these plans, and its version. */
const PROGRAM = "autoloom@1";

/** The plan of a spec; undefined where something is wrong, which has been reported. */
export async function compileAutoloom(
  unit: Unit<AutoloomSpec>,
  around: Surroundings,
): Promise<AutoloomPlan | undefined> {
  const { world } = around, makers = expandMentions(unit), mentions = [...makers, ...gradeMentions(unit)];
  const scripted = scriptMentions(unit), named = { mentions, makers: makers.map(({ name }) => name) };
  const frame = await frameOf(unit, around, { ...named, scripts: scripted });
  const { models, scripts, budget } = frame, scopes = autoloomScopes(frame.inputs.type);
  const start = await lowerStart(unit, { world, scope: scopes.text }), expand = lowerExpand(unit, { models, scopes });
  const width = expand?.by.reduce((sum, one) => sum + one.width, 0);
  const grade = await lowerGrade(unit, { models, scopes, world, scripts, width });
  const stop = await lowerGrowthStop(unit, { scopes, budget });
  reportBeam(unit, width);
  const base = baseOf(unit, frame, { program: PROGRAM, scopes });
  if (!base || !start || !expand || !grade || !stop) return undefined;
  const own = { start, expand, grade, select: selectOf(unit), ...(stop.stop ? { stop: stop.stop } : {}) };
  const plan: AutoloomPlan = { ...base, kind: "autoloom", ...own };
  return finished(unit, plan, { mentions, scripted: scripted.length > 0, imports: [], budget });
}

function scriptMentions(
  { spec: { grade } }: Unit<AutoloomSpec>,
): readonly { readonly at: readonly string[]; readonly ref: ScriptRef }[] {
  return grade && "by" in grade && typeof grade.by === "object" ? [{ at: ["grade", "by"], ref: grade.by }] : [];
}

function selectOf({ spec: { select = {} } }: Unit<AutoloomSpec>): AutoloomPlan["select"] {
  const { keep = 1, veto } = select;
  return { keep, ...(veto === undefined ? {} : { veto: parseDuration(veto)! }) };
}

/** A round needs several candidates to keep several paths. */
function reportBeam(unit: Unit<AutoloomSpec>, width: number | undefined): void {
  const keep = unit.spec.select?.keep ?? 1, at = ["select", "keep"];
  if (width === undefined || keep <= width) return;
  if (width > 1) return unit.report("narrow-beam", spanAt(unit, at), { keep, width });
  const reason = `one candidate a round can never make ${keep} paths`;
  unit.report("bad-width", spanAt(unit, at), { reason, advice: "give `expand` a `width` of 2 or more" });
}
