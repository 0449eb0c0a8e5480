/**
 * What a spec of kind `process` says of a task.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { TextOrFile } from "./spec.ts";
import type { AgentSpec, GenerateSpec } from "./spec_agent.ts";

/** Values by name: each a template, or a value that holds templates. */
export interface GivenSpec {
  /** A value. */
  readonly [argument: string]: Json;
}

/** A program that runs in the workspace; a list alone is its arguments. */
export type TaskCommandSpec = readonly string[] | TaskCommandEntry;

/** A program that runs in the workspace, in full. */
export interface TaskCommandEntry {
  /** The program and its arguments: templates. */
  readonly run?: readonly string[];
  /** What it reads: a template. */
  readonly stdin?: string;
  /** An expression: whether it did what it should. */
  readonly accept?: string;
}

/** A rule that results are held to. */
export interface RuleSpec {
  /** What reports call it. */
  readonly name?: string;
  /** A pattern that must not be found, or a demand. */
  readonly check?: string;
  /** How it is held. */
  readonly type?: "regex" | "llm";
  /** Whether what breaks it fails, or is told. */
  readonly severity?: "warning" | "error";
  /** What a pattern is held against. */
  readonly target?: "output" | "deliverables";
  /** What it is for. */
  readonly description?: string;
}

/** A model that verifies: `true` for the one with the role, or its name. */
export type VerifierSpec = true | string | {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** What it is asked beside what every verifier is. */
  readonly ask?: TextOrFile;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
};

/** How a result is verified; `true` is what costs nothing. */
export type VerifySpec = true | VerifyEntry;

/** How a result is verified, in full. */
export interface VerifyEntry {
  /** Whether files are looked at. */
  readonly files?: boolean;
  /** An expression that must be true. */
  readonly check?: string;
  /** A program that must be accepted. */
  readonly command?: TaskCommandSpec;
  /** Patterns and demands. */
  readonly rules?: readonly RuleSpec[];
  /** A model that judges. */
  readonly llm?: VerifierSpec;
  /** How many votes. */
  readonly votes?: number;
  /** How often the task is tried. */
  readonly attempts?: number;
  /** The confidence below which a person is asked. */
  readonly pause?: number;
}

/** What becomes of a run one of whose tasks has failed. */
export type OnTaskErrorSpec = "fail" | "skip" | "ask" | {
  /** Its value instead: a template, or a value that holds templates. */
  readonly otherwise?: Json;
};

/** What a task may do: it has one of these. */
export const WORKS = ["agent", "generate", "tool", "command", "script", "run", "ask"] as const;

/** A way to do a task. */
export type Work = typeof WORKS[number];

/** A task. */
export interface TaskSpec {
  /** What it is, for people and planners. */
  readonly description?: string;
  /** Tasks that come first; `b?` for one of which only the order counts. */
  readonly needs?: readonly string[];
  /** An expression, or what it comes to: whether it is done at all. */
  readonly if?: string | boolean;
  /** An expression: the list of items that it is done for. */
  readonly each?: string;
  /** What an item is called. */
  readonly as?: string;
  /** Items at a time. */
  readonly concurrency?: number;
  /** A model with tools does it. */
  readonly agent?: AgentSpec;
  /** A model answers once. */
  readonly generate?: GenerateSpec;
  /** A tool is called. */
  readonly tool?: string;
  /** A program is run. */
  readonly command?: TaskCommandSpec;
  /** A function is called. */
  readonly script?: string;
  /** Another spec is run. */
  readonly run?: string;
  /** A person is asked. */
  readonly ask?: string;
  /** What a tool, a function or another spec is given. */
  readonly with?: GivenSpec;
  /** Answers that a person chooses from. */
  readonly choices?: readonly string[];
  /** The answer when nobody answers in time. */
  readonly otherwise?: string;
  /** The shape of its value. */
  readonly returns?: Json;
  /** How often it is tried. */
  readonly attempts?: number;
  /** How long before the second attempt. */
  readonly pause?: string;
  /** How long an attempt may take, or a person may think. */
  readonly timeout?: string;
  /** What becomes of the run when it fails. */
  readonly on_error?: OnTaskErrorSpec;
  /** Whether its failure ends the run at once. */
  readonly critical?: boolean;
  /** Files that it is to leave. */
  readonly deliverables?: readonly string[];
  /** When it is done well. */
  readonly criteria?: string;
  /** How its result is verified. */
  readonly verify?: VerifySpec;
}
