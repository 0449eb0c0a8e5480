import type { PlanModel, Program, ToolOffer } from "../../plan/mod.ts";
import { NO_TASKS } from "../../plan/task_list.ts";
import type { AgentResult, AgentRound, AgentTask } from "./agent_task.ts";
import type { Opened } from "./opening.ts";
import { openingOf } from "./opening.ts";
import { NO_TOOLS, offersOf, toolboxOf } from "./toolbox.ts";
import type { Work } from "./work.ts";

/** An agent that is about to work. */
export interface Agent {
  /** What it works with, and what it does. */
  readonly work: Work;
  /** Who is asked. */
  readonly model: PlanModel;
  /** Its tools, as models are offered them. */
  readonly offers: readonly ToolOffer[];
  /** Whether calls are written as text. */
  readonly asText: boolean;
  /** Tokens that its model may be shown; Infinity where nothing limits them. */
  readonly limit: number;
  /** What it is told first. */
  readonly opened: Opened;
}

/** An agent for a task; `start` starts those that it hands work on to. */
export function agentOf(round: AgentRound, task: AgentTask, start: (task: AgentTask) => Program<AgentResult>): Agent {
  // In the last turn there are no tools, and this is the only one.
  const tools = task.settings.turns > 1 ? toolboxOf(round, task) : NO_TOOLS, offers = offersOf(tools);
  const model = round.plan.models[task.model]!;
  const { context = Infinity, maxTokens } = task.settings, { facts } = model;
  const limit = Math.min(context, (facts.context ?? Infinity) - Math.min(maxTokens, facts.maxOutput ?? Infinity));
  const asText = offers.length > 0 && !facts.supports.tools;
  const work: Work = {
    round,
    task,
    tools,
    sees: facts.supports.images,
    start,
    records: [],
    changed: new Set(),
    shared: task.shared ?? { refused: new Set(), unanswered: new Set(), handedOn: 0 },
    list: NO_TASKS,
  };
  return { work, model, offers, asText, limit, opened: openingOf(task, { tools: offers, asText, limit }) };
}
