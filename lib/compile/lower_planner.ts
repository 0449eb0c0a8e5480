/**
 * Who makes the graph of a process, when it is made anew, and what is kept of what its tasks find out.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type {
  AgentSettings,
  Extraction,
  Planner,
  ProcessPlan,
  Replan,
  TaskPattern,
  Verification,
} from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { TextOrFile } from "../spec/spec.ts";
import type { PlannerSpec, ProcessSpec } from "../spec/spec_process.ts";
import type { Agenting } from "./lower_agent.ts";
import { lengthOf, lowerSettings, STANDING } from "./lower_agent.ts";
import { FILES_ALONE } from "./lower_verify.ts";
import type { Chosen, ModelChoices } from "./process_models.ts";
import { placedText } from "./read_text.ts";
import type { ScopeFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt } from "./unit.ts";

/** What planners are asked with, unless a spec says. */
const MOST_TASKS = 15, PLAN_TOKENS = 8_192, REPLANS = 2, MEMORY_TOKENS = 2_048;

/** How tasks are done that a planner makes. */
const ATTEMPTS = 3, TIMEOUT = 600_000, VERDICT_TOKENS = 1_024, VOTES = 3;

/** What is looked for in what tasks find out, unless a spec says. */
const TYPES: { readonly [type: string]: string } = {
  decision: "what was decided, and why",
  discovery: "what was found out that others would have to find out again",
  error: "what went wrong, and what helped",
  artifact: "what was made, and where it is",
};

/** The models around the graph; absent ones are not wanted, or are not there, which has been reported. */
export interface PlannerModels {
  /** Makes the graph. */
  readonly planner?: Chosen | undefined;
  /** Makes it anew. */
  readonly replanner?: Chosen | undefined;
  /** Finds out what is worth remembering. */
  readonly extractor?: Chosen | undefined;
  /** Do the tasks that planners make, by their tiers. */
  readonly agents: readonly (Chosen | undefined)[];
  /** Verifies them; absent: they are verified without a model. */
  readonly verifier?: Chosen | undefined;
}

/** Who makes the graph; a word alone is the mode. */
export function plannerOf({ plan = "strict" }: ProcessSpec): PlannerSpec {
  return typeof plan === "string" ? { mode: plan } : plan;
}

/** Whether a planner has a part in the graph from the beginning. */
export function isPlanned(spec: ProcessSpec): boolean {
  const { mode } = plannerOf(spec);
  return mode === "guided" || mode === "suggestive";
}

/** Chooses the models around the graph. */
export function choosePlanners(unit: Unit<ProcessSpec>, choices: ModelChoices): PlannerModels {
  const { spec } = unit,
    { agent, replan, memory } = spec,
    planned = isPlanned(spec),
    by: Path = [planned ? "plan" : "replan"];
  const planner = planned
    ? choices.choose({ duty: "planner", written: plannerOf(spec).model, at: ["plan", "model"], by: ["plan"] })
    : undefined;
  const replanner = replan &&
    choices.choose({ duty: "planner", written: replan.model, at: ["replan", "model"], by: ["replan"] });
  const extractor = memory &&
    choices.choose({ duty: "extractor", written: memory.model, at: ["memory", "model"], by: ["memory"] });
  if (!planned && !replan) return { extractor, agents: [] };
  const escalate = agent?.escalate === undefined
    ? undefined
    : { written: agent.escalate, at: [...STANDING, "escalate"] };
  // Where nobody is there to do tasks, planners do those that they make.
  const own = agent?.model ?? (choices.has("executor") ? undefined : (planner ?? replanner)?.model);
  if (own === undefined && !choices.has("executor")) return { planner, replanner, extractor, agents: [] };
  const at = agent?.model === undefined ? by : [...STANDING, "model"], hasTools = (agent?.tools ?? []).length > 0;
  const worker = (tier: number) =>
    own === undefined && choices.has("executor") && !escalate
      ? choices.ofTier("executor", tier, by)
      : choices.choose({ duty: "executor", written: own, at, by, escalate, hasTools });
  return {
    planner,
    replanner,
    extractor,
    agents: [1, 2, 3].map(worker),
    verifier: choices.has("verifier") ? choices.ofTier("verifier", 1, by) : undefined,
  };
}

/** What lowering the planners needs beside the spec. */
export interface Planning extends Agenting {
  /** The models. */
  readonly chosen: PlannerModels;
  /** What templates may speak of that are about no task. */
  readonly scopeFor: ScopeFor;
}

/** The parts of a plan that are about its graph as a whole; undefined where something is wrong, which has been reported. */
export async function lowerPlanners(
  unit: Unit<ProcessSpec>,
  planning: Planning,
): Promise<Pick<ProcessPlan, "planner" | "replan" | "memory"> | undefined> {
  const { spec } = unit, pattern = await patternOf(unit, planning);
  const planner = isPlanned(spec) ? await lowerPlanner(unit, planning, pattern) : undefined;
  const replan = spec.replan ? await lowerReplan(unit, planning, pattern) : undefined;
  const memory = spec.memory ? await lowerMemory(unit, planning) : undefined;
  reportGoal(unit);
  const lost = [[isPlanned(spec), planner], [spec.replan, replan], [spec.memory, memory]].some(([asked, made]) =>
    asked && !made
  );
  if (lost) return undefined;
  return { ...(planner ? { planner } : {}), ...(replan ? { replan } : {}), ...(memory ? { memory } : {}) };
}

/** A planner has to know what a graph is for. */
function reportGoal(unit: Unit<ProcessSpec>): void {
  if (isPlanned(unit.spec) && !isWritten(unit, ["goal"])) unit.report("no-goal", keyAt(unit, ["plan"]), {});
}

/** Words that nobody renders: they may stand in a file; null where that is wrong, which has been reported. */
async function wordsAt(
  unit: Unit,
  at: Path,
  { value, world }: { readonly value: TextOrFile | undefined; readonly world: Planning["world"] },
): Promise<string | null | undefined> {
  if (value === undefined) return isWritten(unit, at) ? null : undefined;
  return (await placedText(unit, world, at, value))?.text ?? null;
}

async function lowerPlanner(
  unit: Unit<ProcessSpec>,
  { chosen: { planner: chosen }, models, world }: Planning,
  pattern: TaskPattern | undefined,
): Promise<Planner | undefined> {
  const { mode, max_tasks: most = MOST_TASKS, max_tokens: asked, scan = [], guidance: value, examples = [] } =
    plannerOf(unit.spec);
  const guidance = await wordsAt(unit, ["plan", "guidance"], { value, world });
  if (!chosen || !pattern || guidance === null || mode === undefined || mode === "strict") return undefined;
  const facts = models.get(chosen.model)?.facts;
  return {
    mode,
    model: chosen.model,
    maxTokens: lengthOf(unit, { chosen, facts, asked, at: ["plan", "max_tokens"] }, PLAN_TOKENS),
    phases: [],
    examples: examples.map(({ goal = "", tasks = [] }) => ({ goal, tasks: tasks as Json })),
    scan: scan.map(({ files = [], about = "" }) => ({ patterns: [files].flat(), about })),
    ...(guidance === undefined ? {} : { guidance }),
    most,
    pattern,
  };
}

async function lowerReplan(
  unit: Unit<ProcessSpec>,
  { chosen: { replanner: chosen }, models, world }: Planning,
  pattern: TaskPattern | undefined,
): Promise<Replan | undefined> {
  const { max = REPLANS, may = ["add", "replace"], max_tokens: asked, guidance: value } = unit.spec.replan!;
  const guidance = await wordsAt(unit, ["replan", "guidance"], { value, world });
  if (!chosen || !pattern || guidance === null) return undefined;
  const facts = models.get(chosen.model)?.facts;
  return {
    model: chosen.model,
    maxTokens: lengthOf(unit, { chosen, facts, asked, at: ["replan", "max_tokens"] }, PLAN_TOKENS),
    max,
    may: [...new Set(may)],
    ...(guidance === undefined ? {} : { guidance }),
    pattern,
  };
}

async function lowerMemory(
  unit: Unit<ProcessSpec>,
  { chosen: { extractor: chosen }, models, world }: Planning,
): Promise<Extraction | undefined> {
  const { types = TYPES, max_tokens: asked, guidance: value } = unit.spec.memory!;
  const guidance = await wordsAt(unit, ["memory", "guidance"], { value, world });
  if (!chosen || guidance === null) return undefined;
  const facts = models.get(chosen.model)?.facts;
  return {
    model: chosen.model,
    maxTokens: lengthOf(unit, { chosen, facts, asked, at: ["memory", "max_tokens"] }, MEMORY_TOKENS),
    types: Object.entries(types).map(([type, about]) => ({ type, about })),
    ...(guidance === undefined ? {} : { guidance }),
  };
}

/** What tasks are made of that planners make. */
async function patternOf(
  unit: Unit,
  { chosen: { agents, verifier }, scopeFor, ...around }: Planning,
): Promise<TaskPattern | undefined> {
  const settings: (AgentSettings | undefined)[] = [];
  for (const chosen of agents) {
    settings.push(
      chosen && await lowerSettings(unit, { spec: around.standing.spec, at: STANDING, chosen, scopeFor }, around),
    );
  }
  const [first, second, third] = settings;
  if (!first || !second || !third) return undefined;
  const llm = verifier && { model: verifier.model, maxTokens: VERDICT_TOKENS };
  const judged: Verification = { ...FILES_ALONE, ...(llm ? { llm } : {}) };
  return {
    agents: [first, second, third],
    verify: [FILES_ALONE, judged, { ...judged, votes: llm ? VOTES : 1 }],
    attempts: ATTEMPTS,
    timeout: TIMEOUT,
  };
}
