import { parseDuration } from "../base/duration.ts";
import { nanos } from "../base/money.ts";
import type { Limits } from "../plan/mod.ts";
import type { BudgetSpec } from "../spec/spec.ts";
import { tokensOf } from "./model_entry.ts";

/** The limits of a budget in the units of plans. */
export function lowerBudget({ usd, tokens, calls, iterations, wall, deadline }: BudgetSpec): Limits {
  return {
    ...(usd === undefined ? {} : { usd: nanos(usd) }),
    ...(tokens === undefined ? {} : { tokens: tokensOf(tokens) }),
    ...(calls === undefined ? {} : { calls }),
    ...(iterations === undefined ? {} : { iterations }),
    ...(wall === undefined ? {} : { wall: parseDuration(wall)! }),
    ...(deadline === undefined ? {} : { deadline: new Date(deadline).getTime() }),
  };
}
