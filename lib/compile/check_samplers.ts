import type { ModelFacts } from "../plan/mod.ts";
import { NEUTRAL } from "../plan/neutral.ts";
import type { Path } from "../spec/located.ts";
import { SAMPLER_NAMES } from "../spec/spec.ts";
import type { SamplerName, Samplers } from "../spec/spec.ts";
import type { Models } from "./models.ts";
import type { Unit } from "./unit.ts";
import { keyAt, spanAt } from "./unit.ts";

/** The values that models make sense of, where that is narrower than what the language allows. */
const USUAL: { readonly [S in SamplerName]?: readonly [number, number] } = {
  temperature: [0, 2],
  frequency_penalty: [-2, 2],
  presence_penalty: [-2, 2],
  repetition_penalty: [0.5, 2],
};

/** Warns of numbers that are allowed and hardly meant, in the sampling of candidates and of the spec's own models. */
export function reportSamplers(unit: Unit): void {
  const { spec: { models = {} }, drawing } = unit;
  if (drawing) reportUnusual(unit, drawing.value ?? {}, drawing.at);
  for (const [name, model] of Object.entries(models)) {
    if (typeof model === "object") reportUnusual(unit, model, ["models", name]);
  }
}

/** Warns of numbers that are allowed and hardly meant. */
export function reportUnusual(unit: Unit, samplers: Samplers<number | string>, at: Path): void {
  for (const name of SAMPLER_NAMES) {
    const value = samplers[name], [min, max] = USUAL[name] ?? [-Infinity, Infinity];
    if (typeof value !== "number" || (value >= min && value <= max)) continue;
    unit.report("unusual-sampler", spanAt(unit, [...at, name]), { name, value, usual: `${min} to ${max}` });
  }
}

/** A model and the samplers that are set for it. */
export interface Sampled {
  /** The name that the spec uses. */
  readonly name: string;
  /** What is known of it. */
  readonly facts: ModelFacts;
  /** Numbers, or expressions for them. */
  readonly samplers: Samplers<number | string>;
  /** Where they are set. */
  readonly at: Path;
}

/** Reports samplers that a model's host does not have, and warns of those that it does not take itself. */
export function reportUntaken(
  unit: Unit,
  { name: model, facts: { id: use, refuses, ignores }, ...set }: Sampled,
): void {
  for (const name of SAMPLER_NAMES) {
    const value = set.samplers[name], code = refuses?.includes(name) ? "refused-sampler" : "ignored-sampler";
    if (value === undefined || value === NEUTRAL[name]) continue;
    if (code === "ignored-sampler" && !ignores?.includes(name)) continue;
    unit.report(code, keyAt(unit, [...set.at, name]), { name, model, use });
  }
}

/** The same for the sampling of candidates, which all of its models share. */
export function reportUntakenByAny(unit: Unit, names: ReadonlySet<string>, models: Models): void {
  const { value: samplers = {}, at } = unit.drawing ?? { at: [], value: {} };
  for (const name of names) {
    const facts = models.get(name)?.facts;
    if (facts) reportUntaken(unit, { name, facts, samplers, at });
  }
}
