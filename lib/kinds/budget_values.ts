import type { Json } from "../base/json.ts";
import type { Values } from "../expr/evaluate.ts";
import type { BudgetView, PlanBase, Program } from "../plan/mod.ts";
import { demand } from "../plan/mod.ts";

/** What is spent and left, where the plan looks at it; one journaled look. */
export function* budgetValues(
  { plan: { uses } }: { readonly plan: Pick<PlanBase, "uses"> },
  key: string,
): Program<Values> {
  if (!uses.includes("budget")) return {};
  const budget: BudgetView = yield* demand({ do: "budget", key });
  return { budget: budget as unknown as Json };
}
