/**
 * The journal's vocabulary: one insert-only row per thing that happened, which is also the event log.
 *
 * @module
 */
import type { Json } from "../base/json.ts";

/** What a row says. */
export type EntryType =
  /** The run exists: program, inputs, where it was forked from. */
  | "begin"
  /** A driver took the run. */
  | "drive"
  /** A paid call is about to be made; holds its reservation and its model's name. Can be refused by the wall. */
  | "intent"
  /** A paid call's outcome and what it cost. */
  | "result"
  /** A paid call failed and will be tried again. */
  | "failure"
  /** What a call cost whose outcome nobody takes: aborted, cancelled, or settled by hand. */
  | "settled"
  /** An unpaid effect's outcome. */
  | "done"
  /** A timer or a question began to wait. */
  | "wait"
  /** A message people sent was taken in. */
  | "took"
  /** A state and nothing else. */
  | "cursor"
  /** The budget was raised, or an ended run opened again. */
  | "reopen"
  /** Driving stopped on purpose; a resume goes on. */
  | "pause"
  /** The run ended. */
  | "end";

/** What a row books, in every dimension that ancestors share. */
export interface Booking {
  /** Nano-dollars. */
  readonly usd: number;
  /** Prompt and generated tokens together. */
  readonly tokens: number;
  /** Model calls. */
  readonly calls: number;
}

/** One row of the journal. */
export interface Entry {
  /** Position in the run, from 1, rising, with gaps. */
  readonly seq: number;
  /** What the row says. */
  readonly type: EntryType;
  /** The step's key; absent on rows that are not about a step. */
  readonly key?: string;
  /** Hash of what was asked for: 32 hex digits. */
  readonly hash?: string;
  /** Milliseconds since 1970, by the driver's clock. */
  readonly at: number;
  /** What it says it with: an outcome, a message, an end; on an `intent` the model's name in the plan. */
  readonly value?: Json;
  /** The `intent` row that this row settles. */
  readonly ref?: number;
  /** Reserved on an `intent`, spent on the rows that settle one. */
  readonly booking?: Booking;
  /** An encoded state: the loop cursor rides in this row. */
  readonly state?: Json;
  /** The outcome was taken from another run, for nothing. */
  readonly reused?: boolean;
}
