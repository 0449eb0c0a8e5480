import type { Values } from "../../expr/evaluate.ts";
import type { RefineCondition } from "../../plan/mod.ts";
import type { Truth } from "./combined.ts";
import type { Round, State } from "./state.ts";

/** What is known of one condition. */
export interface Finding {
  readonly truth: Truth;
  /** Of two texts. */
  readonly distance?: number;
}

/** What is known of the conditions of a loop. */
export interface Sight {
  readonly round: Round;
  readonly state: State;
  /** What expressions look at. */
  readonly values: Values;
  readonly findings: Map<RefineCondition, Finding>;
  /** Conditions in the order they are written: their places name what is asked about them. */
  readonly conditions: readonly RefineCondition[];
}
