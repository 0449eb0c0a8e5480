import type { AutoloomPlan, ModelFacts, PlanModel } from "../../lib/plan/mod.ts";

/** A model of a plan with these facts and nothing else said. */
export function planModel(facts: ModelFacts): PlanModel {
  return { facts, options: {}, sampling: {} };
}

/** A small autoloom plan over the models given; the first grows the text, the last grades when asked to. */
export function autoloomPlan(
  models: { readonly [name: string]: ModelFacts },
  more: Partial<AutoloomPlan> = {},
): AutoloomPlan {
  return {
    version: 1,
    kind: "autoloom",
    program: "autoloom@1",
    name: "test",
    inputs: {},
    models: Object.fromEntries(Object.entries(models).map(([name, facts]) => [name, planModel(facts)])),
    budget: {},
    outputs: {},
    permissions: { read: [], write: [], net: [], run: [], env: [] },
    scripts: {},
    imports: {},
    uses: [],
    durability: "normal",
    start: { from: "text", text: "The lamp went out at four, and nobody" },
    expand: {
      by: [{ model: Object.keys(models)[0]!, width: 3 }],
      maxTokens: "16",
      sampling: {},
      extra: {},
      context: { tail: 8_000 },
      stop: [],
    },
    grade: { by: "expression", expression: "novelty(candidate.text)" },
    select: { keep: 1 },
    stop: { stop: "depth", depth: 3 },
    ...more,
  };
}
