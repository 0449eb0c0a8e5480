import type { Json } from "../base/json.ts";
import type { Booking, Failure } from "../plan/mod.ts";

/** What a step was: a paid call, free work, a wait for time or people, a child run, or a message that was taken. */
export type StepType = "call" | "step" | "wait" | "run" | "message";

/** How far a step has come. A `dropped` one was let go of: nobody took its outcome. */
export type StepState = "done" | "failed" | "unparsed" | "open" | "dropped";

/** One step of a run, all its attempts together. */
export interface StepView {
  /** Row of its outcome; of its newest row while it has none. */
  readonly seq: number;
  /** The step's key. */
  readonly key: string;
  readonly type: StepType;
  readonly state: StepState;
  /** When its newest row was written: milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds from its first row to its outcome; absent for steps that leave a single row. */
  readonly duration?: number;
  /** How often it was begun: 0 when the outcome came from another run. */
  readonly attempts: number;
  /** What all attempts cost, a child run's calls included. */
  readonly cost: Booking;
  /** The model of a paid call as `provider/model`; where that is not known, its name in the program. */
  readonly model?: string;
  /** What the run had cost when this step had ended, in nano-dollars. */
  readonly cumulative: number;
  /** Attempts that failed, oldest first. */
  readonly failures: readonly Failure[];
  /** Why it has no value. */
  readonly error?: string;
  /** The outcome was taken from another run, for nothing. */
  readonly reused: boolean;
  /** What came of it, as stored: a woven text stands in its node. */
  readonly value?: Json;
  /** The node that holds its text. */
  readonly node?: string;
  /** The grade its node was given. */
  readonly score?: number;
  /** Whether its node was chosen to go on from. */
  readonly chosen: boolean;
  /** What is asked, while a person is waited for. */
  readonly question?: string;
  /** What may be answered. */
  readonly choices?: readonly string[];
  /** When a wait ends by itself: milliseconds since 1970. */
  readonly due?: number;
  /** The answer when nobody answers in time, where the journal tells it. */
  readonly otherwise?: Json;
  /** The provider billed more than the call had reserved. */
  readonly overrun: boolean;
}
