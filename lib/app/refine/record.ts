import type { RoundRecord } from "../../kinds/refine_code/code.ts";
import type { Spending } from "./spend.ts";
import { spentOf } from "./spend.ts";

/** What a step came to, without its state. */
export interface StepRecord {
  /** From 1; 0 is the initial state, where that is scored. */
  readonly step: number;
  /** Gone on from; not good enough, so that the loop went back; it threw. */
  readonly verdict: "accepted" | "rejected" | "failed";
  /** Null where it has none. */
  readonly score: number | null;
  /** Everything it has cost, failed attempts, scoring and loops inside it included. */
  readonly cost: Spending;
  /** The step whose state it was made from; 0 is the initial state. */
  readonly from: number;
  /** The step whose state was gone back to. */
  readonly back?: number;
  /** Why it failed; long ones are cut. */
  readonly error?: string;
}

/** A record in people's units. */
export function stepRecord({ cost, ...record }: RoundRecord): StepRecord {
  return Object.freeze({ ...record, cost: Object.freeze(spentOf(cost)) });
}
