import type { AutoloomPlan } from "../plan/mod.ts";
import { continuationOf, emulationTokens } from "../plan/emulation.ts";
import { JUDGE_TOKENS } from "../plan/plan.ts";
import { AROUND, least, plus, priced, pricedAs, RECUT, scaled, sum, times, tokensIn, total } from "./amount.ts";
import type { Making } from "./bound_tokens.ts";
import { tokensOfCandidates } from "./bound_tokens.ts";
import type { CostBound, ModelBound, StepBound } from "./cost.ts";
import { depthOf } from "./conditions_of.ts";

/** What a plan that grows a text can cost at most. */
export function boundAutoloom(plan: AutoloomPlan): CostBound {
  const rounds = roundsOf(plan), made = tokensOfCandidates(plan, makingOf(plan), rounds), { keep } = plan.select;
  const steps = stepsOf(plan, { made, paths: keep }), first = stepsOf(plan, { made, paths: 1 });
  const round = sum(steps.map((step) => step.round));
  const models = [...new Set(steps.map(({ model }) => model))].map((model): ModelBound => {
    const own = sum(steps.filter((step) => step.model === model).map((step) => step.round));
    return { model, price: pricedAs(plan.models[model]!.facts), round: own, total: times(own, rounds) };
  });
  return {
    steps,
    models,
    rounds,
    first: sum(first.map((step) => step.round)),
    round,
    total: times(round, rounds),
    budget: plan.budget,
  };
}

function widthOf({ expand }: AutoloomPlan): number {
  return expand.by.reduce((all, { width }) => all + width, 0);
}

/** How candidates are made, as far as their length goes. */
export function makingOf(plan: AutoloomPlan): Making {
  return { maxTokens: plan.expand.maxTokens, n: widthOf(plan) };
}

/** Rounds after which a plan has ended for sure, by its stops, its rounds and its calls; null: any number. */
function roundsOf(plan: AutoloomPlan): number | null {
  const { calls, iterations } = plan.budget, perRound = widthOf(plan);
  return least([
    plan.stop ? depthOf(plan.stop) : null,
    iterations ?? null,
    calls === undefined ? null : Math.ceil(calls / perRound),
  ]);
}

/** What a round has to work with. */
interface Round {
  /** Tokens of each candidate of a path. */
  readonly made: readonly (number | null)[];
  readonly paths: number;
}

function stepsOf(plan: AutoloomPlan, round: Round): readonly StepBound[] {
  return [...expandSteps(plan, round), ...gradeSteps(plan, round)];
}

function expandSteps({ expand, models }: AutoloomPlan, { made, paths }: Round): readonly StepBound[] {
  let from = 0;
  return expand.by.map(({ model, width }): StepBound => {
    const own = made.slice(from, from += width), calls = width * paths;
    const { facts, emulate } = models[model]!, beside = emulationTokens(continuationOf(facts.supports, emulate), facts);
    const shown = tokensIn(expand.context, facts) + beside.input, output = scaled(total(own), paths);
    const tokens = { calls, input: calls * shown, output: plus(output, calls * beside.output) };
    return { step: "expand", model, price: pricedAs(facts), round: priced(tokens, facts) };
  });
}

function gradeSteps({ grade, models }: AutoloomPlan, { made, paths }: Round): readonly StepBound[] {
  if (grade.by !== "model") return [];
  const { model, mode, samples, attempts, maxTokens = JUDGE_TOKENS } = grade, { facts } = models[model]!;
  const shown = tokensIn(grade.context, facts), texts = scaled(total(made), RECUT), n = made.length;
  const said = Math.ceil(new TextEncoder().encode(grade.ask).length) + AROUND.question +
    (facts.supports.structured ? AROUND.shape : 0);
  const step = (calls: number, input: number | null, output: number): StepBound => ({
    step: "grade",
    model,
    price: pricedAs(facts),
    round: priced({ calls, input, output }, facts),
  });
  switch (mode) {
    case "logprob":
      // The text is said again with every candidate and once by itself, and a host may write one token after each.
      return [step(paths, scaled(plus((n + 1) * shown, texts), paths), paths * (n + 1))];
    case "choose": {
      // All paths are shown at once.
      const input = plus(said, scaled(plus(shown + AROUND.candidate * n, texts), paths));
      return n * paths < 2 ? [] : [step(attempts, scaled(input, attempts), attempts * maxTokens)];
    }
    case "score": {
      const asked = samples * attempts, calls = paths * n * asked;
      const input = scaled(plus(n * (shown + said + AROUND.candidate), texts), paths);
      return [step(calls, scaled(input, asked), calls * maxTokens)];
    }
  }
}
