/**
 * Refine: make a text better. A round makes candidates of it, scores them, and goes on from the best of them or goes back.
 *
 * @module
 */
import type { Definition, RefinePlan } from "../plan/mod.ts";
import type { KindContext } from "./kind.ts";

/** Name and version of the program: a change that replays differently makes another version. */
export const REFINE = "refine@1";

/** The program of a refine plan. */
export function refine(_plan: RefinePlan, _context: KindContext): Definition {
  throw new RangeError("Cannot run a plan of this kind");
}
