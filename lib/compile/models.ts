import { nearest } from "../base/near.ts";
import type { PlanModel } from "../plan/mod.ts";
import type { Defaults, Mention } from "./find_entry.ts";
import { findEntry, inFull, knownNames } from "./find_entry.ts";
import { compileModel } from "./model_entry.ts";
import type { Origin } from "./origin.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** The models a spec names, by the name it uses. A name without a model has been reported. */
export type Models = ReadonlyMap<string, PlanModel>;

/** What models are found with. */
export interface Finding {
  /** Where facts come from. */
  readonly world: World;
  /** What `loom.toml`s say, the nearest first. */
  readonly defaults: readonly Defaults[];
  /** Takes in where models come from that the spec does not describe itself. */
  readonly origins: Origin[];
}

/** Finds the models that a spec names: its own, those of `loom.toml`, and `provider/model` for one without settings. */
export async function compileModels(
  unit: Unit,
  mentions: readonly Mention[],
  { world, defaults, origins }: Finding,
): Promise<Models> {
  const models = new Map<string, PlanModel>(), asked = new Set<string>(), own = new Set<string>();
  for (const mention of mentions) {
    const { name } = mention, found = findEntry(unit, mention, defaults);
    if (found === "unknown") reportUnknown(unit, mention, defaults);
    else if (found !== "flawed" && !asked.has(name)) {
      asked.add(name);
      if (found.entry.source === "spec") own.add(String(found.entry.at.at(-1)));
      const model = await compileModel(found.entry, world);
      if (model) models.set(name, model);
      if (found.origin) origins.push(found.origin);
    }
  }
  for (const [name, model] of Object.entries(unit.spec.models ?? {})) {
    // One that nothing names is of no use to the plan, and wrong all the same.
    if (!own.has(name)) await compileModel({ unit, at: ["models", name], entry: inFull(model), source: "spec" }, world);
  }
  return models;
}

function reportUnknown(unit: Unit, { name, at }: Mention, defaults: readonly Defaults[]): void {
  const known = knownNames(unit, defaults);
  unit.report("unknown-model", spanAt(unit, at), { name, near: nearest(name, known), models: known });
}
