import type { Booking, Entry } from "../../plan/mod.ts";
import type { NewNode, NewRun, RunHead, Store, StoreFailure, Write } from "../store.ts";
import { StoreError } from "../store.ts";

/** Promises in words, and what tries to break them on an empty store. */
export type Promises = { readonly [promise: string]: (store: Store) => Promise<void> };

/** Promises of stores whose data outlive them; `connect` opens the same data once more, beside what is open. */
export type DurablePromises = {
  readonly [promise: string]: (store: Store, connect: () => Promise<Store>) => Promise<void>;
};

/** A run to make; names must differ. */
export function newRun(name: string, more: Partial<NewRun> = {}): NewRun {
  return {
    name,
    title: "A title",
    program: "test@1",
    inputs: {},
    limits: {},
    seed: 7,
    at: 1_700_000_000_000,
    durability: "normal",
    ...more,
  };
}

/** A run and the epoch that drives it. */
export interface Driven {
  /** The run as it was made. */
  readonly run: RunHead;
  /** The lease's. */
  readonly epoch: number;
}

/** Makes a run and takes its lease. */
export async function drive(store: Store, name: string, more: Partial<NewRun> = {}): Promise<Driven> {
  const run = await store.createRun(newRun(name, more));
  return { run, epoch: (await store.acquire(run.id, `driver of ${name}`, { ttl: 60_000 }))! };
}

/** A row about nothing in particular. */
export function row(seq: number, more: Partial<Entry> = {}): Write {
  return { entry: { seq, type: "done", at: 1_700_000_000_000 + seq, ...more } };
}

/** A reservation in full; what is left out is 0. */
export function booking(some: Partial<Booking>): Booking {
  return { usd: 0, tokens: 0, calls: 0, ...some };
}

/** The intent of a paid call. */
export function intent(seq: number, some: Partial<Booking>): Write {
  return row(seq, { type: "intent", key: `step/${seq}`, booking: booking(some) });
}

/** The outcome of a paid call. */
export function result(seq: number, ref: number, some: Partial<Booking>): Write {
  return row(seq, { type: "result", key: `step/${ref}`, ref, booking: booking(some) });
}

/** A node of the document `doc`. */
export function node(id: string, more: Partial<NewNode> = {}): NewNode {
  return { id, document: "doc", parent: null, text: `text of ${id}`, role: "candidate", meta: {}, ...more };
}

/** A text as bytes. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Bytes of every sort, the same each time. */
export function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => i % 251 ^ i >> 9 & 255);
}

/** Sweeps until nothing is left; a slice must come to an end. */
export async function sweepAll(store: Store): Promise<void> {
  for (let from: number | undefined = 0, slices = 0; from !== undefined; slices++) {
    if (slices >= 1_000) throw new Error("a sweep comes to no end");
    ({ next: from } = await store.sweep(from));
  }
}

/** For `assert.rejects`: a failure of the store of this sort. */
export function fails(failure: StoreFailure, words: RegExp = /./): (error: unknown) => boolean {
  return (error) => {
    if (error instanceof StoreError && error.failure === failure && words.test(error.message)) return true;
    throw error;
  };
}
