import { openLoom } from "../../lib/app/loom.ts";
import type { RunEnd, RunHandle } from "../../lib/app/run_handle.ts";
import type { RunEvent } from "../../lib/engine/world.ts";
import type { Plan } from "../../lib/plan/mod.ts";
import { memoryStore } from "../../lib/store/memory_store.ts";
import type { Store } from "../../lib/store/store.ts";
import { StoreError } from "../../lib/store/store.ts";
import type { Tree } from "../../lib/tree/tree.ts";
import type { Cast } from "./growing.ts";
import { leftBehind } from "./growing.ts";

/** What is left of a run, in a form that does not depend on when it was interrupted. */
export interface Remains {
  readonly end: RunEnd;
  readonly document: readonly string[];
  /** Rows of the journal. */
  readonly rows: number;
  readonly lives: number;
}

/** A run to be interrupted. Models are made anew for every life, as a new process would. */
export interface Interrupted {
  readonly plan: Plan;
  readonly cast: () => Cast;
}

/** Runs it undisturbed. */
export async function undisturbed(what: Interrupted): Promise<Remains> {
  return await lived(what, memoryStore(), () => Infinity);
}

/** Runs it, pausing each life after so many rows, until it ends. `rowsOf` may be given a life from 0. */
export async function paused(what: Interrupted, rowsOf: (life: number) => number): Promise<Remains> {
  return await lived(what, memoryStore(), rowsOf);
}

/** Runs it over a store that breaks at one batch, before or after it is in, and goes on from what is stored. */
export async function broken(what: Interrupted, batch: number, when: "before" | "after"): Promise<Remains> {
  const store = memoryStore();
  let batches = 0;
  const breaking: Store = {
    ...store,
    append: async (run, epoch, writes) => {
      const isLast = ++batches === batch, fault = new StoreError("full", "Cannot write: the disk is full");
      if (isLast && when === "before") throw fault;
      const accepted = await store.append(run, epoch, writes);
      if (isLast) throw fault;
      return accepted;
    },
    // Nobody finds out what became of the batch: the process is gone.
    entriesAt: (run, seqs) =>
      batches >= batch ? Promise.reject(new StoreError("full", "gone")) : store.entriesAt(run, seqs),
  };
  const loom = await openLoom({ store: breaking, models: what.cast() });
  try {
    const end = await (await loom.start(what.plan, { name: "g", seed: 5 })).end;
    return await remainsOf(store, end, 1);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
  return { ...await lived(what, store, () => Infinity), lives: 2 };
}

async function lived(what: Interrupted, store: Store, rowsOf: (life: number) => number): Promise<Remains> {
  for (let life = 0;; life++) {
    const limit = rowsOf(life);
    const driven: { handle?: RunHandle } = {};
    let rows = 0;
    const on = (event: RunEvent): void => {
      if (event.type === "entry" && ++rows === limit) driven.handle?.pause();
    };
    const loom = await openLoom({ store, models: what.cast(), on });
    const isNew = (await store.runs()).length === 0;
    const handle = isNew ? await loom.start(what.plan, { name: "g", seed: 5 }) : await loom.resume("g");
    driven.handle = handle;
    if (rows >= limit) handle.pause();
    const end = await handle.end;
    if (end.kind !== "paused") return await remainsOf(store, end, life + 1);
  }
}

async function remainsOf(store: Store, end: RunEnd, lives: number): Promise<Remains> {
  const { tree, rows } = await leftBehind(store, "g");
  return { end, document: linesOf(tree), rows: rows.length, lives };
}

/** Every node and every note, one a line; siblings that were made side by side have no order. */
export function linesOf({ nodes, notes }: Tree): readonly string[] {
  const lines = [...nodes.values()].map(({ at: _, ...node }) => JSON.stringify(node));
  const noted = [...notes.values()].flat().map(({ at: _, ...note }) => JSON.stringify(note));
  return [...lines.toSorted(), ...noted.toSorted()];
}
