import type { Json, JsonObject } from "../../base/json.ts";
import { canonical } from "../../base/json.ts";
import { sha256 } from "../../base/hash.ts";
import type { Booking, Entry, Limits, Plan, RunStatus } from "../../plan/mod.ts";
import type { TreeNode, TreeNote } from "../../tree/tree.ts";
import type { StoredChange, StoredGuard } from "../change_store.ts";
import type { Pattern } from "../learned_store.ts";
import type { Lease } from "../lease.ts";
import type { Message } from "../message.ts";
import type { NewRun, Projection, RunHead } from "../run_head.ts";
import { fenced, noRun } from "../store_error.ts";
import type { Turn } from "../turn_store.ts";

/** A run with everything that belongs to it. */
export interface MemoryRun {
  made: NewRun;
  readonly id: number;
  readonly driver: number;
  /** Itself, then its ancestors, nearest first. */
  readonly family: readonly MemoryRun[];
  plan: Plan | undefined;
  inputs: JsonObject;
  readonly journal: Entry[];
  /** Outcomes among its rows. */
  steps: number;
  /** What is reserved, by the intent's position. */
  readonly flights: Map<number, Booking>;
  limits: Limits;
  spent: Booking;
  reserved: Booking;
  wall: number;
  status: RunStatus;
  snapshot?: { readonly seq: number; readonly state: Json };
  inbox: Message[];
  projection?: Projection;
  readonly changes: StoredChange[];
  /** By their numbers, oldest first. */
  readonly guards: Map<number, MemoryGuard>;
  readonly turns: Turn[];
}

/** A snapshot, and the contents that it needs. */
export interface MemoryGuard {
  readonly guard: StoredGuard;
  readonly contents: readonly string[];
}

/** What runs have taught of one thing, and which of them have. */
export interface MemoryPattern {
  pattern: Pattern;
  readonly runs: Set<number>;
}

/** The lease of a tree of runs, under the root's number. */
export interface MemoryLease {
  epoch: number;
  holder: string;
  expires: number;
}

/** A document, its nodes in the order they were woven. */
export interface MemoryDocument {
  readonly name: string;
  readonly created: number;
  readonly nodes: Map<string, TreeNode>;
  readonly notes: TreeNote[];
}

/** All that a store in memory knows. */
export class MemoryState {
  /** By their numbers, oldest first. */
  readonly runs: Map<number, MemoryRun> = new Map();
  /** Names of runs that were removed: none is used again. */
  readonly removed: Set<string> = new Set();
  readonly leases: Map<number, MemoryLease> = new Map();
  readonly documents: Map<string, MemoryDocument> = new Map();
  /** By their hashes. */
  readonly contents: Map<string, Uint8Array> = new Map();
  /** By their sorts and keys. */
  readonly patterns: Map<string, MemoryPattern> = new Map();
  /** Runs made so far. */
  made = 0;
  /** Messages sent so far. */
  messages = 0;
  /** Changes recorded so far. */
  changes = 0;
  /** Snapshots kept so far. */
  guards = 0;

  /** The run of this number. */
  run(id: number): MemoryRun {
    const run = this.runs.get(id);
    if (!run) throw noRun(id);
    return run;
  }

  /** Only who holds the newest epoch may write. */
  fence({ driver }: Pick<MemoryRun, "driver">, epoch: number): void {
    if (this.leases.get(driver)?.epoch !== epoch) throw fenced();
  }

  /** The run as others see it. */
  head(run: MemoryRun): RunHead {
    const { name, title, program, seed, at, parent, origin, durability } = run.made;
    return {
      id: run.id,
      name,
      title,
      program,
      ...(run.plan ? { planHash: sha256(canonical(run.plan)) } : {}),
      seed,
      created: at,
      ...(parent ? { parent } : {}),
      ...(origin ? { origin } : {}),
      driver: run.driver,
      durability,
      status: run.status,
      lease: this.#lease(run),
      ledger: { limits: run.limits, spent: run.spent, reserved: run.reserved, wall: run.wall },
      steps: run.steps,
      updated: run.journal.at(-1)?.at ?? at,
    };
  }

  #lease(run: MemoryRun): Lease {
    const lease = this.leases.get(run.driver);
    return { epoch: lease?.epoch ?? 0, holder: lease?.holder ?? "", live: (lease?.expires ?? 0) > Date.now() };
  }
}

/** Throws become rejections, as with a store that is really elsewhere. */
export function settled<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
