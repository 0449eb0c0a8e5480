/**
 * From a process definition to its plan. Its phases become tasks as they are written, or are what a planner works from;
 * models come from `loom.toml`s, by their roles.
 *
 * @module
 */
import type { PlanBase, PlanTask, ProcessPlan } from "../plan/mod.ts";
import type { Definition } from "../spec/definition.ts";
import type { CommonSpec } from "../spec/spec.ts";
import type { Making } from "./definition_agents.ts";
import { answerTokens, patternFor, replanFor } from "./definition_agents.ts";
import { checkDefinition, heldRules, unheldPatterns } from "./definition_check.ts";
import type { DefinitionUnit } from "./definition_check.ts";
import { processOptions, standingSnapshot } from "./definition_options.ts";
import { plannerFor } from "./definition_planner.ts";
import { GOAL } from "./definition_prompt.ts";
import { castOf, STAND_INS } from "./definition_roles.ts";
import type { Cast, Role } from "./definition_roles.ts";
import { namedPhases, strictTasks } from "./definition_tasks.ts";
import { namesIn, scriptsIn, supplyOf, toolsFor } from "./definition_tools.ts";
import type { Frame, Surroundings } from "./frame.ts";
import { baseOf, frameOf } from "./frame.ts";
import type { Models } from "./models.ts";
import type { Unit } from "./unit.ts";
import { spanAt } from "./unit.ts";

/** The program that runs these plans, and its version. */
const PROGRAM = "process@1";

/** What a run of every process is given. */
const INPUTS: NonNullable<CommonSpec["inputs"]> = {
  goal: { type: "text", description: "What is to be achieved" },
  context: { type: "text", default: "", description: "What else there is to know" },
};

/** Tokens of what is noted of a task. */
const NOTES = 2_048;

/** The plan of a definition; undefined where something is wrong, which has been reported. */
export async function compileDefinition(
  definition: Definition,
  common: Omit<Unit, "spec" | "drawing">,
  around: Surroundings,
): Promise<ProcessPlan | undefined> {
  const { name, description, permissions } = definition, { world, defaults, origins } = around;
  const spec: CommonSpec = {
    ...(name === undefined ? {} : { name }),
    description,
    inputs: INPUTS,
    ...(permissions === undefined ? {} : { permissions }),
  };
  const unit = { ...common, spec, definition }, supply = await supplyOf(unit, world), cast = castOf(defaults);
  const unheld = await unheldPatterns(definition, world);
  checkDefinition(unit, { tools: namesIn(supply), unheld });
  if (!cast) unit.report("no-model-for-process", spanAt(unit, ["name"]), { roles: Object.keys(STAND_INS) });
  const mentions = (cast ? chosenIn(cast) : []).map(({ chosen }) => ({ name: chosen.name, at: ["name"] }));
  const quiet = { ...around, origins: [] };
  const frame = await frameOf(unit, quiet, { mentions, makers: [], scripts: scriptsIn(supply, definition) });
  const tools = toolsFor(unit, supply, frame.scripts);
  origins.push(...quiet.origins.filter(({ of }) => of === "budget"), ...cast?.origins ?? []);
  if (!cast || !areAble(unit, cast, frame.models)) return undefined;
  const base = baseOf(unit, withoutSave(frame), {
    program: PROGRAM,
    scopes: { text: { names: {} }, outputs: { names: {} } },
  });
  if (!base) return undefined;
  const held = { ...definition, rules: heldRules(definition.rules, unheld) };
  const making = { cast, models: frame.models, options: processOptions(defaults), tools: Object.keys(tools) };
  const snapshot = standingSnapshot(defaults);
  return { ...planOf(held, making), ...(snapshot ? { snapshot } : {}), ...lasting(base), tools };
}

function planOf(
  definition: Definition,
  making: Making,
): Omit<ProcessPlan, keyof PlanBase | "tools"> {
  const { mode, memory } = definition, { cast: { extractor }, models, options } = making;
  const phases = namedPhases(definition.phases), pattern = patternFor(definition, making);
  const isWritten = mode === "strict" && phases.length > 0, replan = replanFor(definition, making, pattern);
  const tasks: readonly PlanTask[] = isWritten ? strictTasks(phases, pattern) : [];
  return {
    kind: "process",
    goal: GOAL,
    servers: {},
    tasks,
    width: options.width,
    ...(isWritten ? {} : { planner: plannerFor(definition, { ...making, phases }, pattern) }),
    ...(replan ? { replan } : {}),
    ...(memory.types.length === 0 ? {} : {
      memory: {
        model: extractor.name,
        maxTokens: answerTokens(extractor, models, NOTES),
        types: typesOf(definition),
        ...(memory.guidance === "" ? {} : { guidance: memory.guidance }),
      },
    }),
  };
}

function typesOf({ memory: { types } }: Definition): readonly { readonly type: string; readonly about: string }[] {
  const first = new Map<string, string>();
  for (const { name, about } of types) if (!first.has(name)) first.set(name, about);
  return [...first].map(([type, about]) => ({ type, about }));
}

/** Texts of tasks are files of their own: nothing is saved beside them. */
function withoutSave(frame: Frame): Frame {
  return { ...frame, save: { value: undefined, unit: frame.save.unit, at: frame.save.at } };
}

/** What is paid for must survive a power cut. */
function lasting(base: PlanBase): PlanBase {
  const costs = Object.values(base.models).some(({ facts }) => !facts.local || facts.price !== undefined);
  return { ...base, durability: costs ? "full" : "normal" };
}

interface Part {
  readonly role: Role;
  readonly chosen: Cast["planner"];
}

function chosenIn({ planner, executors, verifier, extractor }: Cast): readonly Part[] {
  return [
    { role: "planner", chosen: planner },
    ...executors.map((chosen): Part => ({ role: "executor", chosen })),
    { role: "verifier", chosen: verifier },
    { role: "extractor", chosen: extractor },
  ];
}

/** Whether every model can do what it is taken for; one that cannot is reported. */
function areAble(unit: DefinitionUnit, cast: Cast, models: Models): boolean {
  const told = new Set<string>();
  for (const { role, chosen: { name } } of chosenIn(cast)) {
    const facts = models.get(name)?.facts;
    if (!facts || (facts.supports.chat && facts.supports.instructs) || told.has(name)) continue;
    told.add(name);
    unit.report("cannot-work", spanAt(unit, ["name"]), { model: name, use: facts.id, role });
  }
  return told.size === 0;
}
