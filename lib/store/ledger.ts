import type { Booking, Limits } from "../plan/mod.ts";

/** Where the money of a run stands. Limits absent: none. */
export interface Ledger {
  /** Its limits; absent dimensions have none. */
  readonly limits: Limits;
  /** What is spent. */
  readonly spent: Booking;
  /** What calls in the air may cost at most. */
  readonly reserved: Booking;
  /** Milliseconds of working time used. */
  readonly wall: number;
}

/** A ledger of a run or of one of its ancestors. */
export interface Purse extends Ledger {
  /** Number of the run. */
  readonly run: number;
}

/** A call that was begun and of which nothing is known. */
export interface OpenIntent {
  /** Number of the run. */
  readonly run: number;
  /** Position of the intent. */
  readonly seq: number;
  /** Key of the step. */
  readonly key: string;
  /** What calls in the air may cost at most. */
  readonly reserved: Booking;
}
