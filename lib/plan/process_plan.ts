/**
 * Plans of processes: graphs of tasks with agents, tools, checks and people.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { GraphNode } from "./graph.ts";
import type { PlanBase } from "./plan.ts";
import type { Sampler } from "./sampling.ts";
import type { McpServer, PlanTool } from "./tool_facts.ts";

/**
 * Words of a prompt: a template of the spec, or a text that is taken as it is. What a model has written is never rendered.
 */
export type Wording = { readonly template: string } | { readonly text: string };

/** When a person is asked before a tool does something. */
export interface Approval {
  /** always: before every call that may change or reach anything; risky: before those that may do harm; never. */
  readonly policy: "always" | "risky" | "never";
  /** Milliseconds after which nobody's answer is a no. Absent: it is waited for. */
  readonly timeout?: number;
}

/** How a model is asked by an agent. */
export interface AgentSettings {
  /** Name of a model of the plan. */
  readonly model: string;
  /** Models that take over one after the other when attempts fail: the third attempt is made by the first of them. */
  readonly ladder: readonly string[];
  /** What it is told to be: words before everything else. */
  readonly system?: Wording;
  /** Names of tools of the plan. */
  readonly tools: readonly string[];
  /** The most turns of the model in one attempt. */
  readonly turns: number;
  /** Tokens of an answer. */
  readonly maxTokens: number;
  /** Sampler → value. */
  readonly sampling: { readonly [S in Sampler]?: number };
  /** Tokens of conversation that it is shown at most; older answers of tools are left out of it first. Absent: as its model takes. */
  readonly context?: number;
  /** When a person is asked first. */
  readonly approve: Approval;
  /** How deep it may hand work on to agents of its own; 0: not at all. */
  readonly depth: number;
}

/** An agent's work. */
export interface AgentCall extends AgentSettings {
  /** What it is to do. */
  readonly prompt: Wording;
}

/** A single answer of a model. */
export interface GenerateCall {
  /** Name of a model of the plan. */
  readonly model: string;
  /** Models that take over when attempts fail. */
  readonly ladder: readonly string[];
  /** What it is told to be. */
  readonly system?: Wording;
  /** What it is asked. */
  readonly prompt: Wording;
  /** Tokens of an answer. */
  readonly maxTokens: number;
  /** Sampler → value. */
  readonly sampling: { readonly [S in Sampler]?: number };
}

/** A program to run in the workspace: argv, every argument a template. */
export interface CommandWork {
  /** Program and arguments: templates. */
  readonly run: readonly string[];
  /** Template of what it reads on standard input. */
  readonly stdin?: string;
  /** Expression over `code`, `stdout` and `stderr`: whether it did what it should. */
  readonly accept: string;
}

/** Values of arguments by name: templates, one that is a single hole keeps its value's type. */
export interface Given {
  /** A template, or a value that holds templates in its texts. */
  readonly [argument: string]: Json;
}

/** What a task does. */
export type TaskWork =
  | { readonly by: "agent"; readonly agent: AgentCall }
  | { readonly by: "generate"; readonly call: GenerateCall }
  | { readonly by: "tool"; readonly tool: string; readonly with: Given }
  | { readonly by: "command"; readonly command: CommandWork }
  | { readonly by: "script"; readonly script: string; readonly with: Given }
  /** Name of an import of the plan, and its inputs. */
  | { readonly by: "run"; readonly plan: string; readonly with: Given }
  /** A question to a person: a template. */
  | {
    readonly by: "ask";
    readonly question: string;
    readonly choices?: readonly string[];
    readonly timeout?: number;
    readonly otherwise?: Json;
  };

/** A rule of verification. */
export interface Rule {
  /** What reports call it. */
  readonly name: string;
  /** What it is for. */
  readonly description: string;
  /** A pattern that must not match, or a demand that a model judges. */
  readonly check: string;
  /** An error fails the task; a warning is told. */
  readonly severity: "warning" | "error";
  /** How it is held. */
  readonly type: "regex" | "llm";
  /** What a pattern is held against: the task's answer, or the files that it delivers. */
  readonly target: "output" | "deliverables";
}

/** How the result of a task is verified: tier 1 is free, tier 2 asks a model, tier 3 lets several votes decide. */
export interface Verification {
  /** Whether delivered and changed files are looked at: there, not empty, readable as what their names say. */
  readonly files: boolean;
  /** Expression over `out`, `changed`, `inputs` and `tasks` that must be true. */
  readonly check?: string;
  /** A program whose exit code must be 0. */
  readonly command?: CommandWork;
  /** Patterns and demands. */
  readonly rules: readonly Rule[];
  /** A model that did not do the work. Absent: tier 1 alone. */
  readonly llm?: { readonly model: string; readonly ask?: Wording; readonly maxTokens: number };
  /** How many votes; a majority decides. 1 is tier 2. */
  readonly votes: number;
  /** Below this confidence, from 0 to 1, a person is asked before the result is taken. Absent: never. */
  readonly pause?: number;
}

/** What becomes of a run one of whose tasks has failed for good. */
export type TaskFailure =
  /** What needs it cannot begin, the rest goes on, and the run ends as failed. */
  | { readonly then: "fail" }
  /** The same, but the run does not fail by it. */
  | { readonly then: "skip" }
  /** A person says whether it is tried again, left out, or fails. */
  | { readonly then: "ask" }
  /** Its value is this instead: a template, or a value that holds templates. */
  | { readonly then: "otherwise"; readonly value: Json };

/** A task of a process. */
export interface PlanTask extends GraphNode {
  /** What it is, for people and planners. */
  readonly about?: string;
  /** Expression: whether it is done at all. */
  readonly if?: string;
  /** Once for each item of a list. */
  readonly each?: { readonly list: string; readonly as: string; readonly width?: number };
  /** What it does. */
  readonly work: TaskWork;
  /** Shape of its value, as one text where the order of fields is to be kept; absent: as its work gives it. */
  readonly returns?: Json;
  /** How often it is tried. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled each time, up to a minute. */
  readonly pause: number;
  /** Milliseconds that an attempt may work. */
  readonly timeout?: number;
  /** What becomes of the run when it fails. */
  readonly failure: TaskFailure;
  /** Its failure ends the run at once. */
  readonly critical: boolean;
  /** Paths that it is to leave in the workspace. */
  readonly deliverables: readonly string[];
  /** When it is done well: words for agents and judges. */
  readonly criteria?: string;
  /** How its result is verified; absent: not at all. */
  readonly verify?: Verification;
  /** Names of tasks of earlier graphs whose place it takes: what reads their values reads its own. */
  readonly replaces?: readonly string[];
}

/** A step of a process as its author suggests it: what a planner is shown. */
export interface Phase extends GraphNode {
  /** What it is. */
  readonly about: string;
  /** How able its model has to be: 1 to 3. */
  readonly tier: number;
  /** How strictly its result is verified: 1 to 3. */
  readonly verification: number;
  /** Its failure ends the run at once. */
  readonly critical: boolean;
  /** It brings the others together: it begins when all of them are done. */
  readonly synthesis: boolean;
  /** When it is done well. */
  readonly criteria: string;
  /** Paths that it is to leave in the workspace, and what is in them. */
  readonly deliverables: readonly { readonly path: string; readonly about: string }[];
}

/** Tasks that a planner makes are of this pattern. */
export interface TaskPattern {
  /** Their agents, by the tier that a task asks for: 1, 2, 3. */
  readonly agents: readonly [AgentSettings, AgentSettings, AgentSettings];
  /** How they are verified, by the tier of verification: 1, 2, 3. */
  readonly verify: readonly [Verification, Verification, Verification];
  /** How often each is tried. */
  readonly attempts: number;
  /** Milliseconds that an attempt may work. */
  readonly timeout?: number;
}

/** Who makes the graph, or refines it. */
export interface Planner {
  /** guided: it may refine the tasks that are written; suggestive: it makes a graph of its own. */
  readonly mode: "guided" | "suggestive";
  /** Name of a model of the plan. */
  readonly model: string;
  /** Tokens of an answer. */
  readonly maxTokens: number;
  /** What its author suggests. */
  readonly phases: readonly Phase[];
  /** Goals and graphs that show how it is done. */
  readonly examples: readonly { readonly goal: string; readonly tasks: Json }[];
  /** What it looks for in the workspace first: patterns of paths. */
  readonly scan: readonly { readonly patterns: readonly string[]; readonly about: string }[];
  /** Words about that, where nothing is found. */
  readonly guidance?: string;
  /** The most tasks of a graph. */
  readonly most: number;
  /** What its tasks are made of. */
  readonly pattern: TaskPattern;
}

/** When a graph is made anew, and within which bounds. Finished tasks stay as they are. */
export interface Replan {
  /** Name of a model of the plan. */
  readonly model: string;
  /** Tokens of an answer. */
  readonly maxTokens: number;
  /** How often in a run. */
  readonly max: number;
  /** add: new tasks; replace: tasks that are not finished may be left out or changed. */
  readonly may: readonly ("add" | "replace")[];
  /** When the author thinks that it should be done, and how: words. */
  readonly guidance?: string;
  /** What its tasks are made of. */
  readonly pattern: TaskPattern;
}

/** What is kept of what tasks find out, for later ones. */
export interface Extraction {
  /** Name of a model of the plan. */
  readonly model: string;
  /** Tokens of an answer. */
  readonly maxTokens: number;
  /** What is looked for. */
  readonly types: readonly { readonly type: string; readonly about: string }[];
  /** Words about it. */
  readonly guidance?: string;
}

/** What of a workspace is taken down before a program runs in it, so that what it changes can be undone. */
export interface SnapshotTerms {
  /** Patterns of paths that are passed over, with all that is in them: what changes there is neither seen nor undone. */
  readonly without?: readonly string[];
  /** Files and folders that there may be. */
  readonly entries?: number;
}

/** A graph of tasks. */
export interface ProcessPlan extends PlanBase {
  /** Tells the plan from those of other kinds. */
  readonly kind: "process";
  /** What it is all for: a template. */
  readonly goal?: string;
  /** The folder that its tasks work in, from the project folder; absent: the folder that the run is started for. */
  readonly workspace?: string;
  /** What of the workspace is taken down before a program runs in it; absent: as usual. */
  readonly snapshot?: SnapshotTerms;
  /** Tools by name. */
  readonly tools: { readonly [name: string]: PlanTool };
  /** MCP servers by name. */
  readonly servers: { readonly [name: string]: McpServer };
  /** Tasks in the order in which they are written. */
  readonly tasks: readonly PlanTask[];
  /** Tasks at a time; absent: as many as there are. */
  readonly width?: number;
  /** Who makes the graph; absent: it is as it is written. */
  readonly planner?: Planner;
  /** Absent: never. */
  readonly replan?: Replan;
  /** Absent: nothing is extracted. */
  readonly memory?: Extraction;
}
