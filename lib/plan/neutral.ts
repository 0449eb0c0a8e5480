import type { Sampler } from "./sampling.ts";

/** The values that change nothing: they are the same as saying nothing. */
export const NEUTRAL: { readonly [S in Sampler]: number } = {
  temperature: 1,
  top_p: 1,
  top_k: 0,
  min_p: 0,
  typical_p: 1,
  frequency_penalty: 0,
  presence_penalty: 0,
  repetition_penalty: 1,
};
