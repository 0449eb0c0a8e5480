import { readUsage } from "../../../models/anthropic/read_usage.ts";
import type { Price, Rates } from "../../../plan/mod.ts";
import type { Spend } from "../spend.ts";
import type { CostOptions } from "./priced.ts";
import { fieldsOf, priced, textIn } from "./priced.ts";

/** What writing to a cache costs, in times of the price of the prompt: for five minutes, and for an hour. */
const WRITTEN = 1.25, WRITTEN_FOR_AN_HOUR = 2;

/**
 * What an answer of the Anthropic SDK has cost. Prompt tokens that were read from a cache or written to one are counted at
 * their own prices. The price is the maker's list price of ordinary processing, unless `price` or `usd` say otherwise.
 *
 * @example
 * ```ts
 * import { anthropicCost } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const response = { model: "claude-haiku-4-5-20251001", usage: { input_tokens: 1_000_000, output_tokens: 200_000 } };
 * assert.deepEqual(anthropicCost(response), { usd: 2, tokens: 1_200_000, calls: 1 });
 * ```
 *
 * @throws {RangeError} for an answer without `usage` and for a model whose price is not known: a cost is never guessed.
 */
export function anthropicCost(response: unknown, options: CostOptions = {}): Spend {
  const { model, usage } = fieldsOf(response), told = fieldsOf(usage);
  const hours = fieldsOf(told["cache_creation"])["ephemeral_1h_input_tokens"];
  return priced({
    provider: "anthropic",
    model: textIn(model),
    usage: readUsage(told),
    billed: writing,
    // The table of tokens has one price for what is written; an hour costs more.
    beside: ({ input }) =>
      typeof hours === "number" ? Math.ceil(hours * input * (WRITTEN_FOR_AN_HOUR - WRITTEN) / 1e6) : 0,
    hint: "hand over the whole message",
  }, options);
}

function writing(price: Price): Price {
  const { long } = price;
  return { ...price, ...written(price), ...(long ? { long: { ...long, ...written(long) } } : {}) };
}

function written({ input }: Rates): Pick<Rates, "written"> {
  return { written: Math.round(input * WRITTEN) };
}
