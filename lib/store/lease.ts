/** Who drives a run. */
export interface Lease {
  /** Rises with every driver. */
  readonly epoch: number;
  /** Words of the holder about itself: host, process. Empty when released. */
  readonly holder: string;
  /** By the database's clock. */
  readonly live: boolean;
}

/** Working time of a run, in milliseconds. */
export interface Wall {
  /** Number of the run. */
  readonly run: number;
  /** Milliseconds. */
  readonly wall: number;
}
