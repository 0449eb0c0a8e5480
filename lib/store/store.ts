/**
 * Where runs, journals, money and documents live. The interface is small so that it can be implemented elsewhere;
 * `tests/store/conformance.ts` says what an implementation must keep.
 *
 * @module
 */
import type { Json, JsonObject } from "../base/json.ts";
import type { Booking, Dimension, Entry, Limits, Note, Plan, RunStatus } from "../plan/mod.ts";
import type { NodeMeta, TreeNode, TreeNote } from "../tree/tree.ts";

/** Why the store could not do what was asked. */
export type StoreFailure =
  | "not-found" // no such run, document, node or database
  | "taken" // the name is in use
  | "fenced" // another driver has the run
  | "busy" // another process holds the database's lock
  | "full" // the disk is full
  | "read-only" // the database or its folder cannot be written
  | "newer" // made by a newer version
  | "broken"; // not a database of ours, or damaged

/** A failure of the store, in words a user can act on. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly failure: StoreFailure;

  /** `message` says what failed and what to do. */
  constructor(failure: StoreFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.failure = failure;
  }
}

/** What a new run is made of. */
export interface NewRun {
  /** Public name, unique, such as `lighthouse-7f3kq2`. */
  readonly name: string;
  readonly title: string;
  /** Program and version, such as `autoloom@1`. */
  readonly program: string;
  /** Absent for a library user's own program. */
  readonly plan?: Plan;
  readonly inputs: JsonObject;
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
  readonly name: string;
  readonly title: string;
  readonly program: string;
  readonly planHash?: string;
  readonly seed: number;
  readonly created: number;
  readonly parent?: { readonly run: number; readonly key: string };
  readonly origin?: { readonly run: number; readonly seq: number };
  /** The run whose lease drives this one: itself, or the root of its tree. */
  readonly driver: number;
  readonly durability: "full" | "normal";
  /** As last written; {@link Lease} tells whether somebody really drives it. */
  readonly status: RunStatus;
  readonly lease: Lease;
  readonly ledger: Ledger;
  /** Steps whose outcome is in the journal. */
  readonly steps: number;
  /** Milliseconds since 1970 of the newest row. */
  readonly updated: number;
}

/** Who drives a run. */
export interface Lease {
  readonly epoch: number;
  /** Words of the holder about itself: host, process. Empty when released. */
  readonly holder: string;
  /** By the database's clock. */
  readonly live: boolean;
}

/** Where the money of a run stands. Limits absent: none. */
export interface Ledger {
  readonly limits: Limits;
  readonly spent: Booking;
  readonly reserved: Booking;
  /** Milliseconds of working time used. */
  readonly wall: number;
}

/** Working time of a run, in milliseconds. */
export interface Wall {
  readonly run: number;
  readonly wall: number;
}

/** A ledger of a run or of one of its ancestors. */
export interface Purse extends Ledger {
  readonly run: number;
}

/** A call that was begun and of which nothing is known. */
export interface OpenIntent {
  readonly run: number;
  readonly seq: number;
  readonly key: string;
  readonly reserved: Booking;
}

/** A node to be woven together with a row. Weaving a node that is there already changes nothing. */
export interface NewNode {
  readonly id: string;
  readonly document: string;
  readonly parent: string | null;
  readonly text: string;
  readonly role: string;
  readonly meta: NodeMeta;
}

/** A row and what is committed with it. */
export interface Write {
  readonly entry: Entry;
  readonly node?: NewNode;
  readonly notes?: readonly Note[];
  /** Messages this row takes in: removed from the inbox with it. */
  readonly takes?: readonly number[];
  /** Replaces the run's snapshot of its state; made of everything up to this row. */
  readonly snapshot?: Json;
}

/** What people and other processes send a run. */
export interface Message {
  readonly id: number;
  readonly kind: "cancel" | "pause" | "answer" | "budget" | "settle" | "guide" | "tune" | "signal";
  readonly value: Json;
  readonly at: number;
}

/** What a resume needs. */
export interface Loaded {
  /** The whole encoded state as of row `seq`. */
  readonly snapshot?: { readonly seq: number; readonly state: Json };
  /** All rows from the snapshot's row on, or from the first. */
  readonly entries: readonly Entry[];
}

/** The file a run's text is saved to, and hashes of what it may hold. */
export interface Projection {
  readonly path: string;
  /** Hash of the last complete save. */
  readonly written?: string;
  /** Hash of a save that was begun. */
  readonly writing?: string;
}

/** Which runs to list. */
export interface RunFilter {
  /** At most this many, newest first. Default: all. */
  readonly limit?: number;
  /** Only children of this run; absent: only runs without a parent. */
  readonly parent?: number;
}

/** The store. All methods throw {@link StoreError}. */
export interface Store {
  /** Makes a run with its ledger. A child that was made before (same parent and key) is returned as it is. */
  createRun(run: NewRun): Promise<RunHead>;
  /** The run of this name, or of the only name that begins so. */
  findRun(name: string): Promise<RunHead>;
  /** The run of this number. */
  run(id: number): Promise<RunHead>;
  runs(filter?: RunFilter): Promise<readonly RunHead[]>;
  plan(run: number): Promise<Plan | undefined>;
  inputs(run: number): Promise<JsonObject>;

  /** Takes the lease if it is free, lapsed, or held by the `gone` epoch whose process is known to be dead. */
  acquire(
    run: number,
    holder: string,
    options: { readonly ttl: number; readonly gone?: number },
  ): Promise<number | undefined>;
  /** Prolongs the lease and stores working times of the runs it covers; false when another driver has it. */
  beat(
    run: number,
    epoch: number,
    options: { readonly ttl: number; readonly walls: readonly Wall[] },
  ): Promise<boolean>;
  /** Gives the lease back. */
  release(run: number, epoch: number): Promise<void>;
  /** Shows that a driven run only waits, or works again. */
  setWaiting(run: number, epoch: number, waiting: boolean): Promise<void>;

  /**
   * Commits rows of one run in one batch, in order; says for each whether it is in. Only an `intent` can be refused,
   * by the wall. Throws `fenced`, and writes nothing, when the epoch is not the lease's.
   */
  append(run: number, epoch: number, writes: readonly Write[]): Promise<readonly boolean[]>;
  load(run: number): Promise<Loaded>;
  /** Rows after `after`, oldest first. */
  entries(run: number, after: number, limit?: number): Promise<readonly Entry[]>;
  /** Rows by position, for references. */
  entriesAt(run: number, seqs: readonly number[]): Promise<readonly Entry[]>;
  /** The run's ledger, then its ancestors', nearest first. */
  purses(run: number): Promise<readonly Purse[]>;
  /** Adds to limits that exist; sets those that do not, on top of what is spent. */
  raise(run: number, epoch: number, add: { readonly [D in Dimension]?: number }): Promise<void>;
  openIntents(run: number): Promise<readonly OpenIntent[]>;

  send(run: number, message: Pick<Message, "kind" | "value">): Promise<void>;
  inbox(run: number): Promise<readonly Message[]>;

  /** Makes a document; one that exists stays as it is. */
  createDocument(name: string): Promise<void>;
  documents(): Promise<readonly { readonly name: string; readonly created: number; readonly nodes: number }[]>;
  /** All nodes of a document, parents first, and their notes. */
  document(name: string): Promise<{ readonly nodes: readonly TreeNode[]; readonly notes: readonly TreeNote[] }>;
  /** The node of this id, or of the only id that begins so, in a document. */
  findNode(document: string, id: string): Promise<TreeNode>;
  /** The nodes from the root down to a node. */
  path(node: string): Promise<readonly TreeNode[]>;
  /** The texts of nodes, by id. */
  texts(nodes: readonly string[]): Promise<ReadonlyMap<string, string>>;

  projection(run: number): Promise<Projection | undefined>;
  setProjection(run: number, projection: Projection): Promise<void>;

  close(): void;
}

/** Rows of one run: 2^24 positions. */
export const SEQ_BITS = 24;
/** The last position a run has. */
export const LAST_SEQ: number = 2 ** SEQ_BITS - 1;
