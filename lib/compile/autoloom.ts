/**
 * From an autoloom spec to its plan. Every part is lowered whether or not another is wrong, so that all problems are told
 * at once; there is a plan when every part came through.
 *
 * @module
 */
import type { AutoloomPlan, Permissions, Plan } from "../plan/mod.ts";
import { PLAN_VERSION } from "../plan/mod.ts";
import type { BudgetSpec, ScriptRef } from "../spec/spec.ts";
import { parseDuration } from "../base/duration.ts";
import { reportDeadline, reportEnds, reportFirstRound } from "./check_budget.ts";
import { checkedExpression } from "./check_text.ts";
import { bound, canCost } from "./cost.ts";
import type { Defaults } from "./find_entry.ts";
import type { Importing } from "./imports.ts";
import { compileImports, reportUnusedImports } from "./imports.ts";
import { compileInputs } from "./inputs.ts";
import { usesOf } from "./looks.ts";
import { lowerBudget } from "./lower_budget.ts";
import { expandMentions, lowerExpand } from "./lower_expand.ts";
import { gradeMentions, lowerGrade } from "./lower_grade.ts";
import { lowerSave } from "./lower_save.ts";
import { lowerStart } from "./lower_start.ts";
import { lowerStop } from "./lower_stop.ts";
import type { Models } from "./models.ts";
import { compileModels } from "./models.ts";
import type { Origin } from "./origin.ts";
import { reportOutput } from "./check_output.ts";
import { reportSamplers, reportUntakenByAny } from "./check_samplers.ts";
import { autoloomScopes } from "./scopes.ts";
import type { AutoloomScopes } from "./scopes.ts";
import { compileScripts } from "./scripts.ts";
import type { Part } from "./stand_in.ts";
import { budgetPart, savePart } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { keyAt, placedAt, spanAt } from "./unit.ts";
import { reportUnused } from "./unused.ts";
import { specName } from "./spec_name.ts";

/** The program that runs these plans, and its version. */
const PROGRAM = "autoloom@1";

/** What a spec is compiled with. */
export interface Surroundings extends Importing {
  /** What `loom.toml`s say, the nearest first. */
  readonly defaults: readonly Defaults[];
  /** Takes in where parts of the plan come from that the spec does not say itself. */
  readonly origins: Origin[];
}

/** The plan of a spec; undefined where something is wrong, which has been reported. */
export async function compileAutoloom(unit: Unit, around: Surroundings): Promise<AutoloomPlan | undefined> {
  const { spec, source, report, findings } = unit, { world } = around;
  const imports = await compileImports(unit, around), inputs = await compileInputs(unit, world);
  const scopes = autoloomScopes(inputs.type), standing = standingFor(unit, around), { budget } = standing;
  const mentions = [...expandMentions(unit), ...gradeMentions(unit)];
  const models = await compileModels(unit, mentions, around), known = mentions.every(({ name }) => models.has(name));
  const scripts = await compileScripts(unit, world, scriptMentions(unit));
  const start = await lowerStart(unit, { world, scopes }), expand = lowerExpand(unit, { models, scopes });
  const width = expand?.by.reduce((sum, one) => sum + one.width, 0);
  const grade = await lowerGrade(unit, { models, scopes, world, scripts, width });
  const stop = lowerStop(unit, { scopes, budget }), save = lowerSave(standing.save, scopes);
  if (spec.on) report("schedule-ignored", keyAt(unit, ["on"]), {});
  reportSamplers(unit);
  reportUntakenByAny(unit, new Set(expandMentions(unit).map(({ name }) => name)), models);
  reportBeam(unit, width);
  reportDeadline(budget, world.now);
  reportUnpriced(unit, models, budget);
  const faulty = [source, budget.unit.source].some((one) => findings.faulty(one));
  if (!start || !expand || !grade || !stop || !known || faulty) return undefined;
  const plan: AutoloomPlan = {
    version: PLAN_VERSION,
    kind: "autoloom",
    program: PROGRAM,
    name: specName(spec.name, source),
    inputs: inputs.plan,
    models: Object.fromEntries(models),
    budget: lowerBudget(budget.value ?? {}),
    outputs: lowerOutputs(unit, scopes),
    ...(save === undefined ? {} : { save }),
    permissions: permissionsOf(unit),
    scripts: scripts.pinned,
    imports,
    uses: usesOf(unit.seen),
    durability: "normal",
    start,
    expand,
    grade,
    select: selectOf(unit),
    ...(stop.stop ? { stop: stop.stop } : {}),
  };
  return finished(unit, plan, budget);
}

/** What a spec and `loom.toml`s say of money and files. An imported spec spends and saves with the one that imports it. */
function standingFor(
  unit: Unit,
  { defaults, chain, origins }: Surroundings,
): { readonly budget: Part<BudgetSpec>; readonly save: Part<string> } {
  const standing = chain.length > 1 ? [] : defaults;
  const budget = budgetPart(unit, standing), save = savePart(unit, standing);
  origins.push(...[budget, save].flatMap(({ origin }) => origin ?? []));
  return { budget, save };
}

/** The warnings that need the whole plan, and what follows from what it can cost. */
function finished(unit: Unit, plan: AutoloomPlan, budget: Part<BudgetSpec>): AutoloomPlan {
  const cost = bound(plan);
  reportUnused(unit);
  reportUnusedImports(unit);
  reportFirstRound(budget, cost);
  reportEnds(unit, { plan, cost });
  reportOutput(unit, { plan, cost });
  const children: readonly Plan[] = Object.values(plan.imports);
  const full = canCost(cost) || children.some((child) => child.durability === "full");
  return { ...plan, durability: full ? "full" : "normal" };
}

function scriptMentions(
  { spec: { grade } }: Unit,
): readonly { readonly at: readonly string[]; readonly ref: ScriptRef }[] {
  return grade && "by" in grade && typeof grade.by === "object" ? [{ at: ["grade", "by"], ref: grade.by }] : [];
}

function lowerOutputs(unit: Unit, { outputs }: AutoloomScopes): { readonly [name: string]: string } {
  const lowered = Object.keys(unit.spec.outputs ?? {}).flatMap((name): [string, string][] => {
    const placed = placedAt(unit, ["outputs", name]);
    const expression = placed && checkedExpression(unit, placed, { scope: outputs });
    return expression === undefined ? [] : [[name, expression]];
  });
  return Object.fromEntries(lowered);
}

function permissionsOf({ spec: { permissions = {} } }: Unit): Permissions {
  const { read = [], write = [], net = [], run = [], env = [] } = permissions;
  return { read, write, net, run, env };
}

function selectOf({ spec: { select = {} } }: Unit): AutoloomPlan["select"] {
  const { keep = 1, veto } = select;
  return { keep, ...(veto === undefined ? {} : { veto: parseDuration(veto)! }) };
}

/** A round needs several candidates to keep several paths. */
function reportBeam(unit: Unit, width: number | undefined): void {
  const keep = unit.spec.select?.keep ?? 1, at = ["select", "keep"];
  if (width === undefined || keep <= width) return;
  if (width > 1) return unit.report("narrow-beam", spanAt(unit, at), { keep, width });
  const reason = `one candidate a round can never make ${keep} paths`;
  unit.report("bad-width", spanAt(unit, at), { reason, advice: "give `expand` a `width` of 2 or more" });
}

/** A wall of dollars holds only where every price is known. */
function reportUnpriced(unit: Unit, models: Models, { value, origin }: Part<BudgetSpec>): void {
  if (value?.usd === undefined) return;
  for (const { name, at } of [...expandMentions(unit), ...gradeMentions(unit)]) {
    const facts = models.get(name)?.facts;
    if (facts && !facts.price && !facts.local) {
      unit.report("unpriced", spanAt(unit, at), { model: name, use: facts.id, from: origin?.source });
    }
  }
}
