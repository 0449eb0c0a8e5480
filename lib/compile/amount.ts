/**
 * Calls and what they can use at most, and how such amounts add up.
 *
 * @module
 */
import type { Nano } from "../base/money.ts";
import type { Fit, ModelFacts } from "../plan/mod.ts";
import { dearest } from "../plan/price.ts";

/** Calls and what they can use at most. */
export interface Amount {
  /** Model calls; null: not known beforehand. */
  readonly calls: number | null;
  /** Prompt tokens; null: not known beforehand. */
  readonly input: number | null;
  /** Generated tokens; null: not known beforehand. */
  readonly output: number | null;
  /** Null: not known beforehand, or a price is not known. */
  readonly usd: Nano | null;
}

/** No calls at all. */
export const NO_CALLS: Amount = { calls: 0, input: 0, output: 0, usd: 0 };

/** Tokens of the words around a judged text and of the form of a conversation, of the answer's shape, around a candidate. */
export const AROUND = { question: 264, shape: 1_200, candidate: 16 } as const;

/** Another tokenizer may cut a text into more tokens: so many times as many are taken for the worst case. */
export const RECUT = 2;

/** What calls can cost at most, by the price of their model. */
export function priced(tokens: Omit<Amount, "usd">, facts: ModelFacts): Amount {
  const { price, local } = facts, { calls, input, output } = tokens;
  if (!price) return { ...tokens, usd: local ? 0 : null };
  // All calls of a step are alike; where their prompts are of any length, they may be long ones.
  const rates = dearest(price, input === null ? Infinity : input / Math.max(1, calls ?? 1));
  const cost = (count: number | null, per: number) => per === 0 ? 0 : count === null ? null : count * per / 1e6;
  const usd = plus(cost(input, rates.input), cost(output, rates.output));
  return { ...tokens, usd: usd === null ? null : Math.ceil(usd) };
}

/** Whether calls of a model cost something, as far as that is known. */
export type Priced = "priced" | "free" | "unpriced";

/** free: it runs here and costs nothing; unpriced: what it costs is not known. */
export function pricedAs({ price, local }: ModelFacts): Priced {
  if (price) return price.input + price.output > 0 ? "priced" : "free";
  return local ? "free" : "unpriced";
}

/** Where a text is cut by an estimate, a model may read more tokens than were asked for. */
export function tokensIn({ head = 0, tail }: Fit, { estimate }: ModelFacts): number {
  return (head + tail) * (estimate === undefined ? 1 : RECUT);
}

/** The sum, where both are known. */
export function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** So many times as many. */
export function scaled(count: number | null, by: number): number | null {
  return count === null ? null : count * by;
}

/** The sum of all, where all are known. */
export function total(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>(plus, 0);
}

/** The greatest, where all are known. */
export function most(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>((a, b) => a === null || b === null ? null : Math.max(a, b), 0);
}

/** The least of those that are known; null where none is. */
export function least(bounds: readonly (number | null)[]): number | null {
  const known = bounds.filter((bound) => bound !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

/** All of these amounts. */
export function sum(amounts: readonly Amount[]): Amount {
  return over(amounts, total);
}

/** The greatest of these amounts, in every dimension by itself. */
export function greatest(amounts: readonly Amount[]): Amount {
  return over(amounts, most);
}

function over(amounts: readonly Amount[], fold: (counts: readonly (number | null)[]) => number | null): Amount {
  return {
    calls: fold(amounts.map(({ calls }) => calls)),
    input: fold(amounts.map(({ input }) => input)),
    output: fold(amounts.map(({ output }) => output)),
    usd: fold(amounts.map(({ usd }) => usd)),
  };
}

/** An amount so many times; null for any number of times. */
export function times({ calls, input, output, usd }: Amount, rounds: number | null): Amount | null {
  if (rounds === null) return null;
  return {
    calls: scaled(calls, rounds),
    input: scaled(input, rounds),
    output: scaled(output, rounds),
    usd: scaled(usd, rounds),
  };
}
