import { usd } from "../../base/money.ts";
import { leftOf } from "../../engine/launch.ts";
import type { CodeState } from "../../kinds/refine_code/state.ts";
import { NOTHING, plus } from "../../kinds/refine_code/state.ts";
import type { Booking } from "../../plan/mod.ts";
import type { Purse } from "../../store/store.ts";
import type { Scene } from "../own_program.ts";
import type { BudgetNow } from "./context.ts";
import { spentOf } from "./spend.ts";

/** What a step has booked, and what budgets leave it. */
export class StepPurse {
  readonly #scene: Scene;
  readonly #reserve: Booking;
  #purses: readonly Purse[];
  #booked: Booking = NOTHING;

  private constructor(scene: Scene, reserve: Booking, purses: readonly Purse[]) {
    this.#scene = scene;
    this.#reserve = reserve;
    this.#purses = purses;
  }

  /** That of a step that is about to begin, its reservation accepted. */
  static async open(scene: Scene, reserve: Booking): Promise<StepPurse> {
    return new StepPurse(scene, reserve, await scene.store.purses(scene.run.id));
  }

  /** What was booked so far. */
  get booked(): Booking {
    return this.#booked;
  }

  /** Adds to it. */
  add(booking: Booking): void {
    this.#booked = plus(this.booked, booking);
  }

  /** Learns what runs inside the step have spent. */
  readonly lookAgain = async (): Promise<void> => {
    const { store, run } = this.#scene;
    this.#purses = await store.purses(run.id);
  };

  /** How far budgets are used now. The step's own reservation is its to spend. */
  now({ round }: Pick<CodeState, "round">): BudgetNow {
    const { booked } = this, left = leftOf(this.#purses), { spent, limits } = this.#purses[0]!;
    const of = (dimension: keyof Booking) => {
      const most = left[dimension] + this.#reserve[dimension] - booked[dimension];
      return Number.isFinite(most) ? Math.max(0, most) : null;
    };
    const dollars = of("usd"), { iterations } = limits;
    return {
      spent: { ...spentOf(plus(spent, booked)), iterations: round },
      remaining: {
        usd: dollars === null ? null : usd(dollars),
        tokens: of("tokens"),
        calls: of("calls"),
        iterations: iterations === undefined ? null : Math.max(0, iterations - round),
      },
    };
  }
}
