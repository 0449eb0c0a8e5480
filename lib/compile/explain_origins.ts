import type { Plan, RefineCondition } from "../plan/mod.ts";
import { leavesOf } from "./conditions_of.ts";
import type { ExplainedStep } from "./explain.ts";
import type { ModelOrigin, Origin } from "./origin.ts";

/** The steps, each with where its parts come from that the spec does not say itself. */
export function withOrigins(
  steps: readonly ExplainedStep[],
  plan: Plan,
  origins: readonly Origin[],
): readonly ExplainedStep[] {
  return steps.map((step) => {
    const told = origins.filter((origin) => stepsOf(plan, origin).includes(step.id)).map(originWords);
    return told.length === 0 ? step : { ...step, details: [...step.details, ...told] };
  });
}

/** The steps that something belongs to. */
function stepsOf(plan: Plan, origin: Origin): readonly string[] {
  const saving = plan.kind === "autoloom" ? "select" : "accept";
  if (origin.of !== "model") return [origin.of === "budget" ? "stop" : saving];
  return usersOf(plan).flatMap(([step, models]) => models.includes(origin.name) ? [step] : []);
}

/** The steps that models have a part in, and which models. */
function usersOf(plan: Plan): readonly (readonly [string, readonly string[]])[] {
  if (plan.kind === "autoloom") {
    const { expand, grade } = plan;
    return [["expand", expand.by.map(({ model }) => model)], ["grade", grade.by === "model" ? [grade.model] : []]];
  }
  if (plan.kind === "process") return [];
  const { propose, score: { judge, compare }, stall, stop } = plan;
  const rungs = (stall?.then ?? []).flatMap((rung) => rung.rung === "use" ? [rung.model] : []);
  const conditions = stop ? leavesOf<RefineCondition>(stop) : [];
  return [
    ["propose", propose.by === "model" ? propose.models : []],
    ["score", [judge, compare].flatMap((call) => call ? [call.model] : [])],
    ["stall", rungs],
    ["stop", conditions.flatMap((condition) => "model" in condition ? condition.model ?? [] : [])],
  ];
}

function originWords(origin: Origin): string {
  switch (origin.of) {
    case "budget":
      return `the budget is that of ${origin.source}, for the spec has none`;
    case "save":
      return `where it is saved is said in ${origin.source}, for the spec does not say it`;
    case "model":
      return modelWords(origin);
  }
}

function modelWords({ name, source, among }: ModelOrigin): string {
  if (!among) return `${name} stands in ${source}`;
  const [taken, ...others] = among, all = among.map(({ entry }) => entry).join(", ");
  if (!taken || others.length === 0) return `${name} is a role of ${all} in ${source}`;
  const why = others[0]!.tier === taken.tier ? "written first" : "the one of the lowest tier";
  return `${name} is a role of ${all} in ${source}: ${taken.entry} is taken, ${why}`;
}
