import { check } from "../expr/check.ts";
import { parseShape } from "../expr/parse_shape.ts";
import type { Scope } from "../expr/scope.ts";
import type { Fields, Type } from "../expr/types.ts";
import { ANY, nullable, NUMBER, objectOf, STRING } from "../expr/types.ts";
import type { Json } from "../base/json.ts";
import type { Plan, ProcessPlan, RefinePlan } from "../plan/mod.ts";
import { autoloomScopes } from "./scopes.ts";
import { everywhere } from "./scopes_process.ts";
import { refineScopes } from "./scopes_refine.ts";
import type { Scorers } from "./scopes_refine.ts";
import { lastValues, missableIn, valuesInPlan } from "./values_of_tasks.ts";

/** The type of what a run of a plan is worth: its outputs, or else its text. */
export function outputsOf(plan: Plan): Type {
  if (plan.kind === "process") return outputsOfProcess(plan);
  const named = Object.entries(plan.outputs), scope = scopeOf(plan);
  if (named.length === 0) return objectOf({ text: STRING, ...(plan.kind === "refine" ? { score: NUMBER } : {}) });
  return typesOf(named, scope);
}

function outputsOfProcess(plan: ProcessPlan): Type {
  const named = Object.entries(plan.outputs), { imports, tasks } = plan;
  const known = new Map(Object.keys(imports).map((name) => [name, outputsOf(imports[name]!)]));
  const values = valuesInPlan(plan, (name) => known.get(name) ?? ANY);
  if (named.length === 0) return plan.planner ? ANY : lastValues(tasks, values);
  const missable = missableIn(tasks), common = everywhere(inputsOf(plan), { hasGoal: plan.goal !== undefined });
  const all = Object.entries(values).map(([name, type]) => [name, missable.has(name) ? nullable(type) : type] as const);
  const scope: Scope = { names: { ...common, tasks: plan.planner ? ANY : objectOf(Object.fromEntries(all)) } };
  return typesOf(named, scope);
}

function typesOf(named: readonly (readonly [string, string])[], scope: Scope): Type {
  return objectOf(Object.fromEntries(named.map(([name, expression]) => {
    const checked = check(expression, scope);
    return [name, checked.ok ? checked.type : ANY];
  })));
}

/** The type of the inputs of a plan. */
export function inputsOf({ inputs }: Plan): Type {
  return objectOf(fieldsOf(Object.fromEntries(Object.entries(inputs).map(([name, { type }]) => [name, type]))));
}

function scopeOf(plan: Exclude<Plan, ProcessPlan>): Scope {
  const inputs = inputsOf(plan);
  return plan.kind === "autoloom" ? autoloomScopes(inputs).outputs : refineScopes(inputs, scorersIn(plan)).outputs;
}

/** What the scorers of a plan give. */
export function scorersIn({ score: { judge, script, command, compare } }: RefinePlan): Scorers {
  return {
    ...(judge ? { judge: fieldsOf(judge.returns) } : {}),
    ...(script ? { script: typeOf(script.returns) } : {}),
    command: command !== undefined,
    compare: compare !== undefined,
  };
}

function fieldsOf(shapes: Json): Fields {
  const type = typeOf(shapes);
  return type.kind === "object" ? type.fields : {};
}

function typeOf(shape: Json): Type {
  const parsed = parseShape(shape);
  return parsed.ok ? parsed.type : ANY;
}
