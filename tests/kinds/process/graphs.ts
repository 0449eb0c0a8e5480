/** Small graphs, planners and patterns for tests of processes. */
import type {
  AgentSettings,
  Phase,
  Planner,
  PlanTask,
  Replan,
  TaskPattern,
  Verification,
} from "../../../lib/plan/mod.ts";
import type { Verifier } from "../../../lib/kinds/process/verify.ts";
import { wordModel } from "../../engine/models.ts";
import { planModel } from "../plans.ts";

/** How agents of a tier are set. */
export function agentOf(model: string): AgentSettings {
  return {
    model,
    ladder: [],
    tools: ["read_file", "write_file"],
    turns: 5,
    maxTokens: 100,
    sampling: {},
    approve: { policy: "never" },
    depth: 0,
  };
}

/** A verification that looks at files alone. */
export const FILES: Verification = { files: true, rules: [], votes: 1 };

/** What planned tasks are made of: agents `low`, `middle`, `high`. */
export const PATTERN: TaskPattern = {
  agents: [agentOf("low"), agentOf("middle"), agentOf("high")],
  verify: [FILES, { ...FILES, llm: { model: "m", maxTokens: 99 } }, {
    ...FILES,
    llm: { model: "m", maxTokens: 99 },
    votes: 3,
  }],
  attempts: 3,
};

/** A planner. */
export function plannerOf(more: Partial<Planner> = {}): Planner {
  return {
    mode: "suggestive",
    model: "m",
    maxTokens: 500,
    phases: [],
    examples: [],
    scan: [],
    most: 12,
    pattern: PATTERN,
    ...more,
  };
}

/** Someone who makes graphs anew. */
export function replanOf(more: Partial<Replan> = {}): Replan {
  return { model: "m", maxTokens: 500, max: 2, may: ["add", "replace"], pattern: PATTERN, ...more };
}

/** A phase. */
export function phaseOf(name: string, needs: readonly string[] = [], more: Partial<Phase> = {}): Phase {
  return {
    name,
    needs: needs.map((task) => ({ task })),
    about: `The phase ${name}`,
    tier: 2,
    verification: 1,
    critical: false,
    synthesis: false,
    criteria: "",
    deliverables: [],
    ...more,
  };
}

/** A task that an author has written: a command. */
export function taskOf(name: string, needs: readonly string[] = [], more: Partial<PlanTask> = {}): PlanTask {
  return {
    name,
    needs: needs.map((task) => ({ task })),
    work: { by: "command", command: { run: ["true"], accept: "code == 0" } },
    attempts: 1,
    pause: 0,
    failure: { then: "fail" },
    critical: false,
    deliverables: [],
    ...more,
  };
}

/** A task that a planner has written. */
export function plannedOf(name: string, needs: readonly string[] = [], text = `Do ${name}`): PlanTask {
  return taskOf(name, needs, { about: text, work: { by: "agent", agent: { ...agentOf("low"), prompt: { text } } } });
}

/** What parts of a process work with: one model, `m`. */
export const ROUND: Verifier = {
  plan: { models: { m: planModel(wordModel(() => "", { free: true }).facts) } },
  context: { seed: 7, functions: {} },
};

/** Names and what they need, in a line: `a<- b<-a,c`. */
export function outline(graph: readonly PlanTask[]): string {
  return graph.map(({ name, needs }) => `${name}<-${needs.map(({ task }) => task).join(",")}`).join(" ");
}
