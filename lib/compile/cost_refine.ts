import type { ModelFacts, RefineCondition, RefinePlan } from "../plan/mod.ts";
import type { Amount } from "./amount.ts";
import {
  AROUND,
  greatest,
  least,
  most,
  NO_CALLS,
  plus,
  priced,
  pricedAs,
  RECUT,
  scaled,
  sum,
  times,
} from "./amount.ts";
import { tokensOfCandidates } from "./bound_tokens.ts";
import { namesIn } from "./check_text.ts";
import { depthOf, leavesOf } from "./conditions_of.ts";
import type { CostBound, ModelBound, StepBound } from "./cost.ts";
import type { ChildBound } from "./cost_child.ts";
import { boundOfChild } from "./cost_child.ts";
import type { Lengths } from "./template_tokens.ts";
import { templateTokens } from "./template_tokens.ts";

/** Tokens of the form of a message. */
const MESSAGE = 16;

/** What a plan that makes a text better can cost at most; `bound` is that of the specs it runs. */
export function boundRefine(plan: RefinePlan, bound: (plan: RefinePlan["imports"][string]) => CostBound): CostBound {
  const rounds = roundsOf(plan), lengths = lengthsOf(plan, rounds), child = childOf(plan, bound);
  const proposed = proposeSteps(plan, lengths, rounds),
    others = [...scoreSteps(plan, lengths), ...stopSteps(plan, lengths)];
  const stuck = stuckSteps(plan, proposed), run = child ? [child.step] : [], start = startOf(plan, others);
  const round = sum([greatest([sum(amounts(proposed)), ...amounts(stuck)]), ...amounts(others), ...amounts(run)]);
  const steps = [...proposed, ...stuck, ...run, ...others], hasStart = (start.calls ?? 1) > 0;
  const whole = (amount: Amount): Amount | null => {
    const all = times(amount, rounds);
    return all && sum([all, start]);
  };
  return {
    steps,
    models: [...modelsOf(plan, steps, rounds), ...(child?.models(rounds) ?? [])],
    rounds,
    ...(hasStart ? { start } : {}),
    first: sum([start, round]),
    round,
    total: whole(round),
    budget: plan.budget,
  };
}

function amounts(steps: readonly StepBound[]): readonly Amount[] {
  return steps.map(({ round }) => round);
}

/** Rounds after which a plan has ended for sure; each makes at least its candidates' calls where models make them. */
function roundsOf({ stop, budget: { calls, iterations }, propose, n }: RefinePlan): number | null {
  const byCalls = calls === undefined || propose.by !== "model" ? null : Math.ceil(calls / n);
  return least([stop ? depthOf(stop) : null, iterations ?? null, byCalls]);
}

/** How long the texts of a run can be, in tokens of any model. */
function lengthsOf(plan: RefinePlan, rounds: number | null): Lengths {
  const { start, score, propose, n } = plan;
  const outer: Lengths = { plan, text: null, answer: null };
  const begun = start.from === "text" ? templateTokens(start.text, outer) : null;
  const made = propose.by === "model" ? tokensOfCandidates(plan, { maxTokens: propose.maxTokens, n }, rounds) : [null];
  return { plan, text: most([begun, scaled(most(made), RECUT)]), answer: (score.judge?.maxTokens ?? 0) * RECUT };
}

interface Call {
  readonly step: StepBound["step"];
  readonly model: string;
  readonly calls: number;
  /** Tokens of one prompt. */
  readonly input: number | null;
  /** Tokens of all answers. */
  readonly output: number | null;
}

/** A step that fails is tried again, and what failed may have cost as much as what does not. */
function stepOf({ models, errors: { attempts } }: RefinePlan, { step, model, calls, input, output }: Call): StepBound {
  const { facts } = models[model]!, most = calls * attempts;
  const round = priced(
    { calls: most, input: most === 0 ? 0 : scaled(input, most), output: scaled(output, attempts) },
    facts,
  );
  return { step, model, price: pricedAs(facts), round };
}

/** Candidates take the models in turn. */
function proposeSteps(plan: RefinePlan, lengths: Lengths, rounds: number | null): readonly StepBound[] {
  const { propose, n } = plan;
  if (propose.by !== "model") return [];
  const made = tokensOfCandidates(plan, { maxTokens: propose.maxTokens, n }, rounds), { models } = propose;
  const input = plus(textsOf([propose.system, propose.prompt], lengths), MESSAGE);
  return [...new Set(models)].map((model) => {
    const own = made.filter((_, i) => models[i % models.length] === model);
    const output = own.reduce<number | null>((all, tokens) => plus(all, tokens), 0);
    return stepOf(plan, { step: "propose", model, calls: own.length, input, output });
  });
}

/** What candidates take once the loop is stuck and another model makes all of them. */
function stuckSteps(plan: RefinePlan, proposed: readonly StepBound[]): readonly StepBound[] {
  const rungs = (plan.stall?.then ?? []).flatMap((rung) => rung.rung === "use" ? [rung.model] : []);
  const all = sum(amounts(proposed)), facts = (model: string): ModelFacts => plan.models[model]!.facts;
  if (plan.propose.by !== "model") return [];
  return [...new Set(rungs)].map((model): StepBound => ({
    step: "propose",
    model,
    price: pricedAs(facts(model)),
    round: priced(all, facts(model)),
    when: "stuck",
  }));
}

function scoreSteps(plan: RefinePlan, lengths: Lengths): readonly StepBound[] {
  const { score: { judge, compare }, n, models } = plan, steps: StepBound[] = [];
  const shape = (model: string) => models[model]!.facts.supports.structured ? AROUND.shape : 0;
  if (judge) {
    const { model, samples, attempts, maxTokens } = judge, calls = n * samples * attempts;
    const form = new TextEncoder().encode(JSON.stringify(judge.returns)).length;
    const around = AROUND.question + shape(model) + form,
      below = namesIn(judge.prompt).has("candidate") ? 0 : lengths.text;
    const input = plus(plus(textsOf([judge.system, judge.prompt], lengths), below), around);
    steps.push(stepOf(plan, { step: "judge", model, calls, input, output: calls * maxTokens }));
  }
  if (compare) {
    const { model, samples, attempts, maxTokens, ask } = compare, calls = 2 * n * samples * attempts;
    const around = AROUND.question + shape(model) + 2 * AROUND.candidate;
    const input = plus(plus(textsOf([ask], lengths), scaled(lengths.text, 2)), around);
    steps.push(stepOf(plan, { step: "compare", model, calls, input, output: calls * maxTokens }));
  }
  return steps;
}

function stopSteps(plan: RefinePlan, lengths: Lengths): readonly StepBound[] {
  return (plan.stop ? leavesOf<RefineCondition>(plan.stop) : []).flatMap((condition): StepBound[] => {
    if (condition.stop === "similar" && condition.model !== undefined) {
      const input = scaled(lengths.text, 2);
      return [stepOf(plan, { step: "similar", model: condition.model, calls: 1, input, output: 0 })];
    }
    if (condition.stop !== "judge") return [];
    const { model, attempts: calls, maxTokens, ask } = condition;
    const input = plus(plus(textsOf([ask], lengths), lengths.text), AROUND.question + AROUND.shape);
    return [stepOf(plan, { step: "stop", model, calls, input, output: calls * maxTokens })];
  });
}

/** The start is judged as one candidate is, unless its total is given. It is compared with nothing. */
function startOf({ score, n }: RefinePlan, steps: readonly StepBound[]): Amount {
  return sum(
    steps.map(({ step, round }) => step === "judge" && score.start === undefined ? shareOf(round, n) : NO_CALLS),
  );
}

function shareOf({ calls, input, output, usd }: Amount, n: number): Amount {
  const share = (count: number | null) => count === null ? null : Math.ceil(count / n);
  return { calls: share(calls), input: share(input), output: share(output), usd: share(usd) };
}

function textsOf(templates: readonly (string | undefined)[], lengths: Lengths): number | null {
  return templates.reduce<number | null>(
    (all, text) => text === undefined ? all : plus(all, templateTokens(text, lengths)),
    0,
  );
}

function modelsOf(plan: RefinePlan, steps: readonly StepBound[], rounds: number | null): readonly ModelBound[] {
  const own = steps.filter(({ step }) => step !== "run");
  return [...new Set(own.map(({ model }) => model))].map((model): ModelBound => {
    const round = sum(amounts(own.filter((step) => step.model === model)));
    const before = startOf(plan, own.filter((step) => step.model === model)), all = times(round, rounds);
    return { model, price: pricedAs(plan.models[model]!.facts), round, total: all && sum([all, before]) };
  });
}

function childOf(
  { propose, imports, n, errors: { attempts } }: RefinePlan,
  bound: (plan: RefinePlan["imports"][string]) => CostBound,
): ChildBound | undefined {
  return propose.by === "run" ? boundOfChild(propose.plan, bound(imports[propose.plan]!), n * attempts) : undefined;
}
