import type { Path } from "../spec/located.ts";
import { SAMPLER_NAMES } from "../spec/spec.ts";
import type { SamplerName, Samplers } from "../spec/spec.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";

/** The values that models make sense of, where that is narrower than what the language allows. */
const USUAL: { readonly [S in SamplerName]?: readonly [number, number] } = {
  temperature: [0, 2],
  frequency_penalty: [-2, 2],
  presence_penalty: [-2, 2],
  repetition_penalty: [0.5, 2],
};

/** Warns of numbers that are allowed and hardly meant, in the sampling of candidates and of the spec's own models. */
export function reportSamplers(unit: Unit): void {
  const { expand, models = {} } = unit.spec;
  reportUnusual(unit, expand?.sampling ?? {}, ["expand", "sampling"]);
  for (const [name, model] of Object.entries(models)) {
    if (typeof model === "object") reportUnusual(unit, model, ["models", name]);
  }
}

function reportUnusual(unit: Unit, samplers: Samplers<number | string>, at: Path): void {
  for (const name of SAMPLER_NAMES) {
    const value = samplers[name], [min, max] = USUAL[name] ?? [-Infinity, Infinity];
    if (typeof value !== "number" || (value >= min && value <= max)) continue;
    unit.report("unusual-sampler", spanAt(unit, [...at, name]), { name, value, usual: `${min} to ${max}` });
  }
}
