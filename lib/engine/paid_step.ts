import { ModelError } from "../models/model.ts";
import type { Booking, Call } from "../plan/mod.ts";
import type { Flight } from "./flight.ts";
import { returned } from "./launch.ts";
import type { Left, Prepared } from "./paid.ts";
import type { StepTill } from "./till.ts";
import { checkSpent } from "./till.ts";

/** A function of a user that costs something, ready to be called. `open` opens a till for an attempt. */
export function prepareStep(flight: Flight, open: () => StepTill): Prepared {
  const { body, key } = flight, { reserve = NOTHING } = flight.effect as Call;
  checkSpent(reserve, `the reservation of \`${key}\``);
  const bound: Booking = {
    usd: Math.ceil(reserve.usd),
    tokens: Math.ceil(reserve.tokens),
    calls: Math.ceil(reserve.calls),
  };
  return {
    output: 0,
    bound: () => bound,
    affordable: (left) => fits(bound, left) ? 0 : -1,
    make: async ({ signal }) => {
      const till = flight.till = open(), value: unknown = await body!(signal, till);
      return { outcome: returned(key, value), spend: till.booked ?? NOTHING };
    },
    wasted: (error, reserved) =>
      flight.till?.booked ?? (error instanceof ModelError && !error.mayBill ? NOTHING : reserved),
  };
}

/** What a step books that books nothing. */
const NOTHING: Booking = { usd: 0, tokens: 0, calls: 0 };

function fits({ usd, tokens, calls }: Booking, left: Left): boolean {
  // A dimension that a step does not use is no obstacle, however far it is passed.
  return (usd <= 0 || usd <= left.usd) && (tokens <= 0 || tokens <= left.tokens) && (calls <= 0 || calls <= left.calls);
}
