/**
 * Tools as models and programs call them: a name, what they take, what calling them may do, and one function.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { ToolFacts } from "../plan/tool_facts.ts";

export type { Act } from "../plan/tool_facts.ts";

/** A tool. */
export interface Tool extends ToolFacts {
  /** Does the work. What goes wrong in a way that the caller can act on is a result; it throws for nothing else. */
  run(input: JsonObject, context: ToolContext): Promise<ToolResult>;
}

/** What a tool may use. */
export interface ToolContext {
  /** The folder it works in. */
  readonly workspace: string;
  /** Ends the call. */
  readonly signal: AbortSignal;
  /** Takes what a tool is about to change, before it does; the change waits for it. */
  readonly changes: ChangeLog;
}

/** What a call came to. */
export type ToolResult =
  | {
    readonly ok: true;
    /** What the caller is told. */
    readonly output: string;
    /** The same as data, where that says more. */
    readonly data?: Json;
    /** Paths in the workspace that were changed. */
    readonly changed?: readonly string[];
    /** What changed in texts, as a unified diff. */
    readonly diff?: string;
  }
  | {
    readonly ok: false;
    /** refused: not allowed, nothing was done; missing; invalid: what was given; conflict; failed; timeout; aborted. */
    readonly code: "refused" | "missing" | "invalid" | "conflict" | "failed" | "timeout" | "aborted";
    /** What failed and what to do. */
    readonly message: string;
  };

/** What a change leaves at a path: undoing it compares that with what is there by then. */
export interface Made {
  /** SHA-256 of the content, in hex digits. */
  readonly hash: string;
  /** Permission bits of the file. */
  readonly mode: number;
}

/** A change of one path that is about to be made. Paths are relative to the workspace, with `/` between their parts. */
export type Change =
  | { readonly change: "create"; readonly path: string; readonly after?: Made }
  | {
    readonly change: "modify";
    readonly path: string;
    readonly before: Uint8Array;
    readonly mode: number;
    readonly after?: Made;
  }
  | { readonly change: "delete"; readonly path: string; readonly before: Uint8Array; readonly mode: number }
  /** A file gets another path; what it holds stays. */
  | { readonly change: "rename"; readonly path: string; readonly to: string }
  | { readonly change: "make-folder"; readonly path: string }
  /** An empty folder goes. */
  | { readonly change: "remove-folder"; readonly path: string; readonly mode: number };

/** Something of a folder at a moment. Paths are relative to the workspace, with `/` between their parts. */
export type SnapshotEntry =
  | { readonly is: "folder"; readonly path: string; readonly mode: number }
  | { readonly is: "file"; readonly path: string; readonly mode: number; readonly hash: string; readonly size: number }
  /** A link, a socket or a device: neither followed nor kept. */
  | { readonly is: "other"; readonly path: string };

/** What a workspace held before a command ran in it. */
export interface Snapshot {
  /** Everything in it, folders before what is in them. */
  readonly entries: readonly SnapshotEntry[];
  /** The content of a file that the snapshot keeps; undefined for one that is too big to be kept. */
  content(hash: string): Promise<Uint8Array | undefined>;
}

/** A snapshot that is kept while a command runs. */
export interface Guard {
  /** Records what the command has changed, and lets the snapshot go, both at once. */
  settle(changes: readonly Change[]): Promise<void>;
}

/** Where changes are recorded before they are made. */
export interface ChangeLog {
  /** Resolves when the record is durable; the change may be made then. A rejection means that nothing may change. */
  record(change: Change): Promise<void>;
  /**
   * Takes what a workspace holds before a command runs that may change anything in it. Resolves when that is durable: if
   * the command never comes back, it is put back from here.
   */
  guard(snapshot: Snapshot): Promise<Guard>;
}
