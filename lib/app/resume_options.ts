import type { Plan } from "../plan/mod.ts";
import type { BudgetOptions, StartOptions } from "./loom_options.ts";
import type { AnyProgram } from "./own_program.ts";

/** How a run is resumed. */
export interface ResumeOptions {
  /** The program, for a run of your own that was not named to `openLoom`. */
  readonly program?: AnyProgram;
  /** What to add to its budget. An exhausted run goes on when this lets it. */
  readonly addBudget?: BudgetOptions;
  /**
   * What it is to follow from here on: its spec compiled anew, or `true` for a newer version of the `program`. Outcomes
   * since its last state are kept where they are asked for in the same words of what has not changed; limits that the
   * spec says otherwise now hold. A run that has ended, and was not cancelled, goes on as well.
   */
  readonly adopt?: Plan | true;
}

/** How a fork differs from its origin. */
export interface ForkOptions extends StartOptions {
  /** The program, for a run of your own. */
  readonly program?: AnyProgram;
}
