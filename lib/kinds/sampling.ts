/** How the next token is drawn and how many there may be, where a plan says it in expressions. */
import type { Json } from "../base/json.ts";
import type { Values } from "../expr/evaluate.ts";
import type { PlanModel, Sampler, Sampling } from "../plan/mod.ts";
import { SAMPLERS } from "../plan/mod.ts";
import { MOST_TOKENS, SAMPLER_RANGES } from "../plan/sampling.ts";
import type { Evaluating } from "./value_of.ts";
import { numberOf } from "./value_of.ts";

/** What a plan says of drawing tokens. */
export interface Drawing {
  /** The field of the spec that holds it: `expand`. */
  readonly field: string;
  /** Expression: the most tokens. */
  readonly maxTokens: string;
  /** Sampler → expression. */
  readonly sampling: { readonly [S in Sampler]?: string };
  /** What only the provider understands. */
  readonly extra?: { readonly [key: string]: Json };
}

/** The most tokens of a text. */
export function tokensOf(round: Evaluating, { field, maxTokens: expression }: Drawing, values: Values): number {
  const tokens = numberOf(round, { field: `${field}.max_tokens`, expression }, values);
  return within([1, MOST_TOKENS], Math.round(tokens));
}

/** The plan's sampling wins over the model's own defaults. */
export function samplingOf(
  round: Evaluating,
  { field, sampling: asked, extra: more, model }: Drawing & { readonly model: PlanModel },
  values: Values,
): Sampling {
  const sampling: { -readonly [S in Sampler]?: number } = {};
  for (const sampler of SAMPLERS) {
    const expression = asked[sampler], value = model.sampling[sampler];
    if (expression !== undefined) {
      const number = numberOf(round, { field: `${field}.sampling.${sampler}`, expression }, values);
      sampling[sampler] = within(SAMPLER_RANGES[sampler] ?? ANY, number);
    } else if (value !== undefined) sampling[sampler] = value;
  }
  const extra = { ...model.extra, ...more };
  return Object.keys(extra).length > 0 ? { ...sampling, extra } : sampling;
}

const ANY = [-Infinity, Infinity] as const;

/** A number, or the bound that it passes: an expression may overshoot a little, and a provider refuses that. */
function within([min, max]: readonly [number, number], number: number): number {
  return Math.min(max, Math.max(min, number));
}
