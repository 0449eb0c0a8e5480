/** How a run is removed, and what becomes of what it leaves behind. */

/** A run to remove, as it was when that was decided. */
export interface Removal {
  /** Number of the run; it is part of no other. */
  readonly run: number;
  /** The epoch of its lease then; 0 when it never had one. Whoever drives it in between raises that. */
  readonly epoch: number;
  /** Whether the process that holds the lease is known to be dead. Default false: a live lease is in the way. */
  readonly gone?: boolean;
  /** Runs that were forked from it, or from a part of it, and need it no more. Any other fork is in the way. */
  readonly forks: readonly number[];
}

/** What a run takes up, with all that is part of it. */
export interface Weight {
  /** Number of the run. */
  readonly run: number;
  /** Rows of journals. */
  readonly rows: number;
  /** Bytes of those rows, and of long values that only the runs that are weighed refer to: about what a removal frees. */
  readonly bytes: number;
  /** Milliseconds since 1970 of its newest row; of its making when it has none. */
  readonly updated: number;
}

/** What a slice of a sweep deleted. */
export interface Swept {
  /** Rows of journals. */
  readonly rows: number;
  /** Nodes of documents. */
  readonly nodes: number;
  /** Long values. */
  readonly values: number;
  /** Where the next slice goes on; absent: nothing is left. */
  readonly next?: number;
}

/** Bytes of a file before and after it was compacted. */
export interface Compacted {
  /** With its log emptied. */
  readonly before: number;
  /** The same as `before` when there was too little to gain. */
  readonly after: number;
}
