import type { Abilities, ModelFacts } from "../../plan/mod.ts";
import type { Told } from "./told.ts";

/** What is taken to be true of a model, and what of it its entry says. */
export interface Declared {
  /** All that is taken to be true. */
  readonly facts: ModelFacts;
  /** Keys of its entry. */
  readonly keys: readonly string[];
  /** Abilities that its entry says. */
  readonly abilities: Partial<Abilities>;
}

/**
 * Lines of TOML for the entry of a model, so that it says what its server says. Nothing where they agree, and where the
 * entry asks on purpose for less than there is.
 */
export function settingsTold(told: Told, declared: Declared): readonly string[] {
  return [
    ...hostLine(told),
    ...contextLine(told, declared),
    ...outputLine(told, declared),
    ...priceLine(told, declared),
    ...abilitiesLine(told, declared),
  ];
}

function hostLine({ host }: Told): readonly string[] {
  return host === undefined ? [] : [`host = "${host}"`];
}

function contextLine({ context, holds = Infinity, gives }: Told, { facts, keys }: Declared): readonly string[] {
  if (context !== undefined) {
    return isOff(context, facts.context, keys.includes("context")) ? [`context = ${context}`] : [];
  }
  if (facts.context !== undefined) return facts.context > holds ? [`context = ${holds}`] : [];
  if (gives !== undefined) return [`context = ${gives}`];
  return holds === Infinity ? [] : [`context = ${holds}  # the most: it takes memory for all of it`];
}

function outputLine({ maxOutput }: Told, { facts, keys }: Declared): readonly string[] {
  if (maxOutput === undefined || !isOff(maxOutput, facts.maxOutput, keys.includes("max_output"))) return [];
  return [`max_output = ${maxOutput}`];
}

/** Whether what is taken to be true is not what a server says; to ask for less is fine where it is written down. */
function isOff(told: number, taken: number | undefined, written: boolean): boolean {
  return taken === undefined || taken > told || (taken < told && !written);
}

/** What is reserved for a call must never be less than it may cost. */
function priceLine({ price: told }: Told, { facts: { price, local } }: Declared): readonly string[] {
  if (!told || (local && !price)) return [];
  if (price && price.input >= told.input && price.output >= told.output) return [];
  return [`price = { input = ${dollars(told.input)}, output = ${dollars(told.output)} }`];
}

function dollars(nanos: number): number {
  return nanos / 1e9;
}

/** A table is written whole: what the entry says already stays in it. */
function abilitiesLine({ supports }: Told, { facts, abilities }: Declared): readonly string[] {
  const off = Object.entries(supports).filter(([ability, can]) => facts.supports[ability as keyof Abilities] !== can);
  if (off.length === 0) return [];
  const all = Object.entries({ ...abilities, ...Object.fromEntries(off) });
  return [`abilities = { ${all.map(([ability, can]) => `${ability} = ${can}`).join(", ")} }`];
}
