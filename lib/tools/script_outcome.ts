import type { Json } from "../base/json.ts";

/** Why a call of a script has no value. */
export interface ScriptFailure {
  /** There is no value. */
  readonly ok: false;
  /**
   * script: the function threw, or its module cannot be loaded; shape: what it returned is no JSON value or too large;
   * timeout: it took too long; crash: its process ended under it; aborted: whoever asked gave up.
   */
  readonly code: "script" | "shape" | "timeout" | "crash" | "aborted";
  /** What failed, where, and what to do. Places are relative to the spec's folder. */
  readonly message: string;
  /** What was printed while it was the newest call of its process, both ends of it. */
  readonly logs: string;
}

/** What came of a call of a script. */
export type ScriptOutcome = { readonly ok: true; readonly value: Json; readonly logs: string } | ScriptFailure;
