import type { JsonObject } from "../../base/json.ts";
import type { StagedProgram } from "../own_program.ts";
import type { RefineEnd } from "./end.ts";
import type { RefineBudget } from "./options.ts";
import type { RefineStream } from "./stream.ts";

/** How one run of a loop is started. */
export interface RefineCall {
  /** Name of the run, unique in its database. Default: the loop's name and six random digits. */
  readonly name?: string;
  /** Pauses the run when it aborts, its step broken off; the end is `paused`. */
  readonly signal?: AbortSignal;
}

/** How a run of a loop is resumed. */
export interface RefineResume {
  /** What to add to its budget: a resume never fills one up by itself. */
  readonly addBudget?: RefineBudget;
  /** Go on with this version of the loop although another one began the run. Default false: that is refused. */
  readonly adopt?: boolean;
  /** See {@link RefineCall}. */
  readonly signal?: AbortSignal;
}

/** A run of a loop that is driven in this process. */
export interface RefineHandle<S> {
  /** Name of the run. */
  readonly runId: string;
  /** How it came to rest. Rejects only when it could not go on here: the database failed, or another process took over. */
  readonly end: Promise<RefineEnd<S>>;
  /** Lets the step in the air finish, then rests; `abort` breaks it off. */
  pause(options?: { readonly abort?: boolean }): void;
  /** Ends the run for good. */
  cancel(reason?: string): void;
}

/** A loop over a function of yours, which runs when it is called. Made by {@link refine}. */
export interface Refiner<S> {
  /**
   * Runs the loop from a state and gives how it ended, whatever that is. Called inside a step of another loop, it is a run
   * inside that one, which spends its budget. Throws for a state that does not fit, a name that is taken or none, a
   * database that fails; the error holds the name of the run as `runId`.
   */
  (initial: S, call?: RefineCall): Promise<RefineEnd<S>>;
  /**
   * Goes on with a run where it stopped. One that has ended is not run again: its end is given as it was, unless it failed,
   * or was exhausted and gets more budget. Throws `RunLocked` while somebody else drives it, a RangeError for a run of
   * another loop or version.
   */
  resume(runId: string, how?: RefineResume): Promise<RefineEnd<S>>;
  /** Runs the loop and gives its steps as they come; breaking out pauses the run. Nothing is begun before it is iterated. */
  stream(initial: S, call?: RefineCall): RefineStream<S>;
  /** Resumes a run and gives the steps that are still to come. */
  streamResume(runId: string, how?: RefineResume): RefineStream<S>;
  /** Starts a run and gives a handle on it, at once. */
  start(initial: S, call?: RefineCall): Promise<RefineHandle<S>>;
  /** The loop as a program, for `openLoom({ programs: [fix.program] })`. */
  readonly program: StagedProgram;
}

/** The input of a run. */
export interface RefineInput extends JsonObject {
  /** The state it begins with. */
  readonly state: JsonObject[string];
}
