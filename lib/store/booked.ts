import type { Booking } from "../plan/mod.ts";

/** The largest amount that is booked. A number holds it exactly, and a thousand of them fit into a column. */
export const MOST: number = Number.MAX_SAFE_INTEGER;

/** A booking that any ledger can take: a bill beyond all reason must not keep a paid result out of the journal. */
export function booked({ usd, tokens, calls }: Booking): Booking {
  return { usd: Math.min(usd, MOST), tokens: Math.min(tokens, MOST), calls: Math.min(calls, MOST) };
}
