/**
 * What a spec of kind `process` says of tools and of servers that have tools.
 *
 * @module
 */
import type { Json } from "../base/json.ts";
import type { Secret } from "./spec.ts";

/** What a tool takes, by name: a type, or a type and what it is for. */
export interface ParametersSpec {
  /** A shape, or a map with `type`. */
  readonly [parameter: string]: Json;
}

/** What tools of a spec have in common. */
export interface ToolBase {
  /** What it does and when to use it, for models. */
  readonly description?: string;
  /** What it takes. */
  readonly parameters?: ParametersSpec;
  /** How long a call may take. */
  readonly timeout?: string;
}

/** A tool that is a program. */
export interface RunToolSpec extends ToolBase {
  /** The program and its arguments: templates. */
  readonly run?: readonly string[];
  /** What it reads: a template. */
  readonly stdin?: string;
  /** What its output is taken for. */
  readonly read?: "text" | "json";
}

/** Texts or secrets by name. */
export interface SecretTexts {
  /** A template, or a secret by name. */
  readonly [name: string]: string | Secret;
}

/** A tool that asks an address. */
export interface HttpToolSpec extends ToolBase {
  /** How it is asked. */
  readonly http?: {
    /** `GET` unless said, `POST` where something is sent. */
    readonly method?: string;
    /** The whole address: a template, or a secret by name. */
    readonly url?: string | Secret;
    /** Headers by name. */
    readonly headers?: SecretTexts;
    /** What is added to the query of the address. */
    readonly query?: SecretTexts;
    /** How what is sent is written. */
    readonly body?: "json" | "form" | "text";
  };
  /** What its answer is taken for. */
  readonly read?: "text" | "json";
}

/** A tool that is a function. */
export interface ScriptToolSpec extends ToolBase {
  /** The module, and `#name` for an export other than the default one. */
  readonly script?: string;
}

/** A tool of an MCP server. */
export interface McpToolSpec extends ToolBase {
  /** A name in `servers`. */
  readonly mcp?: string;
  /** What the tool is called there. */
  readonly tool?: string;
}

/** A tool of a spec. */
export type ToolSpec = RunToolSpec | HttpToolSpec | ScriptToolSpec | McpToolSpec;

/** An MCP server: a program, or an address. */
export type ServerSpec = {
  /** The program and its arguments. */
  readonly run?: readonly string[];
  /** Variables that it is given. */
  readonly env?: SecretTexts;
} | {
  /** Where it is. */
  readonly url?: string | Secret;
  /** Headers of every request. */
  readonly headers?: SecretTexts;
};
