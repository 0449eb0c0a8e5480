/**
 * The schema of models and of how they draw tokens.
 *
 * @module
 */
import { z } from "zod";
import { parseRate } from "../base/rate.ts";
import {
  either,
  FILE_PATH,
  JSON_VALUE,
  LITERALS,
  map,
  named,
  numeric,
  oneOf,
  quantity,
  SECRET,
  several,
  SIZE,
  text,
  TEXT_OR_SECRET,
  textLike,
  whole,
} from "./schema_parts.ts";
import type { Bounds } from "./schema_parts.ts";
import { ABILITY_NAMES, COUNTER_NAMES, EMULATE_NAMES, SAMPLER_NAMES } from "./spec.ts";
import type { ModelSpec, SamplerName, SamplingSpec } from "./spec.ts";

/** What no provider accepts in a sampler; what is merely unusual is a warning of the compiler. */
export const SAMPLER_BOUNDS: Readonly<Record<SamplerName, Bounds>> = {
  temperature: { min: 0 },
  top_p: { min: 0, max: 1 },
  top_k: { min: 0 },
  min_p: { min: 0, max: 1 },
  typical_p: { min: 0, max: 1 },
  frequency_penalty: {},
  presence_penalty: {},
  repetition_penalty: { min: 0 },
};

/** How long a candidate may be, in tokens. */
export const MAX_TOKENS: Bounds = { min: 1, max: 1_000_000, whole: true };

/** What each sampler does. */
const SAMPLER_ABOUT: Readonly<Record<SamplerName, string>> = {
  temperature: "How freely tokens are drawn: 0 takes the likeliest, 1 is the model's own distribution.",
  top_p: "Draw from the smallest set of tokens whose probabilities reach this sum, 0 to 1.",
  top_k: "Draw from this many of the likeliest tokens.",
  min_p: "Draw from tokens at least this share as likely as the likeliest, 0 to 1.",
  typical_p: "Locally typical sampling, 0 to 1.",
  frequency_penalty: "Makes tokens less likely by how often they occurred, -2 to 2.",
  presence_penalty: "Makes tokens less likely that occurred at all, -2 to 2.",
  repetition_penalty: "Divides the scores of tokens that occurred; 1 is off.",
};

/** One schema for each sampler, made from its bounds. */
export function samplers<T extends z.ZodType>(
  make: (bounds: Bounds) => T,
): { readonly [S in SamplerName]: z.ZodExactOptional<T> } {
  const entries = SAMPLER_NAMES.map((name) =>
    [name, make(SAMPLER_BOUNDS[name]).describe(SAMPLER_ABOUT[name]).exactOptional()] as const
  );
  return Object.fromEntries(entries) as { readonly [S in SamplerName]: z.ZodExactOptional<T> };
}

/** A model by its name. */
export const MODEL_NAME: z.ZodString = text("the name of a model").min(1, { error: "the name of a model" });

/** How often an answer that cannot be read is asked for. */
export const ATTEMPTS: z.ZodExactOptional<z.ZodNumber> = whole(1, 10).describe(
  "How often it is asked before an answer that cannot be read fails the step. 2 unless said.",
).exactOptional();

/** How long an answer to a question may be. */
export const ANSWER_TOKENS: z.ZodExactOptional<z.ZodNumber> = whole(1, 1_000_000).describe(
  "The longest answer, in tokens, thinking included. 1024 unless said.",
).exactOptional();

/** How tokens of candidates are drawn. */
export const SAMPLING: z.ZodType<SamplingSpec> = map({
  ...samplers((bounds) => quantity(bounds)),
  extra: LITERALS.describe("Settings that only the provider understands, passed through as they are.")
    .exactOptional(),
}, "a map of samplers, such as `{temperature: 0.9}`");

const A_RATE = "calls and a stretch of time, such as `60/m` or `10/30s`";

/** Dollars for a million tokens: far above every price there is, and far below what sums of calls can hold. */
const DOLLARS: Bounds = { min: 0, max: 100_000 };

const PRICE = map({
  input: numeric(DOLLARS).describe("Dollars for a million prompt tokens."),
  output: numeric(DOLLARS).describe("Dollars for a million generated tokens, reasoning included."),
  cached: numeric(DOLLARS).describe("Dollars for a million prompt tokens read from a cache. Default: as `input`.")
    .exactOptional(),
}, "`{input: 1.25, output: 10}`, dollars for a million tokens");

const abilities = Object.fromEntries(
  ABILITY_NAMES.map((name) => [name, z.boolean({ error: "`true` or `false`" }).exactOptional()]),
) as { [A in typeof ABILITY_NAMES[number]]: z.ZodExactOptional<z.ZodBoolean> };

const RATE = z.string({ error: A_RATE }).refine((text) => parseRate(text) !== undefined, { error: A_RATE });

const MODEL_EXPECTED = "`provider/model`, or a map with `use`";

const ROLE = textLike(/^[A-Za-z][A-Za-z0-9_-]*$/, "the name of a role, such as `judge`");

const USE = textLike(/^[A-Za-z0-9_-]+\/\S+$/, "`provider/model`, such as `ngram/builtin`");

/** A model: `provider/model`, or that with settings. */
export const MODEL: z.ZodType<ModelSpec> = either(
  MODEL_EXPECTED,
  USE,
  z.looseObject({
    use: USE.describe("`provider/model`, such as `openai/gpt-5.2`, `ollama/qwen3:32b` or `ngram/builtin`."),
    base_url: TEXT_OR_SECRET.describe("Where the provider is, when that is not its usual place.").exactOptional(),
    key: SECRET.describe("The provider's key, by name.").exactOptional(),
    headers: named(TEXT_OR_SECRET, { key: text(), expected: "a map of headers" })
      .describe("Headers of every request.").exactOptional(),
    ...samplers((bounds) => numeric(bounds)),
    price: PRICE.describe("What it costs, where that is not known or not true.").exactOptional(),
    context: SIZE.describe("The most tokens of prompt and answer together.").exactOptional(),
    max_output: SIZE.describe("The most tokens of an answer, reasoning included.").exactOptional(),
    counter: oneOf(...COUNTER_NAMES).describe("How it cuts a text into tokens: `bytes` is a bound that always holds.")
      .exactOptional(),
    roles: either("the name of a role, or a list of them", ROLE, several(ROLE, "at least one role"))
      .describe("What it is there for, such as `judge`: specs may name it by each of these.").exactOptional(),
    tier: whole(1, 3).describe("Its place among models of the same role: the lowest is taken.").exactOptional(),
    concurrency: whole(1, 10_000).describe("The most calls in flight at a time.").exactOptional(),
    rate: RATE.describe("The most calls that begin in a stretch of time: `60/m`, `10/30s`.").exactOptional(),
    abilities: map(abilities, "a map of abilities")
      .describe("What it can do, where that is not known or not true.").exactOptional(),
    emulate: oneOf(...EMULATE_NAMES)
      .describe("How it is made to continue texts, where it only answers messages: by its abilities unless said.")
      .exactOptional(),
    extra: LITERALS.describe("Settings that only the provider understands, passed through.").exactOptional(),
    files: either("a path, or a list of paths", FILE_PATH, several(FILE_PATH, "at least one path"))
      .describe("Of `ngram`: the texts it learns from, in place of the built-in ones.").exactOptional(),
    order: JSON_VALUE.describe("Of `ngram`: how many tokens it looks at, the next one included.").exactOptional(),
    replies: JSON_VALUE.describe("Of `scripted`: what it answers, in turn.").exactOptional(),
    rules: JSON_VALUE.describe("Of `scripted`: what it answers to prompts that fit.").exactOptional(),
  }, { error: MODEL_EXPECTED }),
).meta({ id: "model", description: "A language model. Keys beside these are settings of its provider." });
