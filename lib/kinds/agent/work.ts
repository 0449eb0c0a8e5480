import type { Program } from "../../plan/mod.ts";
import type { TaskList } from "../../plan/task_list.ts";
import type { AgentResult, AgentRound, AgentTask, CallRecord, Shared } from "./agent_task.ts";
import type { Toolbox } from "./toolbox.ts";

/** An agent at work: what it works with, and what it has done so far. */
export interface Work {
  /** Models, tools and the seed. */
  readonly round: AgentRound;
  /** What it is to do. */
  readonly task: AgentTask;
  /** What it may call. */
  readonly tools: Toolbox;
  /** Whether its model looks at images. */
  readonly sees: boolean;
  /** Starts an agent that work is handed on to. */
  readonly start: (task: AgentTask) => Program<AgentResult>;
  /** Calls that were made, in the order of their ends. */
  readonly records: CallRecord[];
  /** Paths that were changed. */
  readonly changed: Set<string>;
  /** What it shares with the others of its attempt. */
  readonly shared: Shared;
  /** Its list of tasks. */
  list: TaskList;
}
