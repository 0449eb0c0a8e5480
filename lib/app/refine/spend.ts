import { NANO, nanos, usd as dollarsOf } from "../../base/money.ts";
import { nameOfValue } from "../../plan/begin.ts";
import type { Booking } from "../../plan/mod.ts";

/** What something costs, in people's units; what is left out is nothing. */
export interface Spend {
  /** Dollars. */
  readonly usd?: number;
  /** Prompt and generated tokens together. */
  readonly tokens?: number;
  /** Model calls. */
  readonly calls?: number;
}

/** What was spent: dollars, tokens, model calls. */
export interface Spending {
  /** Dollars. */
  readonly usd: number;
  /** Prompt and generated tokens together. */
  readonly tokens: number;
  /** Model calls. */
  readonly calls: number;
}

/**
 * An amount as the engine books it; a number is dollars. `of` says what it is, as in `the cost of step 3`. Throws a
 * RangeError for a number that is negative or not finite, a TypeError for anything else.
 */
export function bookingOf(amount: unknown, of: string): Booking {
  if (typeof amount === "number") return { usd: nanos(checked(amount, of, "usd")), tokens: 0, calls: 0 };
  if (typeof amount !== "object" || amount === null || Array.isArray(amount)) {
    throw new TypeError(`Cannot book ${of}: it is ${nameOfValue(amount)}; give dollars, or {usd, tokens, calls}`);
  }
  if (!isPlain(amount)) {
    const found = typeof (amount as { readonly then?: unknown }).then === "function" ? "a promise" : "no plain object";
    throw new TypeError(`Cannot book ${of}: it is ${found}; give dollars, or {usd, tokens, calls}`);
  }
  const { usd = 0, tokens = 0, calls = 0, ...more } = amount as Spend, [unknown] = Object.keys(more);
  if (unknown !== undefined) {
    throw new TypeError(`Cannot book ${of}: there is no \`${unknown}\` (known: usd, tokens, calls)`);
  }
  return {
    usd: nanos(checked(usd, of, "usd")),
    tokens: Math.ceil(checked(tokens, of, "tokens")),
    calls: Math.ceil(checked(calls, of, "calls")),
  };
}

/** What is not has no fields to read, and would be taken for nothing. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function checked(value: unknown, of: string, dimension: string): number {
  if (typeof value === "number" && value >= 0 && value <= (dimension === "usd" ? MOST_USD : Number.MAX_SAFE_INTEGER)) {
    return value;
  }
  if (typeof value !== "number") {
    throw new TypeError(`Cannot book ${of}: \`${dimension}\` is ${nameOfValue(value)}; ${GIVE}`);
  }
  throw new RangeError(`Cannot book ${of}: \`${dimension}\` is ${value}; ${GIVE}`);
}

const GIVE = "give a number from 0 on";

/** Dollars that can be counted in whole nano-dollars. */
const MOST_USD = Math.floor(Number.MAX_SAFE_INTEGER / NANO);

/** A booking in people's units. */
export function spentOf({ usd, tokens, calls }: Booking): Spending {
  return { usd: dollarsOf(usd), tokens, calls };
}
