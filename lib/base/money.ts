/** Money is a whole number of nano-dollars (10⁻⁹ USD): exact sums, and room for eight million dollars. */
export type Nano = number;

/** Nano-dollars in one dollar. */
export const NANO = 1e9;

/** Dollars as nano-dollars, rounded up, so that a bound stays a bound. */
export function nanos(usd: number): Nano {
  const exact = usd * NANO, below = Math.floor(exact);
  // What a binary fraction adds to whole nano-dollars is not money.
  return below / NANO === usd ? below : Math.ceil(exact - 1e-6);
}

/** Nano-dollars as dollars. */
export function usd(nano: Nano): number {
  return nano / NANO;
}

/** Money for people: `$0.50`, `$0.0012`, `$0` — two decimals, or four under ten cents, never rounded down to nothing. */
export function formatUsd(nano: Nano): string {
  if (nano === 0) return "$0";
  const dollars = Math.abs(nano / NANO), sign = nano < 0 ? "-" : "";
  if (dollars < 0.0001) return `${sign}<$0.0001`;
  return `${sign}$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;
}
