import type { Approval } from "../../plan/mod.ts";
import type { StartOptions } from "../loom_options.ts";

/** How a goal is carried out. */
export interface GoalOptions extends Omit<StartOptions, "home" | "input" | "inputs" | "spec"> {
  /**
   * The process to follow: its name, as `listProcesses` gives it, or the path of its file from the project folder on.
   * Default: the one that `process.default` of a `loom.toml` names, else a general one that leaves the plan to a planner.
   */
  readonly process?: string;
  /** What there is to know beside the goal. Default: nothing. */
  readonly context?: string;
  /** When a person is asked before a tool does something: `always`, `risky`, `never`. Default: as the process says. */
  readonly approve?: Approval["policy"];
  /**
   * The folder that tools and agents work in. Default: the one that `workspace.default_path` of a `loom.toml` names, else
   * the project folder.
   */
  readonly workspace?: string;
}
