/**
 * From a process spec to its plan. Every part is lowered whether or not another is wrong, so that all problems are told
 * at once; there is a plan when every part came through.
 *
 * @module
 */
import type { Fields, Type } from "../expr/types.ts";
import { ANY, listOf } from "../expr/types.ts";
import type { GraphNode, Plan, PlanTask, ProcessPlan } from "../plan/mod.ts";
import { find } from "../spec/located.ts";
import type { ProcessSpec } from "../spec/spec_process.ts";
import { checkedTemplate } from "./check_text.ts";
import { reportUnreachable } from "./check_reach.ts";
import { standingSnapshot } from "./definition_options.ts";
import { finished } from "./finish.ts";
import type { Surroundings } from "./frame.ts";
import { baseOf, frameOf } from "./frame.ts";
import { lowerStanding } from "./lower_agent.ts";
import { reportSharedFiles } from "./lower_deliverables.ts";
import { choosePlanners, isPlanned, lowerPlanners } from "./lower_planner.ts";
import type { TaskDraft, TaskWith } from "./lower_task.ts";
import { lowerTask } from "./lower_task.ts";
import { outputsOf } from "./outputs_of_plan.ts";
import { modelChoices } from "./process_models.ts";
import { compileTools, reportUnusedTools, toolsOfPlan } from "./process_tools.ts";
import { placedText } from "./read_text.ts";
import { savePathProblem } from "./save_path.ts";
import { RUN } from "./scopes.ts";
import { everywhere } from "./scopes_process.ts";
import { shapeAt } from "./shape_at.ts";
import type { Sketch } from "./sketch_tasks.ts";
import { scriptsNamed, sketchTasks, toolsNamed } from "./sketch_tasks.ts";
import { needsAmong } from "./task_needs.ts";
import type { KnownTasks, ScopeFor } from "./task_scope.ts";
import { knownTasks, scopesFor } from "./task_scope.ts";
import type { Catalogue } from "./tool_catalogue.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, spanAt } from "./unit.ts";
import type { Giving } from "./values_of_tasks.ts";
import { missableIn, valueOfWork } from "./values_of_tasks.ts";
import type { World } from "./world.ts";

/** The program that runs these plans, and its version. */
const PROGRAM = "process@1";

/** The plan of a spec; undefined where something is wrong, which has been reported. */
export async function compileProcess(unit: Unit<ProcessSpec>, around: Surroundings): Promise<ProcessPlan | undefined> {
  const { world } = around, { spec } = unit, choices = modelChoices(unit, around.defaults);
  const sketches = sketchTasks(unit, choices),
    chosen = choosePlanners(unit, choices),
    scripts = scriptsNamed(unit, sketches);
  const { mentions } = choices, named = { mentions, makers: [], scripts, isTextless: true } as const;
  const frame = await frameOf(unit, around, named), { inputs, models, imports, budget } = frame;
  const common = everywhere(inputs.type, { hasGoal: isWritten(unit, ["goal"]) }),
    bare: ScopeFor = () => ({ names: common });
  const tools = await compileTools(unit, {
    world,
    named: toolsNamed(unit, sketches),
    inputs: inputs.type,
    scripts: frame.scripts,
  });
  const { catalogue } = tools,
    standing = await lowerStanding(unit, { spec: spec.agent, world, catalogue, scopeFor: bare });
  const lowering = { world, models, imports, scripts: frame.scripts, catalogue, standing };
  const drafts = draftTasks(unit, sketches, lowering), all = tasksOf(unit, drafts);
  const { tasks, nodes, isWhole } = await lowerTasks(unit, drafts, { ...lowering, common, tasks: all });
  const planners = await lowerPlanners(unit, { ...lowering, chosen, scopeFor: bare });
  const goal = await lowerGoal(unit, world, inputs.type), workspace = lowerWorkspace(unit);
  choices.reportAbilities(models);
  reportSharedFiles(unit, drafts);
  reportEmpty(unit);
  reportRounds(unit);
  const outputs = scopesFor(unit, { names: common, tasks: all, missable: missableIn(tasks) });
  const base = baseOf(unit, frame, { program: PROGRAM, scopes: { text: { names: common }, outputs } });
  reportUnreachable(unit, { tasks: drafts, nodes, outputs: base?.outputs ?? {}, open: all.open });
  if (!base || !isWhole || !planners || goal === null) return undefined;
  const { width, snapshot = standingSnapshot(around.defaults) } = spec;
  const own = {
    ...(goal === undefined ? {} : { goal }),
    ...(workspace === undefined ? {} : { workspace }),
    ...(snapshot === undefined ? {} : { snapshot }),
  };
  const plan: ProcessPlan = {
    ...base,
    kind: "process",
    uses: base.uses.filter((use) => use === "perplexity"),
    ...own,
    ...toolsOfPlan(tools),
    tasks,
    ...(width === undefined ? {} : { width }),
    ...planners,
  };
  reportUnusedTools(unit, plan);
  const runs = drafts.flatMap(({ by, spec: { run } }) => by === "run" && run !== undefined ? [run] : []);
  return finished(unit, plan, { mentions, scripted: scripts.length > 0, imports: runs, budget });
}

interface Giver {
  readonly catalogue: Catalogue;
  readonly imports: { readonly [name: string]: Plan };
}

/** Tasks whose work is clear, and the types of what they give. */
function draftTasks(unit: Unit, sketches: readonly Sketch[], giver: Giver): readonly TaskDraft[] {
  const outputs = new Map<string, Type>();
  const worthOf = (name: string): Type => {
    if (!outputs.has(name)) {
      outputs.set(name, Object.hasOwn(giver.imports, name) ? outputsOf(giver.imports[name]!) : ANY);
    }
    return outputs.get(name)!;
  };
  return sketches.flatMap((sketch): readonly TaskDraft[] => {
    const { by, spec, at } = sketch, path = [...at, "returns"];
    if (by === undefined) return [];
    const returns = spec.returns === undefined ? undefined : shapeAt(unit, path, spec.returns);
    const isLost = returns === undefined && isWritten(unit, path);
    return [{ ...sketch, by, returns, out: isLost ? ANY : valueOfWork(givingOf(sketch, giver, worthOf), returns) }];
  });
}

function givingOf({ by, spec }: Sketch, { catalogue }: Giver, worthOf: (name: string) => Type): Giving {
  switch (by) {
    case "tool": {
      const [name] = spec.tool === undefined ? [] : catalogue.find(spec.tool);
      return { by, tool: name === undefined ? undefined : catalogue.tool(name) };
    }
    case "run":
      return { by, outputs: spec.run === undefined ? ANY : worthOf(spec.run) };
    case "ask":
      return { by, choices: spec.choices };
    case "agent":
      return { by, isVerified: spec.verify !== undefined || spec.deliverables !== undefined };
    default:
      return { by: by! };
  }
}

/** All tasks as expressions know them; one that is wrong may be anything, and so may those that a planner makes. */
function tasksOf(unit: Unit<ProcessSpec>, drafts: readonly TaskDraft[]): KnownTasks {
  const known = new Map(drafts.map(({ name, out, spec: { each } }) => [name, each === undefined ? out : listOf(out)]));
  const fields: Fields = Object.fromEntries(tasksWritten(unit).map((name) => [name, known.get(name) ?? ANY]));
  // Where all of them are wrong as a whole, that has been reported.
  const isLost = isWritten(unit, ["tasks"]) && unit.spec.tasks === undefined;
  return knownTasks(fields, { open: isPlanned(unit.spec) || isLost });
}

/** Names of all tasks that are written, right or wrong. */
function tasksWritten({ located }: Unit): readonly string[] {
  const { value, missing } = find(located, ["tasks"]);
  return missing.length === 0 && value.kind === "map" ? value.entries.map(({ key }) => key) : [];
}

/** The tasks that are sound, in the order in which they are written, and whether all are. */
async function lowerTasks(
  unit: Unit<ProcessSpec>,
  drafts: readonly TaskDraft[],
  around: TaskWith,
): Promise<{ readonly tasks: readonly PlanTask[]; readonly nodes: readonly GraphNode[]; readonly isWhole: boolean }> {
  const needs = needsAmong(unit, around.tasks), lowered: PlanTask[] = [];
  for (const draft of drafts) {
    const task = await lowerTask(unit, draft, { ...around, needs: needs.of(draft) });
    if (task) lowered.push(task);
  }
  needs.reportCycles();
  return {
    tasks: lowered,
    nodes: needs.nodes(),
    isWhole: lowered.length === Object.keys(unit.spec.tasks ?? {}).length,
  };
}

async function lowerGoal(unit: Unit<ProcessSpec>, world: World, inputs: Type): Promise<string | null | undefined> {
  const { goal } = unit.spec;
  if (goal === undefined) return isWritten(unit, ["goal"]) ? null : undefined;
  const placed = await placedText(unit, world, ["goal"], goal), names = everywhere(inputs, { hasGoal: false });
  return placed && checkedTemplate(unit, placed, { names: { ...names, run: RUN } }) || null;
}

function lowerWorkspace(unit: Unit<ProcessSpec>): string | undefined {
  const { workspace } = unit.spec;
  if (workspace === undefined) return undefined;
  const bare = workspace.replace(/(?<=.)[/\\]+$/, ""),
    reason = bare.includes("${{") ? "it is no template" : savePathProblem(bare);
  if (bare !== "." && reason !== undefined) unit.report("bad-workspace", spanAt(unit, ["workspace"]), { reason });
  return workspace;
}

/** A process has something to do: tasks, or a planner that makes some. */
function reportEmpty(unit: Unit<ProcessSpec>): void {
  const isLost = isWritten(unit, ["tasks"]) && unit.spec.tasks === undefined;
  if (tasksWritten(unit).length > 0 || isLost || isPlanned(unit.spec)) return;
  unit.report("no-tasks", keyAt(unit, [isWritten(unit, ["tasks"]) ? "tasks" : "kind"]), {});
}

/** Warns of a limit of rounds, for there are none. */
function reportRounds(unit: Unit<ProcessSpec>): void {
  if (unit.spec.budget?.iterations === undefined) return;
  unit.report("no-effect", keyAt(unit, ["budget", "iterations"]), {
    key: "iterations",
    why: "a process has no rounds",
  });
}
