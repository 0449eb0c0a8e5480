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

/** Who drives a run. */
export interface Lease {
  /** Rises with every driver. */
  readonly epoch: number;
  /** Words of the holder about itself: host, process. Empty when released. */
  readonly holder: string;
  /** By the database's clock. */
  readonly live: boolean;
}

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

/** Working time of a run, in milliseconds. */
export interface Wall {
  /** Number of the run. */
  readonly run: number;
  /** Milliseconds. */
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

/** A node to be woven together with a row. Weaving a node that is there already changes nothing. */
export interface NewNode {
  /** Unique in the database. */
  readonly id: string;
  /** Name of the document. */
  readonly document: string;
  /** The node it continues; null: a root. */
  readonly parent: string | null;
  /** Its text. */
  readonly text: string;
  /** What it is there. */
  readonly role: string;
  /** What is known of its making. */
  readonly meta: NodeMeta;
}

/** A row and what is committed with it. */
export interface Write {
  /** The row. */
  readonly entry: Entry;
  /** A node that is woven with it. */
  readonly node?: NewNode;
  /** Notes that are written with it. */
  readonly notes?: readonly Note[];
  /** Messages this row takes in: removed from the inbox with it. */
  readonly takes?: readonly number[];
  /** Replaces the run's snapshot of its state; made of everything up to this row. */
  readonly snapshot?: Json;
}

/** What people and other processes send a run. */
export interface Message {
  /** Rises from message to message. */
  readonly id: number;
  /** What it asks for. */
  readonly kind: "cancel" | "pause" | "answer" | "budget" | "settle" | "guide" | "tune" | "signal";
  /** What it says. */
  readonly value: Json;
  /** Milliseconds since 1970. */
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
  /** Absolute path of the file. */
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
  /** Runs, newest first. */
  runs(filter?: RunFilter): Promise<readonly RunHead[]>;
  /** The pinned plan of a run; undefined for a program of a library user. */
  plan(run: number): Promise<Plan | undefined>;
  /** What a run was given at its start. */
  inputs(run: number): Promise<JsonObject>;

  /** Takes the lease if it is free, lapsed, or held by the `gone` epoch whose process is known to be dead. */
  acquire(
    run: number,
    holder: string,
    options: { readonly ttl: number; readonly gone?: number },
  ): Promise<number | undefined>;
  /** Prolongs the lease and stores working times of the runs it covers; false when it was released or another has it. */
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
  /** What a resume reads. */
  load(run: number): Promise<Loaded>;
  /** Rows after `after`, oldest first. */
  entries(run: number, after: number, limit?: number): Promise<readonly Entry[]>;
  /** Rows by position, for references. */
  entriesAt(run: number, seqs: readonly number[]): Promise<readonly Entry[]>;
  /** The run's ledger, then its ancestors', nearest first. */
  purses(run: number): Promise<readonly Purse[]>;
  /** Adds to limits that exist; sets those that do not, on top of what is spent. Throws `fenced` as `append` does. */
  raise(run: number, epoch: number, add: { readonly [D in Dimension]?: number }): Promise<void>;
  /** Calls that were begun and not settled. */
  openIntents(run: number): Promise<readonly OpenIntent[]>;

  /** Puts a message into a run's inbox. */
  send(run: number, message: Pick<Message, "kind" | "value">): Promise<void>;
  /** Messages nobody has taken in, oldest first. */
  inbox(run: number): Promise<readonly Message[]>;

  /** Makes a document; one that exists stays as it is. */
  createDocument(name: string): Promise<void>;
  /** All documents, newest first. */
  documents(): Promise<readonly { readonly name: string; readonly created: number; readonly nodes: number }[]>;
  /** All nodes of a document, parents first, and their notes. */
  document(name: string): Promise<{ readonly nodes: readonly TreeNode[]; readonly notes: readonly TreeNote[] }>;
  /** The node of this id, or of the only id that begins so, in a document. */
  findNode(document: string, id: string): Promise<TreeNode>;
  /** The nodes from the root down to a node. */
  path(node: string): Promise<readonly TreeNode[]>;
  /** The texts of nodes, by id. */
  texts(nodes: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** The file a run saves to, if it has saved. */
  projection(run: number): Promise<Projection | undefined>;
  /** Notes what a save wrote or is about to write. */
  setProjection(run: number, projection: Projection): Promise<void>;

  /** Closes it; nothing may be asked of it any more. */
  close(): void;
}

/** Rows of one run: 2^24 positions. */
export const SEQ_BITS = 24;
/** The last position a run has. */
export const LAST_SEQ: number = 2 ** SEQ_BITS - 1;
