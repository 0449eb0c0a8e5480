/**
 * What a plan can cost at most, worked out before a cent is spent. Calls are bounded by the plan, tokens by what each call
 * may be shown and may answer; calls that fail and are tried again come on top.
 *
 * @module
 */
import type { Nano } from "../base/money.ts";
import type { AutoloomPlan, Fit, Limits, ModelFacts, Plan, Stop } from "../plan/mod.ts";
import { JUDGE_TOKENS } from "../plan/plan.ts";
import { tokensOfCandidates } from "./bound_tokens.ts";

/** Calls and what they can use at most. */
export interface Amount {
  /** Model calls. */
  readonly calls: number;
  /** Prompt tokens; null: not known beforehand. */
  readonly input: number | null;
  /** Generated tokens; null: not known beforehand. */
  readonly output: number | null;
  /** Null: not known beforehand, or a price is not known. */
  readonly usd: Nano | null;
}

/** One sort of call in a round. */
export interface StepBound {
  /** What the calls are for. */
  readonly step: "expand" | "grade";
  /** Name of the model in the plan. */
  readonly model: string;
  /** All of its calls in one round with every path there is. */
  readonly round: Amount;
}

/** What one model can cost. */
export interface ModelBound {
  /** Name of the model in the plan. */
  readonly model: string;
  /** free: it runs here and costs nothing; unpriced: what it costs is not known. */
  readonly price: "priced" | "free" | "unpriced";
  /** In one round with every path there is. */
  readonly round: Amount;
  /** In all rounds, limits of the budget aside; null: there may be any number of rounds. */
  readonly total: Amount | null;
}

/** What a plan can cost at most. */
export interface CostBound {
  /** The sorts of calls of a round. */
  readonly steps: readonly StepBound[];
  /** What each model can cost. */
  readonly models: readonly ModelBound[];
  /** Rounds at most; null: any number. */
  readonly rounds: number | null;
  /** The first round, which has one path. */
  readonly first: Amount;
  /** A round with every path there is. */
  readonly round: Amount;
  /** All rounds, limits of the budget aside; null: there may be any number. */
  readonly total: Amount | null;
  /** The limits that hold whatever else is said. */
  readonly budget: Limits;
}

/** Tokens of the words around a judged text, and around each candidate. */
const AROUND = { question: 120, candidate: 16 } as const;

/** Another model may cut a text into more tokens: so many times as many are taken for the worst case. */
const RECUT = 2;

/** What a plan can cost at most. */
export function bound(plan: Plan): CostBound {
  const rounds = roundsOf(plan), made = tokensOfCandidates(plan, rounds), { keep } = plan.select;
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

/** Rounds after which a plan has ended for sure, by its stops, its rounds and its calls; null: any number. */
function roundsOf(plan: AutoloomPlan): number | null {
  const { calls, iterations } = plan.budget, perRound = plan.expand.by.reduce((all, { width }) => all + width, 0);
  return least([
    plan.stop ? depthOf(plan.stop) : null,
    iterations ?? null,
    calls === undefined ? null : Math.ceil(calls / perRound),
  ]);
}

function depthOf(stop: Stop): number | null {
  switch (stop.stop) {
    case "depth":
      return stop.depth;
    case "any":
      return least(stop.of.map(depthOf));
    case "all": {
      const depths = stop.of.map(depthOf);
      return depths.some((depth) => depth === null) ? null : Math.max(0, ...depths.map(Number));
    }
    default:
      return null;
  }
}

function least(bounds: readonly (number | null)[]): number | null {
  const known = bounds.filter((bound) => bound !== null);
  return known.length > 0 ? Math.min(...known) : null;
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
    const tokens = { calls, input: calls * tokensIn(expand.context), output: scaled(total(own), paths) };
    return { step: "expand", model, round: priced(tokens, models[model]!.facts) };
  });
}

function gradeSteps({ grade, models }: AutoloomPlan, { made, paths }: Round): readonly StepBound[] {
  if (grade.by !== "model") return [];
  const { model, mode, samples, attempts, maxTokens = JUDGE_TOKENS } = grade, { facts } = models[model]!;
  const shown = tokensIn(grade.context), texts = scaled(total(made), RECUT);
  const said = Math.ceil(new TextEncoder().encode(grade.ask).length) + AROUND.question;
  const step = (calls: number, input: number | null, output: number): StepBound => ({
    step: "grade",
    model,
    round: priced({ calls, input: scaled(input, paths), output }, facts),
  });
  if (mode === "logprob") return [step(paths, plus(shown, texts), 0)];
  if (mode === "choose") {
    const input = plus(shown + said + AROUND.candidate * made.length, texts);
    return made.length < 2 ? [] : [step(paths * attempts, scaled(input, attempts), paths * attempts * maxTokens)];
  }
  const asked = samples * attempts, calls = paths * made.length * asked;
  const input = plus(made.length * (shown + said + AROUND.candidate), texts);
  return [step(calls, scaled(input, asked), calls * maxTokens)];
}

function tokensIn({ head = 0, tail }: Fit): number {
  return head + tail;
}

function priced(tokens: Omit<Amount, "usd">, facts: ModelFacts): Amount {
  const { price, local } = facts, { input, output } = tokens;
  if (!price) return { ...tokens, usd: local ? 0 : null };
  const cost = (count: number | null, per: number) => per === 0 ? 0 : count === null ? null : count * per / 1e6;
  const usd = plus(cost(input, price.input), cost(output, price.output));
  return { ...tokens, usd: usd === null ? null : Math.ceil(usd) };
}

function pricedAs({ price, local }: ModelFacts): ModelBound["price"] {
  if (price) return price.input + price.output > 0 ? "priced" : "free";
  return local ? "free" : "unpriced";
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function scaled(count: number | null, by: number): number | null {
  return count === null ? null : count * by;
}

function total(counts: readonly (number | null)[]): number | null {
  return counts.reduce<number | null>(plus, 0);
}

function sum(amounts: readonly Amount[]): Amount {
  return {
    calls: amounts.reduce((all, { calls }) => all + calls, 0),
    input: total(amounts.map(({ input }) => input)),
    output: total(amounts.map(({ output }) => output)),
    usd: total(amounts.map(({ usd }) => usd)),
  };
}

function times({ calls, input, output, usd }: Amount, rounds: number | null): Amount | null {
  if (rounds === null) return null;
  return {
    calls: calls * rounds,
    input: scaled(input, rounds),
    output: scaled(output, rounds),
    usd: scaled(usd, rounds),
  };
}

/** Whether a plan can cost anything. */
export function canCost({ models }: CostBound): boolean {
  return models.some(({ price }) => price !== "free");
}
