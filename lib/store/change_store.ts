import type { Json } from "../base/json.ts";

/** A change of something outside of the database that is about to be made. */
export interface NewChange {
  /** What is about to be made, in words of whoever makes it. */
  readonly change: Json;
  /** Contents that are needed to undo it, by names of the caller's. Default none. */
  readonly contents?: { readonly [name: string]: Uint8Array };
}

/** A change as it was recorded. */
export interface StoredChange {
  /** Its number in the database: a later change has a greater one, and none is given twice. */
  readonly id: number;
  /** Key of the step that it was made for. */
  readonly by: string;
  /** Milliseconds since 1970 when it was recorded, by the clock of the database. */
  readonly at: number;
  /** What was about to be made. */
  readonly change: Json;
  /** SHA-256 of its contents, by their names. */
  readonly contents: { readonly [name: string]: string };
  /** Milliseconds since 1970 when it was undone; absent: it stands. */
  readonly undone?: number;
}

/** What a workspace holds before something runs that may change anything in it. */
export interface NewGuard {
  /** Key of the step that runs. */
  readonly by: string;
  /** What it holds, piece by piece, in words of whoever looked. */
  readonly entries: readonly Json[];
  /** SHA-256 of the contents that are needed to put it back; all of them are kept already. */
  readonly contents: readonly string[];
}

/** A snapshot that was kept and not let go. */
export interface StoredGuard {
  /** Its number in the database. */
  readonly id: number;
  /** Key of the step that ran. */
  readonly by: string;
  /** Milliseconds since 1970 when it was kept, by the clock of the database. */
  readonly at: number;
  /** Number of the last change that had been recorded by then, of whatever run: those with greater ones came later. */
  readonly after: number;
  /** What the workspace held. */
  readonly entries: readonly Json[];
  /**
   * Milliseconds since 1970 when the lease lapsed, or was given back, under which it was kept, by the clock of the
   * database; absent while that lease is held. The lease of a driver that was killed lapses later than it dies.
   */
  readonly heard?: number;
}

/**
 * What runs have changed outside of the database, recorded before it was made, with what it takes to undo it. What is
 * written for a run is fenced as its journal is: it throws `fenced`, and writes nothing, when the epoch is not that of
 * the lease of its driver. It is durable when it resolves, whatever the run's own `durability` says.
 */
export interface ChangeStore {
  /** Records a change and its contents, both at once; gives its number. */
  add(run: number, epoch: number, change: NewChange & { readonly by: string }): Promise<number>;
  /** Changes that stand, in the order in which they were recorded; with `undone` those as well that were undone. */
  list(run: number, options?: { readonly undone?: boolean }): Promise<readonly StoredChange[]>;
  /** Notes that changes of a run were undone; what was so already stays as it is. */
  undone(run: number, epoch: number, ids: readonly number[]): Promise<void>;

  /** Stores contents, each once, and gives their SHA-256 in hex digits. What nothing refers to lasts until a sweep. */
  keep(contents: readonly Uint8Array[]): Promise<readonly string[]>;
  /** Those of these contents that are stored. */
  holds(hashes: readonly string[]): Promise<ReadonlySet<string>>;
  /** What a content is; undefined when it is not stored. */
  content(hash: string): Promise<Uint8Array | undefined>;

  /**
   * Keeps a snapshot until it is settled, and its contents with it; gives its number. Throws `not-found`, and keeps
   * nothing, when one of its contents is not stored: a sweep may have come in between.
   */
  guard(run: number, epoch: number, guard: NewGuard): Promise<number>;
  /**
   * Records changes in the name of the guard's step and lets the snapshot go, both at once; gives their numbers. Throws
   * `not-found`, and records nothing, when the run has no such snapshot any more.
   */
  settle(
    run: number,
    epoch: number,
    settled: { readonly guard: number; readonly changes: readonly NewChange[] },
  ): Promise<readonly number[]>;
  /** Snapshots of a run that nobody has let go, oldest first: what they were kept for was cut off, or still runs. */
  guards(run: number): Promise<readonly StoredGuard[]>;
}
