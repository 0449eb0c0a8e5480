import type { Path } from "../spec/located.ts";
import type { BudgetSpec, StandingSpec } from "../spec/spec.ts";
import type { Defaults } from "./find_entry.ts";
import { unitOf } from "./find_entry.ts";
import type { PartOrigin } from "./origin.ts";
import type { Unit } from "./unit.ts";
import { isWritten } from "./unit.ts";

/** A part of a spec, wherever it is written. */
export interface Part<T> {
  /** What it says; absent: nothing, or what was wrong has been reported. */
  readonly value: T | undefined;
  /** The document it stands in, on behalf of the spec. */
  readonly unit: Unit;
  /** Where it is there. */
  readonly at: Path;
  /** Present when a `loom.toml` stands in for the spec. */
  readonly origin?: PartOrigin;
}

/** The budget of a spec, or else that of the nearest `loom.toml` with one for all specs. The two are never mixed. */
export function budgetPart(unit: Unit, defaults: readonly Defaults[]): Part<BudgetSpec> {
  return part(unit, { key: "budget", of: ({ budget }) => budget }, defaults);
}

/** The path that a spec saves its text to, or else that of the nearest `loom.toml` with one for all specs. */
export function savePart(unit: Unit, defaults: readonly Defaults[]): Part<string> {
  return part(unit, { key: "save", of: ({ save }) => save }, defaults);
}

interface Wanted<T> {
  readonly key: keyof StandingSpec;
  readonly of: (said: StandingSpec) => T | undefined;
}

function part<T>(unit: Unit, { key, of }: Wanted<T>, defaults: readonly Defaults[]): Part<T> {
  const own: Part<T> = { value: of(unit.spec), unit, at: [key] };
  if (isWritten(unit, own.at)) return own;
  for (const one of defaults) {
    const there = unitOf(unit, one), at = ["defaults", key], said = one.value.defaults ?? {};
    if (isWritten(there, at)) return { value: of(said), unit: there, at, origin: { of: key, source: one.source.name } };
  }
  return own;
}
