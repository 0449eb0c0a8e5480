import type { Amount } from "./amount.ts";
import { least, NO_CALLS, times } from "./amount.ts";
import type { CostBound, ModelBound, StepBound } from "./cost.ts";

/** Calls of which nothing is known. */
export const UNKNOWN: Amount = { calls: null, input: null, output: null, usd: null };

/** What a spec that is run can cost at most. */
export interface ChildBound {
  /** All of its runs. */
  readonly step: StepBound;
  /** Each of its models, so many times over; null for any number of times. */
  readonly models: (rounds: number | null) => readonly ModelBound[];
}

/** What a spec can cost at most that is run by another, `runs` times each time. */
export function boundOfChild(name: string, cost: CostBound, runs: number): ChildBound {
  const prices = cost.models.map(({ price }) => price);
  const price = prices.includes("unpriced") ? "unpriced" : prices.includes("priced") ? "priced" : "free";
  const unknown = price === "free" ? { ...UNKNOWN, usd: 0 } : UNKNOWN;
  const most = cost.models.length === 0 ? NO_CALLS : cost.total ?? unknown, { calls, usd } = cost.budget;
  const one = { ...most, calls: least([most.calls, calls ?? null]), usd: least([most.usd, usd ?? null]) };
  return {
    step: { step: "run", model: name, price, round: times(one, runs)! },
    models: (rounds) =>
      cost.models.map((model): ModelBound => {
        const round = times(model.total ?? (model.price === "free" ? { ...UNKNOWN, usd: 0 } : UNKNOWN), runs)!;
        return { model: `${name}/${model.model}`, price: model.price, round, total: times(round, rounds) };
      }),
  };
}
