import { nearest } from "../../base/near.ts";
import type { Act, PlanTool, ToolFacts, ToolOffer } from "../../plan/mod.ts";
import type { AgentRound, AgentTask } from "./agent_task.ts";
import { unmarked } from "./unmarked.ts";

/** A tool that an agent may call. */
export interface AgentTool {
  /** Its name in the plan. */
  readonly name: string;
  /** What is known of it. */
  readonly facts: ToolFacts;
  /** Whether Loom brings it along; another one may have the same name. */
  readonly isOurs: boolean;
  /** What the agent does itself: asks a person, keeps a list of tasks, hands work on. Absent: the tool is called. */
  readonly inner?: Inner;
}

/** Tools that need no world beside the agent. */
export type Inner = "ask_user" | "task_tracker" | "delegate_task";

/** The tools of an agent by the names under which it is offered them. */
export type Toolbox = ReadonlyMap<string, AgentTool>;

/** No tools at all. */
export const NO_TOOLS: Toolbox = new Map<string, AgentTool>();

const INNER: ReadonlySet<string> = new Set<Inner>(["ask_user", "task_tracker", "delegate_task"]);

/** The tools of a task that its plan has; work is only handed on as deep as its settings allow. */
export function toolboxOf({ plan }: AgentRound, { settings }: Pick<AgentTask, "settings">): Toolbox {
  const tools = settings.tools.flatMap((name): readonly AgentTool[] => {
    const tool = Object.hasOwn(plan.tools, name) ? plan.tools[name] : undefined;
    return tool ? [toolOf(name, tool)] : [];
  });
  const allowed = tools.filter(({ inner }) => inner !== "delegate_task" || settings.depth > 0);
  return new Map(allowed.map((tool) => [tool.facts.name, tool]));
}

function toolOf(name: string, { by, facts }: PlanTool): AgentTool {
  const isOurs = by === "built-in", inner = isOurs && INNER.has(facts.name) ? facts.name as Inner : undefined;
  return { name, facts, isOurs, ...(inner ? { inner } : {}) };
}

/** Tools as models are offered them. */
export function offersOf(tools: Toolbox): readonly ToolOffer[] {
  // A server may describe its tools as it likes: hosts write that into the prompt.
  return [...tools.values()].map(({ facts: { name, description, parameters } }) => ({
    name,
    description: unmarked(description),
    parameters,
  }));
}

/** Whether what was found is not asked for again: the conversation can be searched. */
export function canRecall(tools: Toolbox): boolean {
  return tools.has("conversation_recall");
}

/** Whether calling a tool may change or reach anything. */
export function reaches({ facts: { acts } }: AgentTool): boolean {
  return acts.some((act) => REACHING.has(act));
}

const REACHING: ReadonlySet<Act> = new Set<Act>(["write", "run", "net"]);

/** Characters of a name that does not exist which are told. */
const SHOWN = 60;

/** What is wrong with a name that no tool has. */
export function unknownTool(name: string, tools: Toolbox): string {
  const names = [...tools.keys()], near = nearest(name.slice(0, SHOWN), names);
  const meant = near === undefined ? "" : `, did you mean \`${near}\`?`;
  return `there is no tool \`${plainName(name)}\`${meant || ";"} these are the tools: ${names.join(", ")}`;
}

/** A name in characters that every host takes. */
export function plainName(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, SHOWN);
  return plain === "" ? "_" : plain;
}
