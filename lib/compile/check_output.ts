import type { AutoloomPlan } from "../plan/mod.ts";
import { tokensOfCandidates } from "./bound_tokens.ts";
import type { CostBound } from "./cost.ts";
import type { Unit } from "./unit.ts";
import { isWritten, spanAt } from "./unit.ts";

/** Warns of answers that were asked for in writing and that are longer than a model gives. */
export function reportOutput(
  unit: Unit,
  { plan, cost }: { readonly plan: AutoloomPlan; readonly cost: CostBound },
): void {
  const { expand, grade, models } = plan, made = tokensOfCandidates(plan, cost.rounds);
  const tell = (model: string, asked: number, part: "expand" | "grade") => {
    const at = [part, "max_tokens"], most = models[model]!.facts.maxOutput;
    if (most === undefined || asked <= most || !isWritten(unit, at)) return;
    unit.report("small-output", spanAt(unit, at), { model, asked, most });
  };
  let from = 0;
  for (const { model, width } of expand.by) {
    tell(model, Math.max(0, ...made.slice(from, from += width).map((tokens) => tokens ?? 0)), "expand");
  }
  if (grade.by === "model") tell(grade.model, grade.maxTokens ?? 0, "grade");
}
