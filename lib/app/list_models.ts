/**
 * The models that `loom.toml`s name, with what is known of each.
 *
 * @module
 */
import { resolve } from "node:path";
import type { World } from "../compile/world.ts";
import type { ModelEntry } from "../spec/spec.ts";
import type { Diagnostic } from "../text/diagnostic.ts";
import type { PlanModel } from "../plan/mod.ts";
import { worldAt } from "./compile_spec.ts";

/** A model by the name that specs may use. */
export interface ListedModel {
  /** Name in `loom.toml`, or `provider/model`. */
  readonly name: string;
  /** What is known of it and how it is asked, as a plan would hold it: secrets by name. */
  readonly model: PlanModel;
  /** What its entry says. */
  readonly entry: ModelEntry;
  /** Other names for it. */
  readonly roles: readonly string[];
  /** The file that names it; absent: it is built in. */
  readonly from?: string;
}

/** Models, and what is wrong with those that cannot be had. */
export interface ListedModels {
  readonly models: readonly ListedModel[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Models that need no key, no network and no settings. */
const BUILT_IN: readonly string[] = ["ngram/builtin"];

/** Models that a spec in `home` may name: those of the nearest `loom.toml` first, those that are built in last. */
export async function availableModels(
  { home, folder }: { readonly home: string; readonly folder: string },
): Promise<ListedModels> {
  const world = await worldAt({ name: "spec.yaml", text: "" }, { home: resolve(home), folder: resolve(folder) });
  const { models, diagnostics } = await configuredModels(world), builtIn: ListedModel[] = [];
  for (const name of BUILT_IN) {
    const known = await world.model({ use: name, options: {} });
    if (!known.ok) continue;
    const model = { facts: known.facts, options: {}, sampling: {} };
    builtIn.push({ name, model, entry: { use: name }, roles: [] });
  }
  return { models: [...models, ...builtIn], diagnostics };
}

/** Models that the `loom.toml`s of a world name, those of the nearest first. */
export async function configuredModels(world: World): Promise<ListedModels> {
  const [{ readDefaults }, { findings }, { compileModel }, { inFull, rolesOf }, { arrange }, { hideSecrets }] =
    await Promise.all([
      import("../spec/read_spec.ts"),
      import("../compile/findings.ts"),
      import("../compile/model_entry.ts"),
      import("../compile/find_entry.ts"),
      import("../text/arrange.ts"),
      import("../compile/hide_secrets.ts"),
    ]);
  const found = findings(), models = new Map<string, ListedModel>();
  found.all.push(...world.unread ?? []);
  for (const source of world.defaults) {
    const report = found.about(source), read = await readDefaults(source, report);
    if (!read) continue;
    const unit = { source, spec: {}, located: read.located, report, findings: found, seen: [] };
    for (const [name, given] of Object.entries(read.value.models ?? {})) {
      if (models.has(name)) continue;
      const entry = inFull(given);
      const model = await compileModel({ unit, at: ["models", name], entry, source: "loom.toml" }, world);
      if (model) models.set(name, { name, model, entry, roles: rolesOf(given), from: source.name });
    }
  }
  return { models: [...models.values()], diagnostics: hideSecrets(arrange(found.all)) };
}
