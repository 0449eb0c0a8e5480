/** The wall and the books of a run and of its ancestors. */
import type { Booking, Entry } from "../../plan/mod.ts";
import { booked } from "../booked.ts";
import type { MemoryRun } from "./state.ts";

/** No money, no tokens, no calls. */
export const NOTHING: Booking = { usd: 0, tokens: 0, calls: 0 };

const DIMENSIONS = ["usd", "tokens", "calls"] as const;

/** All or nothing, for the run and every ancestor; dimensions of which nothing is reserved are not looked at. */
export function reserve(run: MemoryRun, { seq, booking = NOTHING }: Entry): boolean {
  const passes = run.family.every(({ limits, spent, reserved }) =>
    DIMENSIONS.every((d) => booking[d] === 0 || spent[d] + reserved[d] + booking[d] <= (limits[d] ?? Infinity))
  );
  if (!passes) return false;
  for (const member of run.family) member.reserved = plus(member.reserved, booking, 1);
  run.flights.set(seq, booking);
  return true;
}

/** Books what a row says was spent; a reservation is given back once. */
export function settle(run: MemoryRun, { ref, booking = NOTHING }: Entry): void {
  if (ref === undefined) return;
  const held = run.flights.get(ref) ?? NOTHING;
  run.flights.delete(ref);
  for (const member of run.family) {
    member.reserved = plus(member.reserved, held, -1);
    member.spent = booked(plus(member.spent, booking, 1));
  }
}

function plus(a: Booking, b: Booking, sign: 1 | -1): Booking {
  return { usd: a.usd + sign * b.usd, tokens: a.tokens + sign * b.tokens, calls: a.calls + sign * b.calls };
}
