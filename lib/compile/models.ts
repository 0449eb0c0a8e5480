import { nearest } from "../base/near.ts";
import type { PlanModel } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { Read } from "../spec/read_spec.ts";
import type { DefaultsSpec, ModelEntry, ModelSpec } from "../spec/spec.ts";
import type { Source } from "../text/source.ts";
import { compileModel } from "./model_entry.ts";
import type { Entry } from "./model_entry.ts";
import type { Unit } from "./unit.ts";
import { isWritten, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** A `loom.toml` that was read. */
export interface Defaults extends Read<DefaultsSpec> {
  /** Its text. */
  readonly source: Source;
}

/** A place where a spec names a model. */
export interface Mention {
  /** A name in `models`, or `provider/model`. */
  readonly name: string;
  /** Where it is named. */
  readonly at: Path;
}

/** The models a spec names, by the name it uses. A name without a model has been reported. */
export type Models = ReadonlyMap<string, PlanModel>;

/** Finds the models that a spec names: its own, those of `loom.toml`, and `provider/model` for one without settings. */
export async function compileModels(
  unit: Unit,
  mentions: readonly Mention[],
  { world, defaults }: { readonly world: World; readonly defaults: readonly Defaults[] },
): Promise<Models> {
  const models = new Map<string, PlanModel>(), asked = new Set<string>();
  for (const { name, at } of mentions) {
    const found = entryOf(unit, name, { at, defaults });
    if (found === "unknown") reportUnknown(unit, { name, at }, defaults);
    else if (found !== "flawed" && !asked.has(name)) {
      asked.add(name);
      const model = await compileModel(found, world);
      if (model) models.set(name, model);
    }
  }
  return models;
}

interface Looking {
  readonly at: Path;
  readonly defaults: readonly Defaults[];
}

/** The entry of a name; `flawed` where there is one and it has been reported. */
function entryOf(unit: Unit, name: string, { at, defaults }: Looking): Entry | "unknown" | "flawed" {
  const own = ["models", name], given = lookUp(unit.spec.models, name);
  if (given !== undefined) return { unit, at: own, entry: inFull(given), source: "spec" };
  if (isWritten(unit, own) || (isWritten(unit, ["models"]) && !unit.spec.models)) return "flawed";
  for (const { value, located, source } of defaults) {
    const there = { ...unit, source, located, report: unit.findings.about(source) }, known = lookUp(value.models, name);
    if (known !== undefined) return { unit: there, at: own, entry: inFull(known), source: "loom.toml" };
    if (isWritten(there, own)) return "flawed";
  }
  return name.includes("/") ? { unit, at, entry: { use: name }, source: "spec" } : "unknown";
}

function lookUp(models: { readonly [name: string]: ModelSpec } | undefined, name: string): ModelSpec | undefined {
  return models && Object.hasOwn(models, name) ? models[name] : undefined;
}

function inFull(model: ModelSpec): ModelEntry {
  return typeof model === "string" ? { use: model } : model;
}

function reportUnknown(unit: Unit, { name, at }: Mention, defaults: readonly Defaults[]): void {
  const models = [unit.spec.models, ...defaults.map(({ value }) => value.models)].flatMap((all) =>
    Object.keys(all ?? {})
  );
  const known = [...new Set(models)];
  unit.report("unknown-model", spanAt(unit, at), { name, near: nearest(name, known), models: known });
}
