import { nestHere } from "../nest.ts";
import type { Spend } from "../spend.ts";
import { anthropicCost } from "./anthropic_cost.ts";
import { openaiCost } from "./openai_cost.ts";
import type { CostOptions } from "./priced.ts";
import { fieldsOf } from "./priced.ts";

/**
 * Books what an answer of the OpenAI or Anthropic SDK has cost on the step of a loop that is running here, wherever in it
 * that is: `const answer = meter(await client.chat.completions.create(…))`. Gives the answer back.
 *
 * @throws {RangeError} outside of a step, and where the cost is not known: see {@link openaiCost}, {@link anthropicCost}.
 */
export function meter<R>(response: R, options: CostOptions = {}): R {
  const nest = nestHere();
  if (!nest) {
    throw new RangeError(
      "Cannot meter an answer: no step of a loop is running here; call it inside one, and await it there",
    );
  }
  nest.spend(costOf(response, options));
  return response;
}

function costOf(response: unknown, options: CostOptions): Spend {
  return fieldsOf(response)["type"] === "message" ? anthropicCost(response, options) : openaiCost(response, options);
}
