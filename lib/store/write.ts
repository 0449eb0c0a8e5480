import type { Json } from "../base/json.ts";
import type { Entry, Note } from "../plan/mod.ts";
import type { NodeMeta } from "../tree/tree.ts";

/** Rows of one run: 2^24 positions. */
export const SEQ_BITS = 24;
/** The last position a run has. */
export const LAST_SEQ: number = 2 ** SEQ_BITS - 1;

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

/** What a resume needs. */
export interface Loaded {
  /** The whole encoded state as of row `seq`. */
  readonly snapshot?: { readonly seq: number; readonly state: Json };
  /** All rows from the snapshot's row on, or from the first. */
  readonly entries: readonly Entry[];
}
