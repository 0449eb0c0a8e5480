import { readUsage } from "../../../models/openai/read_usage.ts";
import type { Spend } from "../spend.ts";
import type { CostOptions } from "./priced.ts";
import { fieldsOf, priced, textIn } from "./priced.ts";

/**
 * What an answer of the OpenAI SDK has cost: of chat completions, completions, embeddings and the Responses API. Prompt
 * tokens that came out of a cache, or were written to one, are counted at their own prices; where a router tells the cost
 * itself, that counts. The price is the maker's list price of ordinary processing, unless `price` or `usd` say otherwise.
 *
 * @example
 * ```ts
 * import { openaiCost } from "@loom/loom";
 * import assert from "node:assert/strict";
 *
 * const response = { model: "gpt-4o-2024-08-06", usage: { prompt_tokens: 1_000_000, completion_tokens: 1_000_000 } };
 * assert.deepEqual(openaiCost(response), { usd: 12.5, tokens: 2_000_000, calls: 1 });
 * assert.throws(() => openaiCost({ model: "gpt-4o" }), /it has no `usage`/);
 * ```
 *
 * @throws {RangeError} for an answer without `usage` and for a model whose price is not known: a cost is never guessed.
 */
export function openaiCost(response: unknown, options: CostOptions = {}): Spend {
  const { model, usage } = fieldsOf(response), { usage: read, cost } = readUsage(asChat(usage));
  return priced({
    provider: "openai",
    model: textIn(model),
    usage: read,
    ...(cost === undefined ? {} : { cost }),
    hint: "a stream tells it with `stream_options: {include_usage: true}`",
  }, options);
}

/** The Responses API tells the same under other names. */
function asChat(usage: unknown): unknown {
  const fields = fieldsOf(usage);
  if (fields["input_tokens"] === undefined) return usage;
  return {
    ...fields,
    prompt_tokens: fields["input_tokens"],
    completion_tokens: fields["output_tokens"],
    prompt_tokens_details: fields["input_tokens_details"],
    completion_tokens_details: fields["output_tokens_details"],
  };
}
