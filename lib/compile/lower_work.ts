/**
 * What a task does: exactly one thing, with what that takes.
 *
 * @module
 */
import { parseDuration } from "../base/duration.ts";
import { enumOf, STRING } from "../expr/types.ts";
import type { Plan, TaskWork } from "../plan/mod.ts";
import type { Path } from "../spec/located.ts";
import type { GivenSpec, TaskSpec, Work } from "../spec/spec_task.ts";
import { reportReferences } from "./check_secrets.ts";
import { checkedTemplate } from "./check_text.ts";
import type { Agenting } from "./lower_agent.ts";
import { lowerAgent, lowerGenerate } from "./lower_agent.ts";
import type { Taker } from "./lower_given.ts";
import { lowerGiven, reportUnknownImport, takerOfPlan, takerOfScript, takerOfTool } from "./lower_given.ts";
import { lowerValue } from "./lower_value.ts";
import { lowerTaskCommand } from "./lower_verify.ts";
import type { Chosen } from "./process_models.ts";
import type { Scripts } from "./scripts.ts";
import type { ScopeFor, Speaking } from "./task_scope.ts";
import { scopesFor } from "./task_scope.ts";
import type { Unit } from "./unit.ts";
import { isWritten, keyAt, placedAt, spanAt } from "./unit.ts";

/** A task on its way to a plan. */
export interface Working {
  /** What is written. */
  readonly spec: TaskSpec;
  /** Where. */
  readonly at: Path;
  /** What it does. */
  readonly by: Work;
  /** Whoever speaks in it. */
  readonly speaking: Speaking;
  /** The model that does it, where one does. */
  readonly chosen: Chosen | undefined;
}

/** What lowering work needs beside the spec. */
export interface WorkWith extends Agenting {
  /** Plans that can be run. */
  readonly imports: { readonly [name: string]: Plan };
  /** Scripts of the spec. */
  readonly scripts: Scripts;
}

/** What a task does; undefined where something is wrong, which has been reported. */
export async function lowerWork(unit: Unit, working: Working, around: WorkWith): Promise<TaskWork | undefined> {
  const { spec, at, by, speaking, chosen } = working, scopeFor = scopesFor(unit, speaking);
  switch (by) {
    case "agent": {
      const written = spec.agent, asked = { at: [...at, "agent"], scopeFor };
      const agent = written === undefined || !chosen
        ? undefined
        : await lowerAgent(unit, { spec: written, chosen, ...asked }, around);
      return agent && { by, agent };
    }
    case "generate": {
      const written = spec.generate, asked = { at: [...at, "generate"], scopeFor };
      const call = written === undefined || !chosen
        ? undefined
        : await lowerGenerate(unit, { spec: written, chosen, ...asked }, around);
      return call && { by, call };
    }
    case "command": {
      const command = spec.command &&
        lowerTaskCommand(unit, { command: spec.command, at: [...at, "command"], speaking });
      return command && { by, command };
    }
    case "tool":
      return lowerToolCall(unit, working, { ...around, scopeFor });
    case "script": {
      const script = spec.script === undefined ? undefined : around.scripts.names.get(spec.script);
      const given = lowerTaskGiven(unit, working, { taker: takerOfScript(spec.script ?? ""), scopeFor });
      return script === undefined || !given ? undefined : { by, script, with: given };
    }
    case "run":
      return lowerRun(unit, working, { ...around, scopeFor });
    case "ask":
      return lowerAsk(unit, working, scopeFor);
  }
}

interface Scoped {
  readonly scopeFor: ScopeFor;
}

/** What to write where a task calls a tool that an agent works itself. */
const INSTEAD: { readonly [name: string]: string } = {
  ask_user: "write `ask` instead: `ask: What is to be done?`",
  delegate_task: "write `agent` instead: `agent: What is to be done`",
  task_tracker: "leave it out, or give it to an `agent`: a process keeps count of its tasks by itself",
};

function lowerToolCall(
  unit: Unit,
  working: Working,
  { catalogue, scopeFor }: WorkWith & Scoped,
): TaskWork | undefined {
  const { spec, at } = working,
    [name, ...others] = spec.tool === undefined ? [] : catalogue.named(spec.tool, [...at, "tool"]) ?? [];
  const tool = name === undefined ? undefined : catalogue.tool(name);
  if (name === undefined || !tool || !spec.tool) return undefined;
  if (others.length > 0 || name !== spec.tool && !spec.tool.includes("/")) {
    return void unit.report("many-tools", keyAt(unit, [...at, "tool"]), { name: spec.tool });
  }
  const instead = tool.by === "built-in" ? INSTEAD[tool.facts.name] : undefined;
  if (instead !== undefined) {
    return void unit.report("agent-tool", spanAt(unit, [...at, "tool"]), { name: spec.tool, instead });
  }
  const given = lowerTaskGiven(unit, working, { taker: takerOfTool({ ...tool.facts, name: spec.tool }), scopeFor });
  return given && { by: "tool", tool: name, with: given };
}

function lowerRun(unit: Unit, working: Working, { imports, scopeFor }: WorkWith & Scoped): TaskWork | undefined {
  const { spec: { run: name }, at } = working;
  if (name === undefined) return undefined;
  const plan = Object.hasOwn(imports, name) ? imports[name] : undefined;
  if (!plan) return void reportUnknownImport(unit, name, [...at, "run"]);
  const given = lowerTaskGiven(unit, working, { taker: takerOfPlan(name, plan), scopeFor });
  return given && { by: "run", plan: name, with: given };
}

function lowerTaskGiven(
  unit: Unit,
  { spec, at, by }: Working,
  { taker, scopeFor }: { readonly taker: Taker; readonly scopeFor: ScopeFor },
): GivenSpec | undefined {
  const place = [...at, "with"], written = spec.with;
  if (written === undefined && isWritten(unit, place)) return undefined;
  reportReferences(unit, place);
  return lowerGiven(unit, taker, { written: written ?? {}, at: place, by: [...at, by], scopeFor });
}

function lowerAsk(unit: Unit, { spec, at }: Working, scopeFor: ScopeFor): TaskWork | undefined {
  const { choices, timeout, otherwise } = spec, placed = placedAt(unit, [...at, "ask"]);
  const question = placed && checkedTemplate(unit, placed, scopeFor(placed, "template"));
  const type = choices ? enumOf([...new Set(choices)]) : STRING;
  const instead = otherwise === undefined
    ? undefined
    : lowerValue(unit, [...at, "otherwise"], { value: otherwise, type, scopeFor });
  if (otherwise !== undefined && timeout === undefined && !isWritten(unit, [...at, "timeout"])) {
    const why = "an answer is waited for; `timeout` says how long";
    unit.report("no-effect", keyAt(unit, [...at, "otherwise"]), { key: "otherwise", why });
  }
  if (question === undefined || (otherwise !== undefined && instead === undefined)) return undefined;
  return {
    by: "ask",
    question,
    ...(choices === undefined ? {} : { choices }),
    ...(timeout === undefined ? {} : { timeout: parseDuration(timeout)! }),
    ...(instead === undefined ? {} : { otherwise: instead }),
  };
}
