import type { Price, Rates } from "./model_facts.ts";

/** Tokens of one call. */
export interface Tokens {
  /** Of the prompt, those read from a cache or written to one included. */
  readonly input: number;
  /** Generated, reasoning included. */
  readonly output: number;
}

/** Tokens of one call as a provider bills them. */
export interface BilledTokens extends Tokens {
  /** Those of the prompt that were read from a cache. Default 0. */
  readonly cached?: number;
  /** Those of the prompt that were written to a cache. Default: all that were not read from it. */
  readonly written?: number;
}

/** What a token costs at most in a call with a prompt of so many tokens. */
export function dearest(price: Price, input: number): { readonly input: number; readonly output: number } {
  const rates = ratesOf(price, input);
  return { input: Math.max(rates.input, rates.written ?? 0), output: rates.output };
}

/** The most that a call can cost, in nano-dollars: nothing is counted on to be in a cache. */
export function mostCost(price: Price, { input, output }: Tokens): number {
  const rates = dearest(price, input);
  return Math.ceil((input * rates.input + output * rates.output) / 1e6);
}

/** What a call cost, in nano-dollars. Where it is not told how much of the prompt was written to a cache, as if all was. */
export function spentCost(price: Price, { input, output, cached = 0, written }: BilledTokens): number {
  const rates = ratesOf(price, input), read = Math.min(cached, input), left = input - read;
  const kept = rates.written === undefined ? 0 : Math.min(written ?? left, left);
  const prompt = read * (rates.cached ?? rates.input) + kept * (rates.written ?? 0) + (left - kept) * rates.input;
  return Math.ceil((prompt + output * rates.output) / 1e6);
}

function ratesOf(price: Price, input: number): Rates {
  return price.long && input > price.long.over ? price.long : price;
}
