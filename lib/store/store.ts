/**
 * Where runs, journals, money and documents live. The interface is small so that it can be implemented elsewhere;
 * `lib/store/conformance/` holds an implementation to what it must keep.
 *
 * @module
 */
import type { JsonObject } from "../base/json.ts";
import type { Dimension, Entry, Plan } from "../plan/mod.ts";
import type { TreeNode, TreeNote } from "../tree/tree.ts";
import type { ChangeStore } from "./change_store.ts";
import type { LearnedStore } from "./learned_store.ts";
import type { Wall } from "./lease.ts";
import type { OpenIntent, Purse } from "./ledger.ts";
import type { Message } from "./message.ts";
import type { NewPlan, NewRun, Projection, RunFilter, RunHead } from "./run_head.ts";
import type { Compacted, Removal, Swept, Weight } from "./removal.ts";
import type { TurnStore } from "./turn_store.ts";
import type { Loaded, Write } from "./write.ts";

export type { ChangeStore, NewChange, NewGuard, StoredChange, StoredGuard } from "./change_store.ts";
export type { LearnedStore, NewPattern, Pattern, PatternFilter } from "./learned_store.ts";
export type { Lease, Wall } from "./lease.ts";
export type { Ledger, OpenIntent, Purse } from "./ledger.ts";
export type { Message } from "./message.ts";
export type { Compacted, Removal, Swept, Weight } from "./removal.ts";
export type { NewPlan, NewRun, Projection, RunFilter, RunHead } from "./run_head.ts";
export type { StoreFailure } from "./store_error.ts";
export { fenced, StoreError } from "./store_error.ts";
export type { Turn, TurnCalls, TurnRange, TurnRole, TurnSearch, TurnStore } from "./turn_store.ts";
export type { Loaded, NewNode, Write } from "./write.ts";
export { LAST_SEQ, SEQ_BITS } from "./write.ts";

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
  /**
   * Gives a run another plan, program, inputs and limits, and commits the row that says so, at once. Throws `fenced` as
   * `append` does.
   */
  adopt(run: number, epoch: number, adoption: NewPlan): Promise<void>;
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

  /** What runs have changed outside of the database. */
  readonly changes: ChangeStore;
  /** What was said in runs. */
  readonly turns: TurnStore;
  /** What runs have taught. */
  readonly learned: LearnedStore;

  /** What runs take up, with all that is part of them; those that are not there are left out. */
  weigh(runs: readonly number[]): Promise<readonly Weight[]>;
  /**
   * Removes a run and all that is part of it, at once: from then on there is no such run, and its number and name are
   * never given again. What its journal held is left to {@link Store.sweep}; documents stay. False, and nothing is done,
   * when it is driven, was driven since, has a fork that is in the way, is part of another run, or is not there.
   */
  remove(removal: Removal): Promise<boolean>;
  /**
   * Removes a document, at once; its nodes are left to {@link Store.sweep}. False, and nothing is done, when one of its
   * nodes or notes is of a run that is there, or of a person, or when a node of another document continues one of it.
   */
  removeDocument(name: string): Promise<boolean>;
  /**
   * Deletes a slice of what removals have left behind, and then, from `next` of the slice before on, of the long values
   * that nothing refers to. A slice is short: others may write between two.
   */
  sweep(from?: number): Promise<Swept>;
  /** Gives space that is free back to the disk; undefined where that is no affair of ours. */
  compact(): Promise<Compacted | undefined>;

  /** Closes it; nothing may be asked of it any more. */
  close(): void;
}
