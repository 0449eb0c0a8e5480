/**
 * What a spec of kind `process` says of models that do tasks.
 *
 * @module
 */
import type { Samplers, Size, TextOrFile } from "./spec.ts";

/** When a person is asked before a tool does something. */
export type ApproveSpec = "always" | "risky" | "never" | {
  /** Before which calls. */
  readonly policy?: "always" | "risky" | "never";
  /** After which time nobody's answer is a no. */
  readonly timeout?: string;
};

/** How models work that do tasks with tools. */
export interface AgentSettingsSpec {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** What it is told to be. */
  readonly system?: TextOrFile;
  /** Names of tools, and groups of them. */
  readonly tools?: readonly string[];
  /** The most turns of an attempt. */
  readonly turns?: number;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
  /** How tokens are drawn. */
  readonly sampling?: Samplers<number>;
  /** The most tokens of conversation that it is shown. */
  readonly context?: Size;
  /** When a person is asked first. */
  readonly approve?: ApproveSpec;
  /** Models that take over when attempts fail. */
  readonly escalate?: string | readonly string[];
  /** How deep it may hand work on. */
  readonly depth?: number;
}

/** The work of an agent; a text alone is its prompt. */
export type AgentSpec = string | AgentEntry;

/** The work of an agent, in full. */
export interface AgentEntry extends AgentSettingsSpec {
  /** What it is to do. */
  readonly prompt?: TextOrFile;
}

/** One answer of a model; a text alone is its prompt. */
export type GenerateSpec = string | GenerateEntry;

/** One answer of a model, in full. */
export interface GenerateEntry {
  /** A name in `models`, or `provider/model`. */
  readonly model?: string;
  /** What it is told to be. */
  readonly system?: TextOrFile;
  /** What it is asked. */
  readonly prompt?: TextOrFile;
  /** The longest answer, in tokens. */
  readonly max_tokens?: number;
  /** How tokens are drawn. */
  readonly sampling?: Samplers<number>;
  /** Models that take over when attempts fail. */
  readonly escalate?: string | readonly string[];
}
