import type { Json } from "../../base/json.ts";
import type { Limits } from "../../plan/mod.ts";

/** What a run may use and has used. */
export interface Using {
  /** Its limits. */
  readonly limits: Limits;
  /** What is used of each dimension: a limit that was not there begins at that. */
  readonly used: Limits;
}

/** The limits of a run that has taken in a message; other messages than a larger budget change nothing. */
export function raiseLimits({ limits, used }: Using, taken: Json | undefined): Limits {
  const { add = {} } = (taken ?? {}) as { readonly add?: Limits }, before: Limits = { ...used, ...limits };
  const raised = Object.entries(add).map(([dimension, amount]) => [
    dimension,
    dimension === "deadline" ? amount : (before[dimension as keyof Limits] ?? 0) + amount,
  ]);
  return { ...limits, ...Object.fromEntries(raised) };
}
