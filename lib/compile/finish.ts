import type { Plan } from "../plan/mod.ts";
import type { BudgetSpec } from "../spec/spec.ts";
import { reportEnds, reportFirstRound } from "./check_budget.ts";
import { reportHandingOn } from "./check_handing_on.ts";
import { reportOutput } from "./check_output.ts";
import { bound, canCost } from "./cost.ts";
import type { Mention } from "./find_entry.ts";
import { reportUnusedImports } from "./imports.ts";
import type { Part } from "./stand_in.ts";
import type { Unit } from "./unit.ts";
import { reportUnused } from "./unused.ts";

/** What a spec makes use of. */
export interface Used {
  /** The models it names. */
  readonly mentions: readonly Mention[];
  /** Whether it has a script: those are given every input. */
  readonly scripted: boolean;
  /** The imports it runs. */
  readonly imports: readonly string[];
  /** Its budget. */
  readonly budget: Part<BudgetSpec>;
}

/** The warnings that need the whole plan, and what follows from what it can cost. */
export function finished<P extends Plan>(unit: Unit, plan: P, used: Used): P {
  const cost = bound(plan);
  reportUnused(unit, used);
  reportUnusedImports(unit, { kind: plan.kind, used: used.imports });
  reportFirstRound(used.budget, cost);
  reportEnds(unit, { plan, cost });
  reportHandingOn(unit, { plan, cost });
  reportOutput(unit, { plan, cost });
  const children: readonly Plan[] = Object.values(plan.imports);
  const full = canCost(cost) || children.some((child) => child.durability === "full");
  return { ...plan, durability: full ? "full" : "normal" };
}
