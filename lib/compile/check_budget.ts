import { formatUsd } from "../base/money.ts";
import type { Plan } from "../plan/mod.ts";
import type { CostBound } from "./cost.ts";
import { canCost } from "./cost.ts";
import type { BudgetSpec } from "../spec/spec.ts";
import type { Part } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, spanAt } from "./unit.ts";

/** Warns of limits that the first round could pass, or a single call where there are no rounds. */
export function reportFirstRound({ unit, at }: Part<BudgetSpec>, { first, budget, isWhole }: CostBound): void {
  const tell = (dimension: "usd" | "tokens" | "calls", needs: number | null, write: (amount: number) => string) => {
    const limit = budget[dimension];
    if (needs === null || limit === undefined || needs <= limit) return;
    const params = {
      what: isWhole ? "a single call" : "the first round",
      dimension,
      needs: write(needs),
      has: write(limit),
    };
    unit.report("small-budget", spanAt(unit, [...at, dimension]), params);
  };
  const { input, output } = first;
  tell("usd", first.usd, formatUsd);
  tell(
    "tokens",
    input === null || output === null ? null : input + output,
    (n) => `${n.toLocaleString("en-US")} tokens`,
  );
  tell("calls", first.calls, (n) => `${n.toLocaleString("en-US")} calls`);
}

/** Warns of a deadline that no run can keep. */
export function reportDeadline({ value, unit, at }: Part<BudgetSpec>, now: number): void {
  const deadline = value?.deadline;
  if (deadline === undefined || new Date(deadline).getTime() > now) return;
  unit.report("past-deadline", spanAt(unit, [...at, "deadline"]), { deadline });
}

/** Warns of a spec that spends and that nothing is sure to end. */
export function reportEnds(
  unit: Unit,
  { plan, cost }: { readonly plan: Plan; readonly cost: CostBound },
): void {
  if (unit.spec.stop === "never" || cost.rounds !== null) return;
  const { usd, ...others } = plan.budget, costs = canCost(cost);
  const limited = Object.keys(others).length > 0 || (usd !== undefined && costs);
  const said = plan.kind !== "process" && plan.stop !== undefined && unit.spec.stop !== undefined;
  if (limited || (!costs && said)) return;
  const key = ["stop", "budget"].find((key) => isWritten(unit, [key])) ?? "kind";
  unit.report("may-not-end", keyAt(unit, [key]), {});
}
