/**
 * What can be said of tasks before anything that they name is found: what each does, and by which model.
 *
 * @module
 */
import type { Path } from "../spec/located.ts";
import type { ScriptRef } from "../spec/spec.ts";
import type { AgentSettingsSpec } from "../spec/spec_agent.ts";
import type { ProcessSpec } from "../spec/spec_process.ts";
import type { TaskSpec, Work } from "../spec/spec_task.ts";
import { workOf } from "./check_task_keys.ts";
import { STANDING } from "./lower_agent.ts";
import type { Chosen, ModelChoices } from "./process_models.ts";
import type { Unit } from "./unit.ts";

/** A task before anything that it names is found. */
export interface Sketch {
  /** Its name. */
  readonly name: string;
  /** What is written. */
  readonly spec: TaskSpec;
  /** Where. */
  readonly at: Path;
  /** What it does; absent where that is not clear, which has been reported. */
  readonly by: Work | undefined;
  /** Models that do and verify it. */
  readonly models: { readonly worker?: Chosen | undefined; readonly verifier?: Chosen | undefined };
}

/** The tasks of a spec. Their models are chosen here, so that all of them are found together. */
export function sketchTasks(unit: Unit<ProcessSpec>, choices: ModelChoices): readonly Sketch[] {
  const { agent: standing = {}, tasks = {} } = unit.spec;
  if (standing.model !== undefined) {
    choices.choose({ duty: "executor", written: standing.model, at: [...STANDING, "model"], by: STANDING });
  }
  return Object.entries(tasks).map(([name, spec]) => {
    const at = ["tasks", name], by = workOf(unit, at);
    const worker = by === "agent" || by === "generate" ? workerOf(spec, { at, by, standing }, choices) : undefined;
    return { name, spec, at, by, models: { worker, verifier: verifierOf(spec, at, choices) } };
  });
}

interface Doing {
  readonly at: Path;
  readonly by: "agent" | "generate";
  readonly standing: AgentSettingsSpec;
}

/** The model that does a task: its own, or as every agent's of the spec, or the one that is there for it. */
function workerOf(spec: TaskSpec, { at, by, standing }: Doing, choices: ModelChoices): Chosen | undefined {
  const written = spec[by], own: AgentSettingsSpec = typeof written === "object" ? written : {}, place = [...at, by];
  if (written === undefined) return undefined;
  const holder = own.escalate === undefined ? STANDING : place, escalate = own.escalate ?? standing.escalate;
  return choices.choose({
    duty: "executor",
    written: own.model ?? standing.model,
    at: [...(own.model === undefined ? STANDING : place), "model"],
    by: place,
    escalate: escalate === undefined ? undefined : { written: escalate, at: [...holder, "escalate"] },
    hasTools: by === "agent" && (own.tools ?? standing.tools ?? []).length > 0,
  });
}

function verifierOf({ verify }: TaskSpec, at: Path, choices: ModelChoices): Chosen | undefined {
  const llm = typeof verify === "object" ? verify.llm : undefined, by = [...at, "verify", "llm"];
  if (llm === undefined) return undefined;
  const written = typeof llm === "string" ? llm : llm === true ? undefined : llm.model;
  return choices.choose({ duty: "verifier", written, at: typeof llm === "string" ? by : [...by, "model"], by });
}

/** Every place where a function is named. */
export function scriptsNamed(
  { spec: { tools = {} } }: Unit<ProcessSpec>,
  sketches: readonly Sketch[],
): readonly { readonly at: Path; readonly ref: ScriptRef }[] {
  return [
    ...Object.entries(tools).flatMap(([name, tool]) =>
      "script" in tool && tool.script !== undefined ? [{ at: ["tools", name], ref: { script: tool.script } }] : []
    ),
    ...sketches.flatMap(({ at, by, spec: { script } }) =>
      by === "script" && script !== undefined ? [{ at, ref: { script } }] : []
    ),
  ];
}

/** Every name of a tool that is written: for tasks and for agents. */
export function toolsNamed({ spec: { agent } }: Unit<ProcessSpec>, sketches: readonly Sketch[]): ReadonlySet<string> {
  const names = new Set(agent?.tools ?? []);
  for (const { spec } of sketches) {
    if (spec.tool !== undefined) names.add(spec.tool);
    if (typeof spec.agent === "object") { for (const name of spec.agent.tools ?? []) names.add(name); }
  }
  return names;
}
