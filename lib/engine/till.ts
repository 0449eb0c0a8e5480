import type { Booking, ChildEnd, Errand, Spent, Till } from "../plan/mod.ts";
import type { Children } from "./children.ts";
import type { Flight } from "./flight.ts";
import { ProgramError } from "./turn.ts";

const DIMENSIONS = ["usd", "tokens", "calls"] as const;

/** What one attempt of a step has booked, and the runs it has started. */
export class StepTill implements Till {
  readonly #flight: Flight;
  readonly #children: Children;
  #booked: Booking | undefined;

  constructor(flight: Flight, children: Children) {
    this.#flight = flight;
    this.#children = children;
  }

  /** What was booked so far; undefined: nothing was. */
  get booked(): Booking | undefined {
    return this.#booked;
  }

  spend(amount: Spent): void {
    const { key, effect } = this.#flight;
    if (effect.do !== "call" || !effect.reserve) {
      throw new ProgramError(`Cannot book what \`${key}\` costs: it is not metered; run it with \`metered\``);
    }
    if (this.#flight.down || this.#flight.till !== this) {
      throw new ProgramError(`Cannot book what \`${key}\` costs: the step is over, and what it cost is in the journal`);
    }
    checkSpent(amount, `what \`${key}\` costs`);
    const { usd, tokens, calls } = this.#booked ?? { usd: 0, tokens: 0, calls: 0 };
    this.#booked = {
      usd: usd + Math.ceil(amount.usd ?? 0),
      tokens: tokens + Math.ceil(amount.tokens ?? 0),
      calls: calls + Math.ceil(amount.calls ?? 0),
    };
  }

  run(errand: Errand): Promise<ChildEnd> {
    return this.#children.send(this.#flight, errand, this);
  }
}

/** Throws a RangeError for amounts that are none: negative, not finite, or no numbers. */
export function checkSpent(amount: Spent, what: string): void {
  for (const dimension of DIMENSIONS) {
    const value = amount[dimension];
    if (value === undefined || (typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER)) continue;
    throw new RangeError(`Cannot book ${what}: \`${dimension}\` is ${String(value)}; give a number from 0 on`);
  }
}
