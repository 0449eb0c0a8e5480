import type { Goal } from "../../plan/mod.ts";

/** What two totals may miss of each other for no other reason than how numbers are stored. */
const TOLERANCE = 1e-9;

/** Whether `a` is better than `b`; with a `minDelta`, by at least that much. */
export function isBetter(goal: Goal, a: number, b: number, minDelta: number = 0): boolean {
  const gain = goal === "max" ? a - b : b - a;
  return gain > 0 && gain >= minDelta - TOLERANCE;
}
