/**
 * What an agent is given, and what it comes to.
 *
 * @module
 */
import type { Json } from "../../base/json.ts";
import type { AgentSettings, ProcessPlan } from "../../plan/mod.ts";
import type { KindContext } from "../kind.ts";

/** What an agent works with: models and tools of a plan, and the seed of a run. */
export interface AgentRound {
  /** The plan of the run. */
  readonly plan: Pick<ProcessPlan, "models" | "tools">;
  /** What is known of the run. */
  readonly context: Pick<KindContext, "seed">;
}

/** Where a section stands: what it is all for, how things stand, beside the task, what is remembered, what must hold. */
export type Place = "goal" | "state" | "task" | "memory" | "constraints";

/** A part of what an agent is told first, beside its task. */
export interface Section {
  /** Its heading. */
  readonly title: string;
  /** What it says. An empty one is left out. */
  readonly text: string;
  /** A constraint is never cut; context is, where there is too little room. */
  readonly weight: "constraint" | "context";
  /** Where it stands. Default: `state`. */
  readonly place?: Place;
  /** Name of the tags that it stands between, where others than its author wrote it: a model, a file, a program. */
  readonly data?: string;
}

/** What all agents of an attempt share, those included that work was handed on to. */
export interface Shared {
  /** Calls that a person has said no to; attempts of one task share them as well. */
  readonly refused: Set<string>;
  /** Calls of this attempt that nobody has answered for in time. */
  readonly unanswered: Set<string>;
  /** How often work was handed on. */
  handedOn: number;
}

/** One attempt of an agent at a task. */
export interface AgentTask {
  /** Base of the keys of its steps. */
  readonly key: string;
  /** Name of the task. */
  readonly task: string;
  /** How its model is asked. */
  readonly settings: AgentSettings;
  /** The model of this attempt, by its name in the plan. */
  readonly model: string;
  /** What it is told to be; empty: words of ours. */
  readonly system: string;
  /** What it is to do. */
  readonly prompt: string;
  /** What it is told besides. */
  readonly sections?: readonly Section[];
  /** Shape of its answer; absent: any text. */
  readonly returns?: Json;
  /** Goal and task in a sentence: told again behind results of tools. */
  readonly reminder?: string;
  /** What it shares with others. Absent: nothing. */
  readonly shared?: Shared;
}

/** A call of a tool that an agent made, or was kept from making. */
export interface CallRecord {
  /** Key of its step. */
  readonly key: string;
  /** Name of the tool, as the model wrote it. */
  readonly tool: string;
  /** What it was given, as far as that could be read. */
  readonly input: Json;
  /** ok: it did what it should; failed; refused: a person said no; invalid: the call was none, and nothing was run. */
  readonly came: "ok" | "failed" | "refused" | "invalid";
  /** What went wrong, in short. */
  readonly problem?: string;
}

/** What an agent has done, whatever it came to. */
export interface AgentDeeds {
  /** Its last words, without thoughts. */
  readonly text: string;
  /** Calls in the order in which they ended, those of agents that it handed work to among them. */
  readonly calls: readonly CallRecord[];
  /** Paths in the workspace that it changed, each once. */
  readonly changed: readonly string[];
  /** Turns that it took. */
  readonly turns: number;
}

/** Why an agent came to nothing. */
export type AgentFailure =
  /** Its turns were used up, or it went in a circle. */
  | "turns"
  /** It says that it cannot go on. */
  | "blocked"
  /** What it answered is none. */
  | "answer"
  /** Its model failed. */
  | "model"
  /** What it must be told is too long for its model. */
  | "context";

/** What an attempt came to. */
export type AgentResult =
  | AgentDeeds & {
    readonly ok: true;
    /** The answer in the shape asked for. */
    readonly value?: Json;
  }
  | AgentDeeds & {
    readonly ok: false;
    /** A stable word. */
    readonly code: AgentFailure;
    /** In a sentence. */
    readonly why: string;
    /** The step that it ended at. */
    readonly step: string;
  };
