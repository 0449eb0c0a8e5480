/**
 * What a plan can cost at most, worked out before a cent is spent. Calls are bounded by the plan, tokens by what each call
 * may be shown and may answer; calls that fail and are tried again come on top.
 *
 * @module
 */
import type { Nano } from "../base/money.ts";
import type { AutoloomPlan, Fit, Limits, ModelFacts, Plan, Stop } from "../plan/mod.ts";
import { continuationOf, emulationTokens } from "../plan/emulation.ts";
import { JUDGE_TOKENS } from "../plan/plan.ts";
import { dearest } from "../plan/price.ts";
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

/** Tokens of the words around a judged text and of the form of a conversation, of the answer's shape, around a candidate. */
const AROUND = { question: 120 + 144, shape: 1_200, candidate: 16 } as const;

/** Another tokenizer may cut a text into more tokens: so many times as many are taken for the worst case. */
const RECUT = 2;

/** What a plan can cost at most. */
export function bound(plan: Plan): CostBound {
  if (plan.kind !== "autoloom") throw new RangeError(`Cannot bound a plan of kind \`${plan.kind}\``);
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
    const { facts, emulate } = models[model]!, beside = emulationTokens(continuationOf(facts.supports, emulate), facts);
    const shown = tokensIn(expand.context, facts) + beside.input, output = scaled(total(own), paths);
    const tokens = { calls, input: calls * shown, output: plus(output, calls * beside.output) };
    return { step: "expand", model, round: priced(tokens, facts) };
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

/** Where a text is cut by an estimate, a model may read more tokens than were asked for. */
function tokensIn({ head = 0, tail }: Fit, { estimate }: ModelFacts): number {
  return (head + tail) * (estimate === undefined ? 1 : RECUT);
}

function priced(tokens: Omit<Amount, "usd">, facts: ModelFacts): Amount {
  const { price, local } = facts, { calls, input, output } = tokens;
  if (!price) return { ...tokens, usd: local ? 0 : null };
  // All calls of a step are alike; where their prompts are of any length, they may be long ones.
  const rates = dearest(price, input === null ? Infinity : input / Math.max(1, calls));
  const cost = (count: number | null, per: number) => per === 0 ? 0 : count === null ? null : count * per / 1e6;
  const usd = plus(cost(input, rates.input), cost(output, rates.output));
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
