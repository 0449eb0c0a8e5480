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

/**
 * A change of one path that is about to be made, or that a command has made. Paths are relative to the workspace, with
 * `/` between their parts.
 */
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
  | { readonly change: "remove-folder"; readonly path: string; readonly mode: number }
  /** A symbolic link, with what it says, wherever that leads. */
  | { readonly change: "make-link"; readonly path: string; readonly target: string }
  | { readonly change: "remove-link"; readonly path: string; readonly target: string }
  /** The permission bits of a file or a folder, from `mode` to `after`; nothing else. */
  | { readonly change: "mode"; readonly path: string; readonly mode: number; readonly after: number }
  /** A pipe, a socket or a device, or a file that cannot be read, where there was nothing. */
  | { readonly change: "make-other"; readonly path: string }
  /** What was at a path is known no more, so there is no way back; `before` is what is known of it, if it was a file. */
  | { readonly change: "lost"; readonly path: string; readonly why: Loss; readonly before?: Made }
  /** Nothing was done: what a cut-off call may have changed was left as it is when all else of it was taken back. */
  | { readonly change: "left"; readonly path: string; readonly why: Spared };

/**
 * Why something was not taken back. later: somebody else has changed it since; large: it has too many bytes to be kept;
 * unread: it cannot be read, so it cannot be kept.
 */
export type Spared = "later" | "large" | "unread";

/**
 * Why something was not kept. large: it has too many bytes; special: a pipe, a socket or a device, or a file that cannot
 * be read; closed: a folder that cannot be looked into; name: its name is not UTF-8.
 */
export type Loss = "large" | "special" | "closed" | "name";

/** Something of a folder at a moment. Paths are relative to the workspace, with `/` between their parts. */
export type SnapshotEntry =
  | { readonly is: "folder"; readonly path: string; readonly mode: number }
  | { readonly is: "file"; readonly path: string; readonly mode: number; readonly hash: string; readonly size: number }
  /** A symbolic link, never followed, with what it says. */
  | { readonly is: "link"; readonly path: string; readonly target: string }
  /** What cannot be kept; `mark` differs when it is another one or was changed. */
  | { readonly is: "other"; readonly path: string; readonly why: Exclude<Loss, "large">; readonly mark: string }
  /** Neither looked at nor changed, whatever is there, and nothing below it. */
  | { readonly is: "left-out"; readonly path: string };

/** What a workspace held before a command ran in it. */
export interface Snapshot {
  /** Everything in it, folders before what is in them. */
  readonly entries: readonly SnapshotEntry[];
  /**
   * The content of a file that the snapshot keeps; undefined for one that is too big to be kept. It comes from the disk:
   * it can be asked for until the command begins.
   *
   * @throws {WorkspaceTrouble} when the file is not any more what it was.
   */
  content(hash: string): Promise<Uint8Array | undefined>;
}

/** A snapshot that is kept while a command runs. */
export interface Guard {
  /** What the snapshot kept of a file, whatever has become of it since; undefined for one that it does not keep. */
  content(hash: string): Promise<Uint8Array | undefined>;
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
