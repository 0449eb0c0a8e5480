import type { RunStatus } from "../plan/mod.ts";
import type { Compacted } from "../store/store.ts";

/** A run that is removed, with all that is part of it. */
export interface RemovedRun {
  /** Its name, which is never used again. */
  readonly name: string;
  /** Name of its spec or program. */
  readonly title: string;
  /** How it stands, or stood. */
  readonly status: RunStatus;
  /** Milliseconds since 1970 of the newest row. */
  readonly updated: number;
  /** Rows of journals. */
  readonly rows: number;
  /** About how many bytes are freed. */
  readonly bytes: number;
}

/** A run that was chosen and stays all the same. */
export interface StayingRun {
  /** Its name. */
  readonly name: string;
  /** How it stands. */
  readonly status: RunStatus;
  /**
   * One of the newest of its title; somebody drives it; the fork `by` is not far enough yet to do without it; somebody
   * has taken it up or forked it meanwhile.
   */
  readonly why: "newest" | "driven" | "needed" | "changed";
  /** Name of the run that needs it. */
  readonly by?: string;
}

/** What was removed, or would be. */
export interface GcReport {
  /** Whether it was done. */
  readonly applied: boolean;
  /** Runs that are removed, newest first. */
  readonly runs: readonly RemovedRun[];
  /** Runs that were chosen and stay, newest first. */
  readonly stays: readonly StayingRun[];
  /** Documents that are removed. */
  readonly documents: readonly { readonly name: string; readonly nodes: number }[];
  /** Rows of all these runs. */
  readonly rows: number;
  /** About how many bytes these runs free. */
  readonly bytes: number;
  /** What was deleted in all, leftovers of an earlier time included; nothing when it was only told. */
  readonly swept: { readonly rows: number; readonly nodes: number; readonly values: number };
  /** Bytes of the database's file before and after it was compacted; absent where that was not done. */
  readonly file?: Compacted;
  /** Why the file keeps its size although there is space in it; new runs use that. */
  readonly notCompacted?: string;
  /** Whether it was stopped before all was done. */
  readonly stopped: boolean;
}
