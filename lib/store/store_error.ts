/** Why the store could not do what was asked. */
export type StoreFailure =
  | "not-found" // no such run, document, node or database
  | "taken" // the name is in use
  | "fenced" // another driver has the run
  | "busy" // another process holds the database's lock
  | "full" // the disk is full
  | "read-only" // the database or its folder cannot be written
  | "unreachable" // the server does not answer, or refuses us
  | "newer" // made by a newer version
  | "broken"; // not a database of ours, or damaged

/** A failure of the store, in words a user can act on. */
export class StoreError extends Error {
  /** Tells it from other errors. */
  override readonly name = "StoreError";
  /** Why. */
  readonly failure: StoreFailure;

  /** `message` says what failed and what to do. */
  constructor(failure: StoreFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}

/** What a driver meets that has lost its lease. */
export function fenced(cause?: unknown): StoreError {
  return new StoreError("fenced", "Cannot write to the run: another process drives it now", cause);
}

/** There is no run of that number, or it was removed. */
export function noRun(run: number): StoreError {
  return new StoreError("not-found", `Cannot find the run number ${run}`);
}

/** A snapshot is settled once. */
export function letGo(cause?: unknown): StoreError {
  return new StoreError(
    "not-found",
    "Cannot settle the snapshot: the run has none of that number, or it was let go already",
    cause,
  );
}

/** A snapshot is of contents that are stored. */
export function notKept(cause?: unknown): StoreError {
  return new StoreError(
    "not-found",
    "Cannot keep the snapshot: one of its contents is not stored; keep that one first",
    cause,
  );
}

/** A name is used once, also when its run is there no more: what it wove may be. */
export function nameTaken(name: string, { removed }: { readonly removed: boolean }): StoreError {
  return new StoreError(
    "taken",
    `Cannot start a run named \`${name}\`: ${
      removed
        ? "a run of that name was removed; choose another"
        : "the name is in use; choose another, or resume that run"
    }`,
  );
}
