import type { JsonObject } from "../base/json.ts";
import type { Entry, Limits, Plan, RunStatus } from "../plan/mod.ts";
import type { Lease } from "./lease.ts";
import type { Ledger } from "./ledger.ts";

/** What a new run is made of. */
export interface NewRun {
  /** Public name, unique, such as `lighthouse-7f3kq2`. */
  readonly name: string;
  /** What the run is of: the name of its spec or program. */
  readonly title: string;
  /** Program and version, such as `autoloom@1`. */
  readonly program: string;
  /** Absent for a library user's own program. */
  readonly plan?: Plan;
  /** What it was given at its start. */
  readonly inputs: JsonObject;
  /** Its limits; absent dimensions have none. */
  readonly limits: Limits;
  /** Seeds everything random in the run; forks share it. */
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The run whose budget it spends, and the step that asked for it. */
  readonly parent?: { readonly run: number; readonly key: string };
  /** The run whose outcomes up to `seq` it reuses. */
  readonly origin?: { readonly run: number; readonly seq: number };
  /** `full`: every commit survives a power cut. */
  readonly durability: "full" | "normal";
}

/** A run, without its journal. */
export interface RunHead {
  /** Number inside the database. */
  readonly id: number;
  /** Public name. */
  readonly name: string;
  /** What the run is of: the name of its spec or program. */
  readonly title: string;
  /** Program and version. */
  readonly program: string;
  /** SHA-256 of its plan; absent for a program of a library user. */
  readonly planHash?: string;
  /** Seeds everything random in it. */
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** The run it is part of, and the step that asked for it. */
  readonly parent?: { readonly run: number; readonly key: string };
  /** The run it was forked from, and where. */
  readonly origin?: { readonly run: number; readonly seq: number };
  /** The run whose lease drives this one: itself, or the root of its tree. */
  readonly driver: number;
  /** Whether commits reach the disk before they are told of. */
  readonly durability: "full" | "normal";
  /** As last written; {@link Lease} tells whether somebody really drives it. */
  readonly status: RunStatus;
  /** Who drives it. */
  readonly lease: Lease;
  /** Where its money stands. */
  readonly ledger: Ledger;
  /** Steps whose outcome is in the journal. */
  readonly steps: number;
  /** Milliseconds since 1970 of the newest row. */
  readonly updated: number;
}

/** Which runs to list. */
export interface RunFilter {
  /** At most this many, newest first. Default: all. */
  readonly limit?: number;
  /** Only children of this run; absent: only runs without a parent. */
  readonly parent?: number;
}

/** The file a run's text is saved to, and hashes of what it may hold. */
export interface Projection {
  /** Absolute path of the file. */
  readonly path: string;
  /** Hash of the last complete save. */
  readonly written?: string;
  /** Hash of a save that was begun. */
  readonly writing?: string;
}

/** What a run goes on with in place of what it had. */
export interface NewPlan {
  /** Absent for a program of a library user. */
  readonly plan?: Plan;
  /** Program and version. */
  readonly program: string;
  /** What it is given from here on. */
  readonly inputs: JsonObject;
  /** All its limits. */
  readonly limits: Limits;
  /** The row that says so, of type `reopen`. */
  readonly entry: Entry;
}
