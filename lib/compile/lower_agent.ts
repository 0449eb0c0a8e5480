/**
 * Models that do tasks: how they are asked.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import type { AgentCall, AgentSettings, Approval, GenerateCall, ModelFacts, Wording } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { Samplers, TextOrFile } from "../spec/spec.ts";
import type { AgentEntry, AgentSettingsSpec, AgentSpec, GenerateEntry, GenerateSpec } from "../spec/spec_agent.ts";
import { reportUntaken, reportUnusual } from "./check_samplers.ts";
import { checkedTemplate } from "./check_text.ts";
import { tokensOf } from "./model_entry.ts";
import type { Models } from "./models.ts";
import type { Chosen } from "./process_models.ts";
import { placedText } from "./read_text.ts";
import type { ScopeFor } from "./task_scope.ts";
import type { Catalogue } from "./tool_catalogue.ts";
import type { Unit } from "./unit.ts";
import { isWritten, spanAt } from "./unit.ts";
import type { World } from "./world.ts";

/** What models are asked with, unless a spec says. */
const TURNS = 20, TOKENS = 4_096, DEPTH = 1;

/** What lowering agents needs beside the spec. */
export interface Agenting {
  /** Models by name. */
  readonly models: Models;
  /** Tools by name. */
  readonly catalogue: Catalogue;
  /** Where files come from. */
  readonly world: World;
  /** What holds for every agent of the spec. */
  readonly standing: Standing;
}

/** What holds for every agent of a spec. */
export interface Standing {
  /** What is written. */
  readonly spec: AgentSettingsSpec;
  /** What they are told to be; null where that is wrong, which has been reported. */
  readonly system: Wording | null | undefined;
  /** Names of their tools in the plan. */
  readonly tools: readonly string[];
}

/** Where what holds for every agent is written. */
export const STANDING: Path = ["agent"];

/** What holds for every agent of a spec. */
export async function lowerStanding(
  unit: Unit,
  { spec, scopeFor, ...around }: Pick<Agenting, "catalogue" | "world"> & {
    readonly spec: AgentSettingsSpec | undefined;
    readonly scopeFor: ScopeFor;
  },
): Promise<Standing> {
  const { catalogue, world } = around, given = spec ?? {};
  const system = await lowerWords(unit, [...STANDING, "system"], { value: given.system, world, scopeFor });
  return { spec: given, system, tools: toolNames(given.tools ?? [], { at: [...STANDING, "tools"], catalogue }) };
}

interface Words {
  readonly value: TextOrFile | undefined;
  readonly world: World;
  readonly scopeFor: ScopeFor;
}

/** A template of words; undefined where there is none, null where it is wrong, which has been reported. */
export async function lowerWords(
  unit: Unit,
  at: Path,
  { value, world, scopeFor }: Words,
): Promise<Wording | null | undefined> {
  if (value === undefined) return isWritten(unit, at) ? null : undefined;
  const placed = await placedText(unit, world, at, value);
  const template = placed && checkedTemplate(unit, placed, scopeFor(placed, "template"));
  return template === undefined ? null : { template };
}

function toolNames(
  written: readonly string[],
  { at, catalogue }: { readonly at: Path; readonly catalogue: Catalogue },
): readonly string[] {
  return [...new Set(written.flatMap((name, i) => catalogue.named(name, [...at, i]) ?? []))];
}

/** The settings of an agent, by what its task says and what holds for all; undefined where something is wrong. */
export async function lowerSettings(
  unit: Unit,
  { spec, at, chosen, scopeFor }: Written<AgentSettingsSpec>,
  { models, catalogue, world, standing }: Agenting,
): Promise<AgentSettings | undefined> {
  const all = standing.spec, facts = models.get(chosen.model)?.facts;
  const own = await lowerWords(unit, [...at, "system"], { value: spec.system, world, scopeFor });
  const system = own === undefined ? standing.system : own;
  const tools = spec.tools ? toolNames(spec.tools, { at: [...at, "tools"], catalogue }) : standing.tools;
  const placed = (key: keyof AgentSettingsSpec): Path => spec[key] === undefined ? STANDING : at;
  const context = spec.context ?? all.context, sampling = spec.sampling ?? all.sampling ?? {};
  const length = { asked: spec.max_tokens ?? all.max_tokens, at: [...placed("max_tokens"), "max_tokens"] };
  if (system === null) return undefined;
  if (spec.sampling) reportSampling(unit, { chosen, models, sampling, at: [...at, "sampling"] });
  if (facts) {
    reportContext(unit, {
      chosen,
      facts,
      context: context === undefined ? undefined : tokensOf(context),
      at: [...placed("context"), "context"],
    });
  }
  return {
    model: chosen.model,
    ladder: chosen.ladder,
    ...(system ? { system } : {}),
    tools,
    turns: spec.turns ?? all.turns ?? TURNS,
    maxTokens: lengthOf(unit, { chosen, facts, ...length }),
    sampling,
    ...(context === undefined ? {} : { context: tokensOf(context) }),
    approve: approvalOf(spec.approve ?? all.approve),
    depth: spec.depth ?? all.depth ?? DEPTH,
  };
}

/** Something that is written for a model, and which one it is. */
export interface Written<S> {
  /** What is written. */
  readonly spec: S;
  /** Where. */
  readonly at: Path;
  /** The model, and those that take over. */
  readonly chosen: Chosen;
  /** What its texts may speak of. */
  readonly scopeFor: ScopeFor;
}

/** The work of an agent; undefined where something is wrong, which has been reported. */
export async function lowerAgent(
  unit: Unit,
  { spec, at, ...written }: Written<AgentSpec>,
  around: Agenting,
): Promise<AgentCall | undefined> {
  const entry: AgentEntry = typeof spec === "string" ? { prompt: spec } : spec;
  const prompt = await lowerPrompt(unit, { spec, at, ...written }, around.world);
  const settings = await lowerSettings(unit, { spec: entry, at, ...written }, around);
  return prompt && settings && { ...settings, prompt };
}

async function lowerPrompt(
  unit: Unit,
  { spec, at, scopeFor }: Written<AgentSpec | GenerateSpec>,
  world: World,
): Promise<Wording | undefined> {
  const [value, path] = typeof spec === "string" ? [spec, at] : [spec.prompt, [...at, "prompt"]];
  return await lowerWords(unit, path, { value, world, scopeFor }) ?? undefined;
}

/** A single answer of a model; undefined where something is wrong, which has been reported. */
export async function lowerGenerate(
  unit: Unit,
  { spec, at, ...written }: Written<GenerateSpec>,
  { models, world }: Agenting,
): Promise<GenerateCall | undefined> {
  const entry: GenerateEntry = typeof spec === "string" ? { prompt: spec } : spec, { chosen, scopeFor } = written;
  const prompt = await lowerPrompt(unit, { spec, at, ...written }, world);
  const system = await lowerWords(unit, [...at, "system"], { value: entry.system, world, scopeFor });
  const facts = models.get(chosen.model)?.facts, sampling = entry.sampling ?? {};
  reportSampling(unit, { chosen, models, sampling, at: [...at, "sampling"] });
  if (!prompt || system === null) return undefined;
  return {
    ...chosen,
    ...(system ? { system } : {}),
    prompt,
    maxTokens: lengthOf(unit, { chosen, facts, asked: entry.max_tokens, at: [...at, "max_tokens"] }),
    sampling,
  };
}

interface Length {
  readonly chosen: Chosen;
  readonly facts: ModelFacts | undefined;
  readonly asked: number | undefined;
  readonly at: Path;
}

/** Tokens of an answer: as it is written, or as many as are usual and the model gives. */
export function lengthOf(unit: Unit, { chosen: { model }, facts, asked, at }: Length, usual: number = TOKENS): number {
  const { maxOutput = Infinity, context = Infinity } = facts ?? {};
  if (asked === undefined) return Math.max(1, Math.min(usual, maxOutput, Math.floor(context / 2)));
  if (asked > maxOutput) unit.report("small-output", spanAt(unit, at), { model, asked, most: maxOutput });
  return asked;
}

interface Shown {
  readonly chosen: Chosen;
  readonly facts: ModelFacts;
  readonly context: number | undefined;
  readonly at: Path;
}

function reportContext(unit: Unit, { chosen: { model }, facts: { context: window }, context: asked, at }: Shown): void {
  if (asked === undefined || window === undefined || asked <= window) return;
  unit.report("small-window", spanAt(unit, at), { model, asked, window });
}

interface Drawn {
  readonly chosen: Chosen;
  readonly models: Models;
  readonly sampling: Samplers<number>;
  readonly at: Path;
}

/** Warns of samplers that are hardly meant, or that a model does not take. */
export function reportSampling(unit: Unit, { chosen, models, sampling, at }: Drawn): void {
  reportUnusual(unit, sampling, at);
  for (const name of [chosen.model, ...chosen.ladder]) {
    const facts = models.get(name)?.facts;
    if (facts) reportUntaken(unit, { name, facts, samplers: sampling, at });
  }
}

function approvalOf(written: AgentSettingsSpec["approve"] = "risky"): Approval {
  if (typeof written === "string") return { policy: written };
  const { policy = "risky", timeout } = written;
  return { policy, ...(timeout === undefined ? {} : { timeout: parseDuration(timeout)! }) };
}
