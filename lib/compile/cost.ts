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
import { boundProcess } from "./cost_process.ts";
import { boundRefine } from "./cost_refine.ts";

export type { Amount } from "./amount.ts";

/** One sort of call in a round. */
export interface StepBound {
  /** What the calls are for. */
  readonly step:
    | "expand"
    | "grade"
    | "propose"
    | "judge"
    | "compare"
    | "similar"
    | "stop"
    | "run"
    | "task"
    | "verify"
    | "remember"
    | "plan"
    | "planned"
    | "replan"
    | "replanned";
  /** Name of the model in the plan; of a `run`, the import. */
  readonly model: string;
  /** Whether it costs something. */
  readonly price: Priced;
  /** All of its calls in one round with every path there is. */
  readonly round: Amount;
  /** Present where these calls take the place of others, once a loop is stuck. */
  readonly when?: "stuck";
  /** Of a process: the task that the calls are for. Absent: they are for the graph. */
  readonly task?: string;
  /** Present where it is done once for each item of this list, an expression: `round` is that for one of them. */
  readonly each?: string;
  /** Of a process: one of these calls by itself. */
  readonly single?: Amount;
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
  /** Present where there are no rounds, as in a process: what is said of a round holds for the whole run. */
  readonly isWhole?: true;
  /** The sorts of calls of a round. */
  readonly steps: readonly StepBound[];
  /** What each model can cost. */
  readonly models: readonly ModelBound[];
  /** Rounds at most; null: any number. */
  readonly rounds: number | null;
  /** What happens before the first round; absent: nothing that could cost. */
  readonly start?: Amount;
  /** All up to the end of the first round, which has one path; of a whole run the dearest of its calls. */
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
      return boundProcess(plan, bound);
    default:
      return unreachable(plan);
  }
}

/** Whether a plan can cost anything. */
export function canCost({ models }: CostBound): boolean {
  return models.some(({ price }) => price !== "free");
}
