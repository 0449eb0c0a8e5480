/**
 * What a process can cost at most: every task with all its attempts, every attempt with all its turns, each of them as
 * long as it may be.
 *
 * @module
 */
import type { AgentSettings, GenerateCall, ModelFacts, PlanTask, ProcessPlan, Verification } from "../plan/mod.ts";
import { MOST_AGENTS } from "../plan/handing_on.ts";
import type { Amount } from "./amount.ts";
import { greatest, NO_CALLS, plus, priced, pricedAs, sum, times } from "./amount.ts";
import type { CostBound, ModelBound, StepBound } from "./cost.ts";
import { boundOfChild, UNKNOWN } from "./cost_child.ts";
import { inputTokens } from "./input_tokens.ts";

/** How often a planner is asked for one graph, and a judge for one vote: once more where the answer cannot be used. */
const ASKED = 2;

/** Tokens of what stands around the words of a plan: the form of messages, the descriptions of tools. */
const AROUND = 1_200;

/** What a plan can cost at most that is a graph of tasks; `bound` is that of the specs it runs. */
export function boundProcess(
  plan: ProcessPlan,
  bound: (plan: ProcessPlan["imports"][string]) => CostBound,
): CostBound {
  const tasks = plan.tasks.flatMap((task) => taskSteps(plan, task)), steps = [...tasks, ...plannerSteps(plan)];
  const children = plan.tasks.flatMap((task) => childOf(plan, task, bound)),
    all = [...steps, ...children.map(({ step }) => step)];
  const round = sum(all.map(inAll)), models = [...modelsOf(plan, steps), ...children.flatMap(({ models }) => models)];
  return {
    isWhole: true,
    steps: all,
    models,
    rounds: 1,
    first: greatest(steps.map(({ single }) => single ?? NO_CALLS)),
    round,
    total: round,
    budget: plan.budget,
  };
}

/** All that a step can cost; one for each item of a list costs any number of times as much. */
function inAll({ round, each, price }: StepBound): Amount {
  if (each === undefined || round.calls === 0) return round;
  return price === "free" ? { ...UNKNOWN, usd: 0 } : UNKNOWN;
}

/** Calls of one model that are all alike. */
interface Calls {
  readonly step: StepBound["step"];
  readonly task?: PlanTask;
  readonly model: string;
  /** How many; null: not known beforehand. */
  readonly count: number | null;
  /** Tokens of one prompt; null: not known beforehand. */
  readonly input: number | null;
  /** Tokens of one answer. */
  readonly output: number;
}

function stepOf({ models }: ProcessPlan, { step, task, model, count, input, output }: Calls): StepBound {
  const { facts } = models[model]!, single = priced({ calls: 1, input, output }, facts), price = pricedAs(facts);
  const all = count === null ? undefined : times(single, count) ?? undefined;
  return {
    step,
    model,
    price,
    round: all ?? (price === "free" ? { ...UNKNOWN, usd: 0 } : UNKNOWN),
    single,
    ...(task ? { task: task.name } : {}),
    ...(task?.each ? { each: task.each.list } : {}),
  };
}

/** The most tokens of one prompt: as many as are shown, or as the model takes. */
function windowOf(facts: ModelFacts, shown: number | null = null): number | null {
  const { context } = facts;
  return shown === null ? context ?? null : Math.min(shown + AROUND, context ?? Infinity);
}

function taskSteps(plan: ProcessPlan, task: PlanTask): readonly StepBound[] {
  const { work, attempts, verify } = task, steps: StepBound[] = [];
  if (work.by === "agent") {
    steps.push(...agentSteps(plan, { step: "task", task, settings: work.agent, attempts, count: 1 }));
  }
  if (work.by === "generate") steps.push(...generateSteps(plan, task, work.call));
  if (verify) steps.push(...verifySteps(plan, { verify, task, attempts, count: 1 }));
  if (plan.memory && (work.by === "agent" || work.by === "generate")) {
    const { model, maxTokens } = plan.memory, input = windowOf(plan.models[model]!.facts);
    steps.push(stepOf(plan, { step: "remember", task, model, count: ASKED, input, output: maxTokens }));
  }
  return steps;
}

interface Agents {
  readonly step: StepBound["step"];
  readonly task?: PlanTask;
  readonly settings: AgentSettings;
  readonly attempts: number;
  /** Tasks of this sort. */
  readonly count: number;
}

/** How many attempts each model of a ladder makes: two the first, one each rung, and the last one all that are left. */
function attemptsBy(
  { model, ladder }: Pick<AgentSettings, "model" | "ladder">,
  attempts: number,
): ReadonlyMap<string, number> {
  const by = new Map<string, number>();
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const name = attempt <= 2 ? model : (attempt === 3 ? ladder[0] : ladder.at(-1)) ?? model;
    by.set(name, (by.get(name) ?? 0) + 1);
  }
  return by;
}

function agentSteps(plan: ProcessPlan, { step, task, settings, attempts, count }: Agents): readonly StepBound[] {
  const { turns, maxTokens, context, tools, depth } = settings,
    handsOn = depth > 0 && tools.some((name) => isHandingOn(plan, name));
  return [...attemptsBy(settings, attempts)].map(([model, made]) => {
    const input = windowOf(plan.models[model]!.facts, context ?? null);
    const calls = count * made * turns * (handsOn ? 1 + MOST_AGENTS : 1);
    return stepOf(plan, { step, ...(task ? { task } : {}), model, count: calls, input, output: maxTokens });
  });
}

/** Whether a tool hands work on to other agents. */
export function isHandingOn({ tools }: Pick<ProcessPlan, "tools">, name: string): boolean {
  const tool = tools[name];
  return tool?.by === "built-in" && tool.facts.name === "delegate_task";
}

function generateSteps(plan: ProcessPlan, task: PlanTask, call: GenerateCall): readonly StepBound[] {
  const words = [call.system, call.prompt].flatMap((one) => one ?? []);
  // An attempt that comes later is told why those before it failed.
  const said = task.attempts > 1
    ? null
    : words.reduce<number | null>((all, one) => plus(all, inputTokens(plan, one)), 0);
  return [...attemptsBy(call, task.attempts)].map(([model, count]) => {
    const input = windowOf(plan.models[model]!.facts, said);
    return stepOf(plan, { step: "task", task, model, count, input, output: call.maxTokens });
  });
}

interface Verifying {
  readonly verify: Verification;
  readonly task?: PlanTask;
  readonly attempts: number;
  readonly count: number;
}

function verifySteps(
  plan: ProcessPlan,
  { verify: { llm, votes }, task, attempts, count }: Verifying,
): readonly StepBound[] {
  if (!llm) return [];
  const { model, maxTokens: output } = llm, input = windowOf(plan.models[model]!.facts);
  const calls = count * attempts * votes * ASKED;
  return [stepOf(plan, { step: "verify", ...(task ? { task } : {}), model, count: calls, input, output })];
}

/** Planners, and the tasks that they may make: each as dear as the dearest there can be. */
function plannerSteps(plan: ProcessPlan): readonly StepBound[] {
  const { planner, replan, models } = plan, steps: StepBound[] = [];
  if (planner) {
    const { model, maxTokens: output, most, pattern: { agents, verify, attempts } } = planner;
    steps.push(stepOf(plan, { step: "plan", model, count: ASKED, input: windowOf(models[model]!.facts), output }));
    const made = dearest(
      agents.map((settings) => agentSteps(plan, { step: "planned", settings, attempts, count: most })),
    );
    steps.push(...made, ...dearest(verify.map((one) => verifySteps(plan, { verify: one, attempts, count: most }))));
  }
  if (replan) {
    const { model, maxTokens: output, max, pattern: { agents } } = replan, input = windowOf(models[model]!.facts);
    steps.push(stepOf(plan, { step: "replan", model, count: max * ASKED, input, output }));
    for (const name of new Set(agents.map((settings) => settings.model))) {
      steps.push(stepOf(plan, { step: "replanned", model: name, count: null, input: null, output: 0 }));
    }
  }
  return steps;
}

/** The way that costs most, for none of them is known to be left out. */
function dearest(ways: readonly (readonly StepBound[])[]): readonly StepBound[] {
  const weight = (steps: readonly StepBound[]) => {
    const { usd, output } = sum(steps.map(({ round }) => round));
    return [usd ?? Infinity, output ?? Infinity] as const;
  };
  const sorted = ways.map((steps) => ({ steps, weight: weight(steps) }))
    .toSorted((a, b) => b.weight[0] - a.weight[0] || b.weight[1] - a.weight[1]);
  return sorted[0]?.steps ?? [];
}

function modelsOf({ models }: ProcessPlan, steps: readonly StepBound[]): readonly ModelBound[] {
  const byModel = new Map<string, StepBound[]>();
  for (const step of steps) byModel.set(step.model, [...byModel.get(step.model) ?? [], step]);
  return [...byModel].map(([model, own]): ModelBound => {
    const round = sum(own.map(inAll));
    return { model, price: pricedAs(models[model]!.facts), round, total: round };
  });
}

function childOf(
  { imports }: ProcessPlan,
  { name, work, attempts, each }: PlanTask,
  bound: (plan: ProcessPlan["imports"][string]) => CostBound,
): readonly { readonly step: StepBound; readonly models: readonly ModelBound[] }[] {
  if (work.by !== "run") return [];
  const { step, models } = boundOfChild(work.plan, bound(imports[work.plan]!), attempts);
  const own = { ...step, task: name, ...(each ? { each: each.list } : {}) }, runs = each ? null : 1;
  return [{ step: own, models: models(runs) }];
}
