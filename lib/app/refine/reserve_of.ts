import type { Json } from "../../base/json.ts";
import type { CodeState } from "../../kinds/refine_code/state.ts";
import { dearer, stateAt } from "../../kinds/refine_code/state.ts";
import type { Booking } from "../../plan/mod.ts";
import type { Loop } from "./loop.ts";
import type { RefineOptions } from "./options.ts";
import type { Spend } from "./spend.ts";
import { bookingOf, spentOf } from "./spend.ts";
import { typed } from "./state_shape.ts";

/** Where a loop stands before a step. */
export interface BeforeStep {
  /** The state that the run began with. */
  readonly start: Json;
  readonly state: CodeState;
  /** The dearest step that was seen here, steps that failed included. */
  readonly seen: Booking;
}

/**
 * The most that the next step may cost. What is said is believed, also that a step costs less than one before it; what is
 * left out is as dear as ever. Whatever is said, a budget that is used up lets nothing begin that has cost before.
 */
export function reserveOf<S>({ options }: Loop<S>, { start, state, seen }: BeforeStep): Booking {
  const { reserve, state: shape } = options, dearest = dearer(state.dearest, seen), step = state.round + 1;
  if (reserve === undefined) return dearest;
  const of = `the \`reserve\` of step ${step}`;
  if (typeof reserve !== "function") return atLeast(reserve, { booking: bookingOf(reserve, of), dearest });
  const amount = told(of, () => {
    const current = typed(shape, stateAt(state, state.current.step, start));
    return reserve(current, { step, dearest: spentOf(dearest) });
  });
  return atLeast(amount, { booking: bookingOf(amount, of), dearest });
}

/** The error of a function that no step is made of would not say whose it is. */
function told<S>(
  of: string,
  ask: () => ReturnType<Extract<RefineOptions<S>["reserve"], (...asked: never) => unknown>>,
): number | Spend {
  try {
    return ask();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot tell ${of}: ${words}`, { cause: error });
  }
}

/** Nothing would never be refused, however far a budget is passed: what has cost before takes the least there is. */
function atLeast(
  amount: number | Spend,
  { booking, dearest }: { readonly booking: Booking; readonly dearest: Booking },
): Booking {
  const of = (dimension: keyof Booking) => {
    const isTold = typeof amount === "number" ? dimension === "usd" : amount[dimension] !== undefined;
    return isTold ? Math.max(booking[dimension], Math.min(1, dearest[dimension])) : dearest[dimension];
  };
  return { usd: of("usd"), tokens: of("tokens"), calls: of("calls") };
}
