/**
 * Holds a store to what the engine relies on, promise by promise. It needs no test runner of its own: whoever calls it
 * says how a test is declared.
 *
 * @example
 * ```ts
 * import { memoryStore } from "@loom/loom";
 * import { storeConformance } from "@loom/loom/store-conformance";
 * import assert from "node:assert/strict";
 *
 * const declared: string[] = [];
 * storeConformance({
 *   name: "mine",
 *   open: () => ({ store: memoryStore() }),
 *   test: (promise) => declared.push(promise), // in a test file: `test: Deno.test`
 * });
 * assert.ok(declared.includes("mine: a lease has one holder"));
 * ```
 *
 * @module
 */
import type { Store } from "../store.ts";
import { ADOPTIONS } from "./adoptions.ts";
import { BUDGET } from "./budget.ts";
import { CHANGES, DURABLE_CHANGES } from "./changes.ts";
import { CONTENTS } from "./contents.ts";
import { DOCUMENTS } from "./documents.ts";
import { DURABLE } from "./durable.ts";
import { JOURNAL } from "./journal.ts";
import { DURABLE_LEARNED, LEARNED } from "./learned.ts";
import { LEASES } from "./leases.ts";
import { DURABLE_REMOVAL, REMOVAL } from "./removal.ts";
import { RUNS } from "./runs.ts";
import type { DurablePromises, Promises } from "./setting.ts";
import { DURABLE_TURNS, TURNS } from "./turns.ts";

export type { Store } from "../store.ts";

/** An empty store, and how to be rid of it. */
export interface OpenedStore {
  /** The store. */
  readonly store: Store;
  /** Closes it and removes what it left. Default: the store is closed. */
  readonly close?: () => Promise<void> | void;
}

/** An empty store whose data outlive it. */
export interface OpenedDurableStore extends OpenedStore {
  /** Opens the same data once more: beside this store as another process would, or after it was closed. */
  readonly connect: () => Promise<Store>;
}

/** What is tested, and how a test is declared. */
export interface ConformanceOptions {
  /** Begins the name of every test. */
  readonly name: string;
  /** Opens an empty store; called once for every test. */
  readonly open: () => OpenedStore | Promise<OpenedStore>;
  /** The same for a store whose data outlive it: adds the tests of reopening, and of several who have it open. */
  readonly openDurable?: () => OpenedDurableStore | Promise<OpenedDurableStore>;
  /** Declares a test: `Deno.test`, `test` of `node:test`, or what any other runner has. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
}

const PROMISES: Promises = {
  ...{ ...RUNS, ...LEASES, ...BUDGET, ...ADOPTIONS, ...JOURNAL, ...DOCUMENTS },
  ...{ ...CHANGES, ...CONTENTS, ...TURNS, ...LEARNED, ...REMOVAL },
};
const DURABLE_PROMISES: DurablePromises = {
  ...{ ...DURABLE, ...DURABLE_CHANGES, ...DURABLE_TURNS, ...DURABLE_LEARNED, ...DURABLE_REMOVAL },
};

/** Declares a test for every promise that a store must keep; each has an empty store of its own. */
export function storeConformance({ name, open, openDurable, test }: ConformanceOptions): void {
  for (const [promise, keeps] of Object.entries(PROMISES)) {
    test(`${name}: ${promise}`, async () => await withStore(await open(), keeps));
  }
  if (!openDurable) return;
  for (const [promise, keeps] of Object.entries(DURABLE_PROMISES)) {
    test(`${name}: ${promise}`, async () => await withConnections(await openDurable(), keeps));
  }
}

async function withStore({ store, close = () => store.close() }: OpenedStore, keeps: Promises[string]): Promise<void> {
  try {
    await keeps(store);
  } finally {
    await close();
  }
}

async function withConnections(
  { store, connect, close = () => store.close() }: OpenedDurableStore,
  keeps: DurablePromises[string],
): Promise<void> {
  const others: Store[] = [];
  try {
    await keeps(store, async () => {
      const other = await connect();
      others.push(other);
      return other;
    });
  } finally {
    for (const other of others) other.close();
    await close();
  }
}
