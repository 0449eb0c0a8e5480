/**
 * What the tasks of a process are made of: agents by the tier of their models, verification by how strict it is.
 *
 * @module
 */
import type { AgentSettings, Replan, TaskPattern, Verification } from "../plan/process_plan.ts";
import type { Rule } from "../plan/process_plan.ts";
import type { DefinedRule, Definition } from "../spec/definition.ts";
import type { Cast, Chosen } from "./definition_roles.ts";
import type { ProcessOptions } from "./definition_options.ts";
import { patternOf } from "./definition_pattern.ts";
import { tokensOf } from "./model_entry.ts";
import type { Models } from "./models.ts";

/** What agents are made from. */
export interface Making {
  /** Who does what. */
  readonly cast: Cast;
  /** Models by name. */
  readonly models: Models;
  /** How processes are run. */
  readonly options: ProcessOptions;
  /** Names of tools that agents get. */
  readonly tools: readonly string[];
}

/** Turns of a model in one attempt. */
const TURNS = 20;
/** Tokens of an answer whose model's entry does not say how long it may be. */
const TOKENS = 4_096;
/** Tokens of a graph. */
export const GRAPH_TOKENS = 8_192;
/** The tool by which agents hand work on. */
const DELEGATE = "delegate_task";

/** What the tasks of a process are made of. */
export function patternFor(definition: Definition, making: Making): TaskPattern {
  const { options } = making;
  return {
    agents: [agentOf(definition, making, 0), agentOf(definition, making, 1), agentOf(definition, making, 2)],
    verify: [
      verification(definition, making, 1),
      verification(definition, making, 2),
      verification(definition, making, 3),
    ],
    attempts: options.attempts,
  };
}

function agentOf(definition: Definition, { cast, models, tools }: Making, tier: 0 | 1 | 2): AgentSettings {
  const { executors } = cast, taken = executors[tier], system = systemOf(definition);
  const above = [executors[Math.min(tier + 1, 2)]!.name, executors[2].name];
  return {
    model: taken.name,
    ladder: above.every((name) => name === taken.name) ? [] : above,
    ...(system === "" ? {} : { system: { text: system } }),
    tools,
    turns: TURNS,
    maxTokens: answerTokens(taken, models),
    sampling: {},
    approve: { policy: "risky" },
    depth: tools.includes(DELEGATE) ? 1 : 0,
  };
}

/** What agents are told to be, and how they are to use their tools; planners are told it as well. */
function systemOf({ name, description, persona, toolGuidance }: Definition): string {
  if (persona === "" && toolGuidance === "") return "";
  const role = persona === "" ? `You do a part of the process \`${name}\`. ${description}`.trim() : persona;
  return toolGuidance === "" ? role : `${role}\n\nHow to use the tools:\n${toolGuidance}`;
}

/** Tokens of an answer: what the entry of a model says, or as many as are usual and as it has room for. */
export function answerTokens({ name, entry }: Chosen, models: Models, usual: number = TOKENS): number {
  const facts = models.get(name)?.facts, { max_output: most } = entry;
  if (most !== undefined) return tokensOf(most);
  const room = facts?.context === undefined ? usual : Math.floor(facts.context / 4);
  return Math.max(1, Math.min(usual, facts?.maxOutput ?? usual, room));
}

/** Tokens of a verdict. */
const VERDICT = 2_048;

function verification({ rules }: Definition, { cast, models, options }: Making, tier: 1 | 2 | 3): Verification {
  const { checks, judges, votes, pause } = options, isJudged = judges && tier > 1, { verifier } = cast;
  const held = rules.filter(({ type }) => type === "regex" ? checks : isJudged);
  return {
    files: checks,
    rules: held.map(ruleOf),
    ...(isJudged ? { llm: { model: verifier.name, maxTokens: answerTokens(verifier, models, VERDICT) } } : {}),
    votes: isJudged && tier === 3 ? votes : 1,
    ...(pause === undefined ? {} : { pause }),
  };
}

function ruleOf({ name, description, check, severity, type, target }: DefinedRule): Rule {
  const read = type === "regex" ? patternOf(check) : undefined;
  return { name, description, check: read?.ok ? read.pattern : check.trim(), severity, type, target };
}

/**
 * When the graph is made anew; undefined where it never is. A strict process has to ask for it, and its phases stay: only
 * one that failed may be done in another way.
 */
export function replanFor(
  { mode, phases, replanning: { triggers, guidance } }: Definition,
  { cast: { planner }, models, options }: Making,
  pattern: TaskPattern,
): Replan | undefined {
  const words = [triggers && `It is to be done anew when:\n${triggers}`, guidance].filter((part) => part !== "");
  const isStrict = mode === "strict" && phases.length > 0;
  if (options.replans === 0 || (isStrict && words.length === 0)) return undefined;
  return {
    model: planner.name,
    maxTokens: answerTokens(planner, models, GRAPH_TOKENS),
    max: options.replans,
    may: isStrict ? ["add"] : ["add", "replace"],
    ...(words.length === 0 ? {} : { guidance: words.join("\n\n") }),
    pattern,
  };
}
