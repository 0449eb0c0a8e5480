import type { Plan } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { Making } from "./bound_tokens.ts";
import { tokensOfCandidates } from "./bound_tokens.ts";
import type { CostBound } from "./cost.ts";
import { makingOf } from "./cost_autoloom.ts";
import type { Unit } from "./unit.ts";
import { isWritten, spanAt } from "./unit.ts";

/** Warns of answers that were asked for in writing and that are longer than a model gives. */
export function reportOutput(
  unit: Unit,
  { plan, cost }: { readonly plan: Plan; readonly cost: CostBound },
): void {
  for (const { model, asked, at } of [...candidates(plan, cost), ...answers(plan)]) {
    const most = plan.models[model]!.facts.maxOutput;
    if (most === undefined || asked <= most || !isWritten(unit, at)) continue;
    unit.report("small-output", spanAt(unit, at), { model, asked, most });
  }
}

interface Asked {
  readonly model: string;
  /** Tokens. */
  readonly asked: number;
  /** Where that is written. */
  readonly at: Path;
}

/** What each model is asked for that makes candidates. */
function candidates(plan: Plan, { rounds }: CostBound): readonly Asked[] {
  const { making, makers, at } = makersOf(plan), longest = new Map<string, number>();
  const made = making ? tokensOfCandidates(plan, making, rounds) : [];
  for (const [i, tokens] of made.entries()) {
    const model = makers[i]!;
    longest.set(model, Math.max(longest.get(model) ?? 0, tokens ?? 0));
  }
  return [...longest].map(([model, asked]) => ({ model, asked, at }));
}

interface Makers {
  /** Absent where no model makes candidates. */
  readonly making?: Making;
  /** The model of each candidate. */
  readonly makers: readonly string[];
  readonly at: Path;
}

function makersOf(plan: Plan): Makers {
  if (plan.kind === "autoloom") {
    const makers = plan.expand.by.flatMap(({ model, width }) => Array.from({ length: width }, () => model));
    return { making: makingOf(plan), makers, at: ["expand", "max_tokens"] };
  }
  const at = ["propose", "max_tokens"];
  if (plan.kind === "process") return { makers: [], at };
  const { propose, n } = plan;
  if (propose.by !== "model") return { makers: [], at };
  const makers = Array.from({ length: n }, (_, i) => propose.models[i % propose.models.length]!);
  return { making: { maxTokens: propose.maxTokens, n }, makers, at };
}

/** What each model is asked for that answers questions. */
function answers(plan: Plan): readonly Asked[] {
  if (plan.kind === "autoloom") {
    const { grade } = plan;
    return grade.by === "model"
      ? [{ model: grade.model, asked: grade.maxTokens ?? 0, at: ["grade", "max_tokens"] }]
      : [];
  }
  if (plan.kind === "process") return [];
  return (["judge", "compare"] as const).flatMap((key) => {
    const call = plan.score[key];
    return call ? [{ model: call.model, asked: call.maxTokens, at: ["score", key, "max_tokens"] }] : [];
  });
}
