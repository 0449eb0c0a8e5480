import { nanos } from "../../base/money.ts";
import type { Usage } from "../model.ts";

type Fields = { readonly [key: string]: unknown };

/** What a host tells of tokens and money; each part is absent where it does not. */
export interface Billed {
  /** Tokens. */
  readonly usage?: Usage;
  /** Nano-dollars. */
  readonly cost?: number;
}

/** Reads the `usage` of an answer. */
export function readUsage(told: unknown): Billed {
  const fields = fieldsOf(told), cost = costOf(fields);
  return { ...usageOf(fields), ...(cost === undefined ? {} : { cost: nanos(cost) }) };
}

function usageOf(told: Fields): Pick<Billed, "usage"> {
  const input = amount(told["prompt_tokens"]), total = amount(told["total_tokens"]);
  const answered = amount(told["completion_tokens"]) ?? (total === undefined ? undefined : 0);
  if (input === undefined || answered === undefined) return {};
  const reasoning = amount(fieldsOf(told["completion_tokens_details"])["reasoning_tokens"]);
  const cached = amount(fieldsOf(told["prompt_tokens_details"])["cached_tokens"]) ??
    amount(told["prompt_cache_hit_tokens"]);
  const written = amount(fieldsOf(told["prompt_tokens_details"])["cache_write_tokens"]);
  // Some hosts count reasoning beside the answer and not in it; the total tells.
  const isBeside = reasoning !== undefined && total === input + answered + reasoning;
  return {
    usage: {
      input,
      output: isBeside ? answered + reasoning : answered,
      ...(cached === undefined ? {} : { cached }),
      ...(written === undefined ? {} : { written }),
      ...(reasoning === undefined ? {} : { reasoning }),
    },
  };
}

/** Dollars; a router that uses its customer's own key at a provider tells its fee and the provider's bill apart. */
function costOf(told: Fields): number | undefined {
  const fee = amount(told["cost"]);
  if (fee === undefined || told["is_byok"] !== true) return fee;
  return fee + (amount(fieldsOf(told["cost_details"])["upstream_inference_cost"]) ?? 0);
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? value as Fields : {};
}

function amount(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : undefined;
}
