/**
 * What a plan can cost at most, worked out before a cent is spent. Calls are bounded by the plan, tokens by what each call
 * may be shown and may answer; calls that fail and are tried again come on top, and so does what people say to a run.
 *
 * @module
 */
import { unreachable } from "../base/unreachable.ts";
import type { Limits, Plan } from "../plan/mod.ts";
import type { Amount, Priced } from "./amount.ts";
import { boundAutoloom } from "./cost_autoloom.ts";
import { boundRefine } from "./cost_refine.ts";

export type { Amount } from "./amount.ts";

/** One sort of call in a round. */
export interface StepBound {
  /** What the calls are for. */
  readonly step: "expand" | "grade" | "propose" | "judge" | "compare" | "similar" | "stop" | "run";
  /** Name of the model in the plan; of a `run`, the import. */
  readonly model: string;
  /** Whether it costs something. */
  readonly price: Priced;
  /** All of its calls in one round with every path there is. */
  readonly round: Amount;
  /** Present where these calls take the place of others, once a loop is stuck. */
  readonly when?: "stuck";
}

/** What one model can cost. */
export interface ModelBound {
  /** Name of the model in the plan; `import/name` for one of a spec that is run. */
  readonly model: string;
  /** free: it runs here and costs nothing; unpriced: what it costs is not known. */
  readonly price: Priced;
  /** In one round with every path there is. */
  readonly round: Amount;
  /** In all rounds, limits of the budget aside; null: there may be any number of rounds. */
  readonly total: Amount | null;
}

/** What a plan can cost at most. */
export interface CostBound {
  /** The sorts of calls of a round. */
  readonly steps: readonly StepBound[];
  /** What each model can cost. */
  readonly models: readonly ModelBound[];
  /** Rounds at most; null: any number. */
  readonly rounds: number | null;
  /** What happens before the first round; absent: nothing that could cost. */
  readonly start?: Amount;
  /** All up to the end of the first round, which has one path. */
  readonly first: Amount;
  /** A round with every path there is. */
  readonly round: Amount;
  /** All rounds, limits of the budget aside; null: there may be any number. */
  readonly total: Amount | null;
  /** The limits that hold whatever else is said. */
  readonly budget: Limits;
}

/** What a plan can cost at most. */
export function bound(plan: Plan): CostBound {
  switch (plan.kind) {
    case "autoloom":
      return boundAutoloom(plan);
    case "refine":
      return boundRefine(plan, bound);
    case "process":
      throw new Error("Cannot bound the cost of a plan of kind `process`");
    default:
      return unreachable(plan);
  }
}

/** Whether a plan can cost anything. */
export function canCost({ models }: CostBound): boolean {
  return models.some(({ price }) => price !== "free");
}
