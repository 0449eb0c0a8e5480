import type { Json } from "../base/json.ts";

/** How the next token is drawn. Absent: the model's own default. */
export interface Sampling {
  /** 0 is greedy, 1 the model's own distribution. */
  readonly temperature?: number;
  /** Keep the smallest set of tokens whose probabilities reach this sum, 0 to 1. */
  readonly top_p?: number;
  /** Keep this many of the likeliest tokens. */
  readonly top_k?: number;
  /** Keep tokens at least this share as likely as the likeliest, 0 to 1. */
  readonly min_p?: number;
  /** Locally typical sampling, 0 to 1. */
  readonly typical_p?: number;
  /** Added cost for tokens by how often they occurred, -2 to 2. */
  readonly frequency_penalty?: number;
  /** Added cost for tokens that occurred at all, -2 to 2. */
  readonly presence_penalty?: number;
  /** Divides the scores of tokens that occurred; 1 is off. */
  readonly repetition_penalty?: number;
  /** What only the provider understands, passed through as it is. */
  readonly extra?: { readonly [key: string]: Json };
}

/** The numeric fields of {@link Sampling}, in the order people write them. */
export const SAMPLERS = [
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "typical_p",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
] as const;

/** A numeric field of {@link Sampling}. */
export type Sampler = typeof SAMPLERS[number];

/** The least and the greatest that a sampler can be; what an expression gives beyond them is moved to them. */
export const SAMPLER_RANGES: { readonly [S in Sampler]?: readonly [number, number] } = {
  temperature: [0, Infinity],
  top_p: [0, 1],
  top_k: [0, Infinity],
  min_p: [0, 1],
  typical_p: [0, 1],
  repetition_penalty: [0, Infinity],
};

/** The most tokens that a candidate can be given. */
export const MOST_TOKENS = 1_000_000;
