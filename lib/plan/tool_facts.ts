/**
 * What a plan pins of the tools that its agents and tasks may call: agents are shown it, and policies decide by it.
 *
 * @module
 */
import type { JsonObject } from "../base/json.ts";
import type { SecretRef } from "./plan.ts";

/** What calling a tool may do; a policy decides by it who has to be asked first. */
export type Act = "read" | "write" | "run" | "net" | "ask";

/** What is known of a tool without calling it. */
export interface ToolFacts {
  /** What it is called: letters, digits and `_`. */
  readonly name: string;
  /** What it does and when to use it, for models and people. */
  readonly description: string;
  /** JSON Schema of what it takes: an object. */
  readonly parameters: JsonObject;
  /** What calling it may do. */
  readonly acts: readonly Act[];
  /** Milliseconds a call may take, without what it waits for others. Absent: as many as it takes. */
  readonly timeout?: number;
}

/** What is known of a tool that a spec declares: its calls have a limit. */
export interface TimedFacts extends ToolFacts {
  /** Milliseconds a call may take, without what it waits for others. */
  readonly timeout: number;
}

/** Milliseconds that a call of a tool of an MCP server may take, where its spec says nothing of it. */
export const MCP_TIMEOUT = 60_000;

/** A tool of a plan: a built-in one by name, or one that the spec declares. */
export type PlanTool =
  /** One that Loom brings along. */
  | { readonly by: "built-in"; readonly facts: ToolFacts }
  /** A program. */
  | {
    readonly by: "command";
    readonly facts: TimedFacts;
    /** Program and arguments: templates, each of which stays one argument. */
    readonly argv: readonly string[];
    /** Template of what it reads on standard input. */
    readonly stdin?: string;
    /** What its standard output is taken for. Absent: `text`. */
    readonly reads?: "text" | "json";
  }
  /** An address that is asked. */
  | { readonly by: "http"; readonly facts: TimedFacts; readonly request: HttpTool }
  /** A script of the spec, by its name in the plan's `scripts`. */
  | { readonly by: "script"; readonly facts: TimedFacts; readonly script: string }
  /** A tool of an MCP server: the server by its name in the plan's `servers`, the tool by the name it has there. */
  | { readonly by: "mcp"; readonly facts: TimedFacts; readonly server: string; readonly tool: string }
  /** One that a program which uses Loom as a library hands over when it opens it. */
  | { readonly by: "library"; readonly facts: ToolFacts };

/** How a tool asks an address. Texts are templates; secrets are references, resolved at the call. */
export interface HttpTool {
  /** Method in upper case, such as `POST`. */
  readonly method: string;
  /** Whole address, with `https://` or `http://`. */
  readonly url: string | SecretRef;
  /** Headers by name. */
  readonly headers: { readonly [name: string]: string | SecretRef };
  /** What is added to the query of the address, by name. */
  readonly query?: { readonly [name: string]: string | SecretRef };
  /** How a body is written. Absent: none is sent. */
  readonly body?: "json" | "text" | "form";
  /** What an answer is taken for. */
  readonly reads: "text" | "json";
}

/** An MCP server: a program to start, or an address. Secrets are references, resolved when it is reached. */
export type McpServer =
  /** A program that speaks the protocol on its standard input and output. */
  | {
    /** Program and arguments, never a shell string. */
    readonly run: readonly string[];
    /** Variables it is given besides PATH, HOME, LANG and what is granted. */
    readonly env: { readonly [name: string]: string | SecretRef };
  }
  /** An address that speaks the protocol as streamable HTTP. */
  | {
    /** Whole address, with `https://` or `http://`. */
    readonly url: string | SecretRef;
    /** Headers of every request, by name. */
    readonly headers: { readonly [name: string]: string | SecretRef };
  };
