/**
 * Finds the entry that a name in a spec means. The nearest document that knows the name has it: the spec, then each
 * `loom.toml`. Within a document an entry of that name comes before one with that role.
 *
 * @module
 */
import type { Path } from "../spec/located.ts";
import type { Read } from "../spec/read_spec.ts";
import type { DefaultsSpec, ModelEntry, ModelSpec } from "../spec/spec.ts";
import type { Source } from "../text/source.ts";
import type { Entry } from "./model_entry.ts";
import type { ModelOrigin, RoleHolder } from "./origin.ts";
import type { Unit } from "./unit.ts";
import { isWritten } from "./unit.ts";

/** A `loom.toml` that was read. */
export interface Defaults extends Read<DefaultsSpec> {
  /** Its text. */
  readonly source: Source;
}

/** A place where a spec names a model. */
export interface Mention {
  /** A name or a role of `models`, or `provider/model`. */
  readonly name: string;
  /** Where it is named. */
  readonly at: Path;
}

/** An entry, and where it comes from when its name does not say so. */
export interface FoundEntry {
  /** What it says, and where. */
  readonly entry: Entry;
  /** Absent for an entry of the spec by its own name, and for `provider/model`. */
  readonly origin?: ModelOrigin;
}

/** The entry of a name; `flawed` where there may be one and what is wrong with it has been reported. */
export function findEntry(
  unit: Unit,
  { name, at }: Mention,
  defaults: readonly Defaults[],
): FoundEntry | "unknown" | "flawed" {
  const documents = documentsOf(unit, defaults);
  for (const document of documents) {
    const found = named(document, name) ?? withRole(document, wantedOf(name));
    if (found) return found;
  }
  if (name.includes("/")) return { entry: { unit, at, entry: { use: name }, source: "spec" } };
  return documents.some(hasFlawedRoles) ? "flawed" : "unknown";
}

/** A model that a name may come to, and its place among those of the same role. */
export interface Rung {
  /** A name that comes to it. */
  readonly name: string;
  /** 1 to 3, or more for one without a tier. */
  readonly tier: number;
}

/**
 * The model that a name comes to and those above it: of the same role and higher tiers, of each tier the first, as
 * `ROLE@TIER`. Nothing where the name comes to no model; that one alone where it is the name of an entry.
 */
export function rungsOf(unit: Unit, name: string, defaults: readonly Defaults[]): readonly Rung[] {
  const found = findEntry(unit, { name, at: [] }, defaults), { role } = wantedOf(name);
  if (found === "unknown") return [];
  if (found === "flawed") return [{ name, tier: UNTIERED }];
  const [taken, ...others] = found.origin?.among ?? [], own: Rung = { name, tier: taken ? rankOf(taken) : UNTIERED };
  const tiers = others.flatMap(({ tier }) => tier ?? []).filter((tier) => tier > own.tier);
  return [own, ...[...new Set(tiers)].sort().map((tier): Rung => ({ name: `${role}@${tier}`, tier }))];
}

/** A role, and the tier that a model should have at least. */
interface Wanted {
  readonly role: string;
  readonly tier: number;
}

/** `executor@2` is the model of that role with the lowest tier from 2 on, or else with the highest below. */
function wantedOf(name: string): Wanted {
  const [, role = name, tier] = /^(.+)@([123])$/.exec(name) ?? [];
  return { role, tier: tier === undefined ? 0 : Number(tier) };
}

/** A `loom.toml` as a unit of its own, on behalf of the spec. */
export function unitOf(unit: Unit, { source, located }: Defaults): Unit {
  return { ...unit, source, located, report: unit.findings.about(source) };
}

/** All names and roles that a spec may use. */
export function knownNames(unit: Unit, defaults: readonly Defaults[]): readonly string[] {
  const names = documentsOf(unit, defaults).flatMap(({ models = {} }) =>
    Object.entries(models).flatMap(([name, model]) => [name, ...rolesOf(model)])
  );
  return [...new Set(names)];
}

/** The roles of a model. */
export function rolesOf(model: ModelSpec): readonly string[] {
  return typeof model === "string" ? [] : [model.roles ?? []].flat();
}

/** A model in full. */
export function inFull(model: ModelSpec): ModelEntry {
  return typeof model === "string" ? { use: model } : model;
}

interface Document {
  readonly unit: Unit;
  readonly models: { readonly [name: string]: ModelSpec } | undefined;
  readonly source: Entry["source"];
}

function documentsOf(unit: Unit, defaults: readonly Defaults[]): readonly Document[] {
  return [
    { unit, models: unit.spec.models, source: "spec" },
    ...defaults.map((one): Document => ({ unit: unitOf(unit, one), models: one.value.models, source: "loom.toml" })),
  ];
}

function named({ unit, models, source }: Document, name: string): FoundEntry | "flawed" | undefined {
  const at = ["models", name];
  if (models && Object.hasOwn(models, name)) {
    const entry: Entry = { unit, at, entry: inFull(models[name]!), source };
    return source === "spec" ? { entry } : { entry, origin: { of: "model", name, source: unit.source.name } };
  }
  return isWritten(unit, at) || (isWritten(unit, ["models"]) && !models) ? "flawed" : undefined;
}

/** Behind every tier. */
const UNTIERED = 4;

/** Of several models with a role the one with the lowest tier that will do; one without a tier comes last. */
function withRole({ unit, models = {}, source }: Document, { role, tier: wanted }: Wanted): FoundEntry | undefined {
  const among = Object.entries(models).filter(([_, model]) => rolesOf(model).includes(role))
    .map(([entry, model]): RoleHolder => ({ entry, ...tierOf(model) }))
    .toSorted((a, b) => rankOf(a) - rankOf(b));
  const first = among.find((one) => rankOf(one) >= wanted) ??
    among.find((one) => rankOf(one) === rankOf(among.at(-1)!));
  if (!first) return undefined;
  return {
    entry: { unit, at: ["models", first.entry], entry: inFull(models[first.entry]!), source },
    origin: {
      of: "model",
      name: wanted === 0 ? role : `${role}@${wanted}`,
      source: unit.source.name,
      among: [first, ...among.filter((one) => one !== first)],
    },
  };
}

function rankOf({ tier = UNTIERED }: RoleHolder): number {
  return tier;
}

function tierOf(model: ModelSpec): { readonly tier?: number } {
  return typeof model === "string" || model.tier === undefined ? {} : { tier: model.tier };
}

/** Whether roles were wrong, and have been reported and left out. */
function hasFlawedRoles({ unit, models = {} }: Document): boolean {
  return Object.entries(models).some(([name, model]) =>
    rolesOf(model).length === 0 && isWritten(unit, ["models", name, "roles"])
  );
}
