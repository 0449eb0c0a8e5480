import type { Plan, ProcessPlan, RefineCondition, TaskPattern } from "../plan/mod.ts";
import { leavesOf } from "./conditions_of.ts";
import type { ExplainedStep } from "./explain.ts";
import { stepOfTask } from "./explain_process.ts";
import type { ModelOrigin, Origin } from "./origin.ts";

/** The steps, each with where its parts come from that the spec does not say itself. */
export function withOrigins(
  steps: readonly ExplainedStep[],
  plan: Plan,
  origins: readonly Origin[],
): readonly ExplainedStep[] {
  const places = origins.map((origin) => ({ origin, steps: new Set(stepsOf(plan, origin)) }));
  return steps.map((step) => {
    const told = places.filter((place) => place.steps.has(step.id)).map(({ origin }) => originWords(origin));
    return told.length === 0 ? step : { ...step, details: [...step.details, ...told] };
  });
}

/** The steps that something belongs to. */
function stepsOf(plan: Plan, origin: Origin): readonly string[] {
  const saving = plan.kind === "autoloom" ? "select" : "accept", ending = plan.kind === "process" ? "finish" : "stop";
  if (origin.of !== "model") return [origin.of === "budget" ? ending : saving];
  return usersOf(plan).flatMap(([step, models]) => models.includes(origin.name) ? [step] : []);
}

/** The steps that models have a part in, and which models. */
function usersOf(plan: Plan): readonly (readonly [string, readonly string[]])[] {
  if (plan.kind === "autoloom") {
    const { expand, grade } = plan;
    return [["expand", expand.by.map(({ model }) => model)], ["grade", grade.by === "model" ? [grade.model] : []]];
  }
  if (plan.kind === "process") return usersInProcess(plan);
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

function usersInProcess(
  { tasks, planner, replan, memory }: ProcessPlan,
): readonly (readonly [string, readonly string[]])[] {
  const patternModels = ({ agents, verify }: TaskPattern) => [
    ...agents.flatMap(({ model, ladder }) => [model, ...ladder]),
    ...verify.flatMap(({ llm }) => llm ? [llm.model] : []),
  ];
  return [
    ...(planner ? [["plan", [planner.model, ...patternModels(planner.pattern)]] as const] : []),
    ...tasks.map(({ name, work, verify }) => {
      const call = work.by === "agent" ? work.agent : work.by === "generate" ? work.call : undefined;
      const own = call ? [call.model, ...call.ladder] : [];
      return [stepOfTask(name), [...own, ...(verify?.llm ? [verify.llm.model] : [])]] as const;
    }),
    ...(replan ? [["replan", [replan.model, ...patternModels(replan.pattern)]] as const] : []),
    ...(memory ? [["memory", [memory.model]] as const] : []),
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

function modelWords({ name, source, among, parts = [] }: ModelOrigin): string {
  if (parts.length > 0) return `${name} stands in ${source}: it is the ${parts.join(", the ")}`;
  if (!among) return `${name} stands in ${source}`;
  const [taken, ...others] = among, all = among.map(({ entry }) => entry).join(", ");
  if (!taken || others.length === 0) return `${name} is a role of ${all} in ${source}`;
  const tier = /@([123])$/.exec(name)?.[1], isFirst = others[0]!.tier === taken.tier;
  const why = tier !== undefined
    ? `the nearest to tier ${tier}`
    : isFirst
    ? "written first"
    : "the one of the lowest tier";
  return `${name} is a role of ${all} in ${source}: ${taken.entry} is taken, ${why}`;
}
