import type { AutoloomPlan } from "../plan/mod.ts";
import type { ExplainedStep } from "./explain.ts";
import type { ModelOrigin, Origin } from "./origin.ts";

/** The steps, each with where its parts come from that the spec does not say itself. */
export function withOrigins(
  steps: readonly ExplainedStep[],
  plan: AutoloomPlan,
  origins: readonly Origin[],
): readonly ExplainedStep[] {
  return steps.map((step) => {
    const told = origins.filter((origin) => stepsOf(plan, origin).includes(step.id)).map(originWords);
    return told.length === 0 ? step : { ...step, details: [...step.details, ...told] };
  });
}

/** The steps that something belongs to. */
function stepsOf({ expand, grade }: AutoloomPlan, origin: Origin): readonly string[] {
  if (origin.of !== "model") return [origin.of === "budget" ? "stop" : "select"];
  const { name } = origin;
  return [
    ...(expand.by.some(({ model }) => model === name) ? ["expand"] : []),
    ...(grade.by === "model" && grade.model === name ? ["grade"] : []),
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
