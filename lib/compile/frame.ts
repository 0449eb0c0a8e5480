/**
 * What is compiled alike in specs of every kind: imports, inputs, models, scripts, money and files.
 *
 * @module
 */
import type { Scope } from "../expr/scope.ts";
import type { Permissions, Plan, PlanBase } from "../plan/mod.ts";
import { PLAN_VERSION } from "../plan/mod.ts";
import type { BudgetSpec, ScriptRef } from "../spec/spec.ts";
import type { Path } from "../spec/located.ts";
import { reportDeadline } from "./check_budget.ts";
import { reportSamplers, reportUntakenByAny } from "./check_samplers.ts";
import { checkedExpression } from "./check_text.ts";
import type { Defaults, Mention } from "./find_entry.ts";
import type { Importing } from "./imports.ts";
import { compileImports } from "./imports.ts";
import { compileInputs } from "./inputs.ts";
import type { Inputs } from "./inputs.ts";
import { usesOf } from "./looks.ts";
import { lowerBudget } from "./lower_budget.ts";
import { lowerSave } from "./lower_save.ts";
import type { Models } from "./models.ts";
import { compileModels } from "./models.ts";
import type { Origin } from "./origin.ts";
import { compileScripts } from "./scripts.ts";
import type { Scripts } from "./scripts.ts";
import { specName } from "./spec_name.ts";
import type { Part } from "./stand_in.ts";
import type { ScopeFor } from "./task_scope.ts";
import { budgetPart, savePart } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { keyAt, placedAt, spanAt } from "./unit.ts";

/** What a spec is compiled with. */
export interface Surroundings extends Importing {
  /** What `loom.toml`s say, the nearest first. */
  readonly defaults: readonly Defaults[];
  /** Takes in where parts of the plan come from that the spec does not say itself. */
  readonly origins: Origin[];
}

/** What a spec names that is found elsewhere. */
export interface Named {
  /** Models, each place where one is named. */
  readonly mentions: readonly Mention[];
  /** Names of those that make candidates. */
  readonly makers: readonly string[];
  /** Scripts, each place where one is named. */
  readonly scripts: readonly { readonly at: Path; readonly ref: ScriptRef }[];
  /** Whether a run has no text of its own that could be saved. Absent: it has one. */
  readonly isTextless?: boolean;
}

/** What specs of every kind come to before their own parts are looked at. */
export interface Frame {
  readonly imports: { readonly [name: string]: Plan };
  readonly inputs: Inputs;
  readonly models: Models;
  readonly scripts: Scripts;
  readonly budget: Part<BudgetSpec>;
  readonly save: Part<string>;
  /** Whether every model that is named could be had. */
  readonly known: boolean;
}

/** Compiles what a spec shares with those of other kinds. */
export async function frameOf(unit: Unit, around: Surroundings, named: Named): Promise<Frame> {
  const { world } = around, { mentions } = named;
  const imports = await compileImports(unit, around), inputs = await compileInputs(unit, world);
  const { budget, save } = standingFor(unit, around, named), models = await compileModels(unit, mentions, around);
  const scripts = await compileScripts(unit, world, named.scripts);
  if (unit.spec.on) unit.report("schedule-ignored", keyAt(unit, ["on"]), {});
  reportSamplers(unit);
  reportUntakenByAny(unit, new Set(named.makers), models);
  reportDeadline(budget, world.now);
  reportUnpriced(unit, { mentions, models, budget });
  const known = mentions.every(({ name }) => models.has(name));
  return { imports, inputs, models, scripts, budget, save, known };
}

/** What fields that every kind has may speak of. */
export interface CommonScopes {
  /** `start` and `save`. */
  readonly text: Scope;
  /** `outputs`; a function where it depends on the expression. */
  readonly outputs: Scope | ScopeFor;
}

/** The parts of a plan that every kind has; undefined where anything is wrong with the spec. Call it last. */
export function baseOf(
  unit: Unit,
  { imports, inputs, models, scripts, budget, save, known }: Frame,
  { program, scopes }: { readonly program: string; readonly scopes: CommonScopes },
): PlanBase | undefined {
  const { spec, source, findings } = unit, path = lowerSave(save, scopes.text), outputs = lowerOutputs(unit, scopes);
  if (!known || [source, budget.unit.source].some((one) => findings.faulty(one))) return undefined;
  return {
    version: PLAN_VERSION,
    program,
    name: specName(spec.name, source),
    inputs: inputs.plan,
    models: Object.fromEntries(models),
    budget: lowerBudget(budget.value ?? {}),
    outputs,
    ...(path === undefined ? {} : { save: path }),
    permissions: permissionsOf(unit),
    scripts: scripts.pinned,
    imports,
    uses: usesOf(unit.seen),
    durability: "normal",
  };
}

/** What a spec and `loom.toml`s say of money and files. An imported spec spends and saves with the one that imports it. */
function standingFor(
  unit: Unit,
  { defaults, chain, origins }: Surroundings,
  { isTextless = false }: Pick<Named, "isTextless">,
): Pick<Frame, "budget" | "save"> {
  const standing = chain.length > 1 ? [] : defaults;
  const budget = budgetPart(unit, standing), save = savePart(unit, isTextless ? [] : standing);
  origins.push(...[budget, save].flatMap(({ origin }) => origin ?? []));
  return { budget, save };
}

function lowerOutputs(unit: Unit, { outputs }: CommonScopes): { readonly [name: string]: string } {
  const lowered = Object.keys(unit.spec.outputs ?? {}).flatMap((name): [string, string][] => {
    const placed = placedAt(unit, ["outputs", name]);
    const scope = placed && (typeof outputs === "function" ? outputs(placed, "expression") : outputs);
    const expression = placed && scope && checkedExpression(unit, placed, { scope });
    return expression === undefined ? [] : [[name, expression]];
  });
  return Object.fromEntries(lowered);
}

/** What a spec grants. */
export function permissionsOf({ spec: { permissions = {} } }: Unit): Permissions {
  const { read = [], write = [], net = [], run = [], env = [] } = permissions;
  return { read, write, net, run, env };
}

interface Priced {
  readonly mentions: readonly Mention[];
  readonly models: Models;
  readonly budget: Part<BudgetSpec>;
}

/** A wall of dollars holds only where every price is known. */
function reportUnpriced(unit: Unit, { mentions, models, budget: { value, origin } }: Priced): void {
  if (value?.usd === undefined) return;
  for (const { name, at } of mentions) {
    const facts = models.get(name)?.facts;
    if (facts && !facts.price && !facts.local) {
      unit.report("unpriced", spanAt(unit, at), { model: name, use: facts.id, from: origin?.source });
    }
  }
}
