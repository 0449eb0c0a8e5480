import { nanos } from "../../../base/money.ts";
import { builtInPrice } from "../../../models/prices.ts";
import type { Usage } from "../../../models/model.ts";
import type { Price } from "../../../plan/mod.ts";
import { spentCost } from "../../../plan/price.ts";
import { bookingOf, spentOf } from "../spend.ts";
import type { Spend } from "../spend.ts";

/** What tokens of a model cost, in dollars for a million of them. */
export interface PricePerMillion {
  /** Prompt tokens. */
  readonly input: number;
  /** Generated tokens, reasoning included. */
  readonly output: number;
  /** Prompt tokens that were read from a cache. Default: as `input`. */
  readonly cached?: number;
  /** Prompt tokens that were written to a cache. Default: as `input`. */
  readonly written?: number;
}

/** What is known of an answer beside itself. */
export interface CostOptions {
  /** Name of the model. Default: the one that the answer says it is of. */
  readonly model?: string;
  /** What its tokens cost. Default: the maker's list price, where it is known. */
  readonly price?: PricePerMillion;
  /** What the answer cost, in dollars: nothing is worked out then. */
  readonly usd?: number;
}

/** What an answer tells of itself. */
export interface Bill {
  /** Whose list prices hold. */
  readonly provider: "openai" | "anthropic";
  /** The model that the answer says it is of. */
  readonly model: string | undefined;
  /** Tokens as billed; undefined where it tells none. */
  readonly usage: Usage | undefined;
  /** Nano-dollars, where its host tells them. */
  readonly cost?: number;
  /** The price as its maker bills it, beside the table. */
  readonly billed?: (price: Price) => Price;
  /** What is billed beside tokens by the table, in nano-dollars. */
  readonly beside?: (price: Price) => number;
  /** How to make a host tell what it has used. */
  readonly hint: string;
}

/** What an answer cost. Throws a RangeError where that is not known: a cost is never guessed. */
export function priced(bill: Bill, { model = bill.model, price, usd }: CostOptions): Spend {
  const { usage } = bill, named = model === undefined ? "an answer" : `an answer of \`${model}\``;
  const counted = { tokens: usage ? usage.input + usage.output : 0, calls: 1 };
  if (usd !== undefined) return { ...people(bookingOf(usd, `what ${named} cost`)), ...counted };
  if (!usage) {
    throw new RangeError(`Cannot tell what ${named} cost: it has no \`usage\`; ${bill.hint}, or give \`usd\``);
  }
  if (bill.cost !== undefined && !price) return { usd: bill.cost / 1e9, ...counted };
  const known = price ? own(price) : model === undefined ? undefined : builtInPrice(bill.provider, model);
  if (!known) {
    throw new RangeError(
      `Cannot tell what ${named} cost: its price is not known; give \`price: {input, output}\` in dollars for a million tokens, or \`usd\``,
    );
  }
  const whole = price ? known : bill.billed?.(known) ?? known, beside = price ? 0 : bill.beside?.(known) ?? 0;
  return { usd: (spentCost(whole, { written: 0, ...usage }) + beside) / 1e9, ...counted };
}

function people(booking: Parameters<typeof spentOf>[0]): { readonly usd: number } {
  return { usd: spentOf(booking).usd };
}

function own({ input, output, cached, written }: PricePerMillion): Price {
  const rate = (dollars: number, name: string) => {
    if (dollars >= 0 && dollars < Infinity) return nanos(dollars);
    throw new RangeError(
      `Cannot tell what an answer cost: \`price.${name}\` is ${dollars}; give dollars for a million tokens`,
    );
  };
  return {
    input: rate(input, "input"),
    output: rate(output, "output"),
    ...(cached === undefined ? {} : { cached: rate(cached, "cached") }),
    ...(written === undefined ? {} : { written: rate(written, "written") }),
    source: "given",
  };
}

/** An object's fields; none of what is no object. */
export function fieldsOf(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null ? value as { readonly [key: string]: unknown } : {};
}

/** A text that is not empty. */
export function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
