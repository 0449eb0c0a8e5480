/**
 * What a spec of kind `process` says, beside what every spec does.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { CommonSpec, TextOrFile } from "./spec.ts";
import type { AgentSettingsSpec } from "./spec_agent.ts";
import type { TaskSpec } from "./spec_task.ts";
import type { ServerSpec, ToolSpec } from "./spec_tool.ts";

/** How a planner looks at the workspace first. */
export interface ScanSpec {
  /** Patterns of paths. */
  readonly files?: string | readonly string[];
  /** What they are. */
  readonly about?: string;
}

/** Who makes the graph. */
export interface PlannerSpec {
  /** Whether the tasks are as they are written, may be refined, or only suggest. */
  readonly mode?: "strict" | "guided" | "suggestive";
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** The most tasks of a graph. */
  readonly max_tasks?: number;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
  /** What is looked for in the workspace first. */
  readonly scan?: readonly ScanSpec[];
  /** Words for the planner. */
  readonly guidance?: TextOrFile;
  /** Goals and graphs that show how it is done. */
  readonly examples?: readonly {
    /** A goal. */
    readonly goal?: string;
    /** The tasks that reach it. */
    readonly tasks?: readonly Json[];
  }[];
}

/** When a graph is made anew. */
export interface ReplanSpec {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** When. */
  readonly when?: "failed";
  /** How often in a run. */
  readonly max?: number;
  /** What may become of the graph. */
  readonly may?: readonly ("add" | "replace")[];
  /** Words for the planner. */
  readonly guidance?: TextOrFile;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
}

/** What is kept of what tasks find out. */
export interface MemorySpec {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** What is looked for, and what it is. */
  readonly types?: { readonly [type: string]: string };
  /** Words about it. */
  readonly guidance?: TextOrFile;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
}

/** What of the workspace is taken down before a program runs. */
export interface SnapshotSpec {
  /** Patterns of paths that are passed over. */
  readonly without?: readonly string[];
  /** Files and folders that there may be. */
  readonly entries?: number;
}

/** A spec of kind `process`. */
export interface ProcessSpec extends Omit<CommonSpec, "stop" | "save"> {
  /** A graph of tasks with agents, tools, checks and people. */
  readonly kind?: "process";
  /** What it is all for. */
  readonly goal?: TextOrFile;
  /** The folder that tasks work in. */
  readonly workspace?: string;
  /** What of the workspace is taken down before a program runs, so that what it changes can be undone. */
  readonly snapshot?: SnapshotSpec;
  /** Tasks at a time. */
  readonly width?: number;
  /** Tools by name. */
  readonly tools?: { readonly [name: string]: ToolSpec };
  /** MCP servers by name. */
  readonly servers?: { readonly [name: string]: ServerSpec };
  /** What holds for every agent. */
  readonly agent?: AgentSettingsSpec;
  /** Tasks by name. */
  readonly tasks?: { readonly [name: string]: TaskSpec };
  /** Who makes the graph. */
  readonly plan?: "strict" | "guided" | "suggestive" | PlannerSpec;
  /** When the graph is made anew. */
  readonly replan?: ReplanSpec;
  /** What is kept of what tasks find out. */
  readonly memory?: MemorySpec;
}
